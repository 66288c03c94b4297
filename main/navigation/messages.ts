import type { FoundPlace, LongitudeLatitude, Place } from '../../src/contract/screen/geography.ts';
import type { Route } from '../../src/navigation/route.ts';

/** An installed region as the worker needs it. */
export interface NavigationRegion {
  readonly id: string;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
  /** Paths of its index of places and of its road graph, where it has them. */
  readonly places: string | undefined;
  readonly graph: string | undefined;
}

/** What the worker is asked for; each with what it answers. */
export interface NavigationWork {
  readonly regions: { readonly ask: readonly NavigationRegion[]; readonly answer: null };
  readonly search: {
    readonly ask: {
      readonly text: string;
      readonly near: LongitudeLatitude | undefined;
      readonly limit: number;
      readonly language: string;
    };
    readonly answer: FoundPlace[];
  };
  readonly nearby: {
    readonly ask: {
      readonly category: string;
      readonly near: LongitudeLatitude;
      readonly limit: number;
      readonly language: string;
    };
    readonly answer: FoundPlace[];
  };
  readonly at: {
    readonly ask: { readonly position: LongitudeLatitude; readonly language: string };
    readonly answer: Place;
  };
  readonly route: {
    readonly ask: {
      readonly from: LongitudeLatitude;
      readonly to: LongitudeLatitude;
      readonly heading: number | undefined;
    };
    readonly answer: { readonly route: Route; readonly drivesOn: 'left' | 'right' };
  };
}
export type WorkName = keyof NavigationWork;

export type Question = {
  [Name in WorkName]: { readonly id: number; readonly name: Name; readonly ask: NavigationWork[Name]['ask'] };
}[WorkName];

export type Answered =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly code: string;
      readonly detail: string | undefined;
      /** The region whose files could not be read. */
      readonly damaged: string | undefined;
    };
