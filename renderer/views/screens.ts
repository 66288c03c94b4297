import type { ComponentChildren } from 'preact';
import type { View, ViewName } from '../state/router.ts';

/** Draws the screens of some names; each is given the view that leads to it. */
export type Screens<Name extends ViewName> = {
  readonly [Each in Name]: (view: Extract<View, { name: Each }>) => ComponentChildren;
};

/** What a terminal may start with, and what is only ever come to from another screen. */
export type FirstName = 'start' | 'map' | 'route' | 'maps';
export type FurtherName = Exclude<ViewName, FirstName>;
