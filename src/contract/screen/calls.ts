import { Type, type Static, type TSchema } from 'typebox';
import { RegionId } from '../maps.ts';
import { Choice, LicenceNumber, Offer, RegisteredTerminal, SlotId, UserId } from '../sign-up.ts';
import type { Failure } from './failure.ts';
import { Bounds, FoundPlace, LongitudeLatitude, Place } from './geography.ts';
import { PlannedRoute } from './route.ts';
import { Language, ScreenSettingsChange } from './settings.ts';
import { topics, type ScreenState, type Topic } from './state.ts';

const closed = { additionalProperties: false } as const;
const Nothing = Type.Null();
const Region = Type.Object({ regionId: RegionId }, closed);

/** Who may call: the terminal's own screens, or the page that stands in for them when they have crashed. */
export type TrustLevel = 'screen' | 'trouble';

interface Call {
  readonly argument: TSchema;
  readonly result: TSchema;
  readonly levels: readonly TrustLevel[];
}

const screen = (argument: TSchema, result: TSchema) => ({ argument, result, levels: ['screen'] }) as const;
const call = <Argument extends TSchema, Result extends TSchema>(argument: Argument, result: Result) =>
  ({ ...screen(argument, result), argument, result }) as const;

/** Every call from the screen to the main process: what it takes, what it gives, who may make it. */
export const calls = {
  /** All topics at once, when a screen starts. */
  'state.read': call(Nothing, Type.Object(topics, closed)),

  'settings.change': call(ScreenSettingsChange, Nothing),

  /** C3. Resolves with the offer where the user has to choose (C7); `account.choose` goes on from there. */
  'account.sign-up': call(
    Type.Object(
      {
        userId: UserId,
        password: Type.String({ minLength: 1, maxLength: 128 }),
        licenceNumber: LicenceNumber,
        terminalName: Type.String({ minLength: 1, maxLength: 60 }),
      },
      closed,
    ),
    Type.Union([
      Type.Object({ outcome: Type.Literal('signed-up') }, closed),
      Type.Object({ outcome: Type.Literal('choose'), offer: Offer }, closed),
    ]),
  ),
  'account.choose': call(
    Type.Object({ choice: Choice, slotId: Type.Optional(SlotId) }, closed),
    Type.Object({ outcome: Type.Enum(['signed-up', 'cancelled']) }, closed),
  ),
  'account.sign-out': call(Nothing, Nothing),
  /** Before a sale: signs out, and forgets favourites, destinations and settings. */
  'account.forget-car': call(Nothing, Nothing),
  'account.terminals': call(
    Nothing,
    Type.Object(
      { terminals: Type.Array(RegisteredTerminal, { maxItems: 1_000 }), thisSlotId: Type.Optional(SlotId) },
      closed,
    ),
  ),
  /** F4: sets up the servers, maps and identity that this terminal brings along; topic `app` shows how far it is. */
  'demo.prepare': call(Nothing, Nothing),
  /** F4: applies, pays and signs up at the demo's portal, as a first-time user would. */
  'demo.sign-up': call(Nothing, Nothing),

  /** Walks the chain anew, for the living picture. */
  'connection.check': call(Nothing, Nothing),
  /** Tries again now whatever waits for a retry: the stack, the keyring, the session. */
  'trouble.retry': call(Nothing, Nothing),

  'maps.refresh': call(Nothing, Nothing),
  'maps.download': call(Region, Nothing),
  'maps.pause': call(Region, Nothing),
  'maps.resume': call(Region, Nothing),
  'maps.cancel': call(Region, Nothing),
  'maps.remove': call(Region, Nothing),
  /** A part of it could not be shown: reads it against what was signed, and topic `maps` tells where it is damaged. */
  'maps.verify': call(Region, Nothing),

  'places.search': call(
    Type.Object(
      {
        text: Type.String({ maxLength: 200 }),
        near: Type.Optional(LongitudeLatitude),
        limit: Type.Integer({ minimum: 1, maximum: 50 }),
      },
      closed,
    ),
    Type.Object({ found: Type.Array(FoundPlace, { maxItems: 50 }) }, closed),
  ),
  /** Places of a category around a position, the nearest first. */
  'places.nearby': call(
    Type.Object(
      {
        category: Type.String({ maxLength: 40 }),
        near: LongitudeLatitude,
        limit: Type.Integer({ minimum: 1, maximum: 50 }),
      },
      closed,
    ),
    Type.Object({ found: Type.Array(FoundPlace, { maxItems: 50 }) }, closed),
  ),
  /** What is at a point that somebody touched. */
  'places.at': call(Type.Object({ position: LongitudeLatitude }, closed), Place),
  'destinations.favour': call(Type.Object({ place: Place, favourite: Type.Boolean() }, closed), Nothing),
  'destinations.forget-recent': call(Nothing, Nothing),

  /** Plans from the position, or from `from`, and shows it in topic `route`. */
  'route.plan': call(Type.Object({ to: Place, from: Type.Optional(LongitudeLatitude) }, closed), PlannedRoute),
  'route.clear': call(Nothing, Nothing),
  'guidance.start': call(
    Type.Object(
      {
        routeId: Type.String({ maxLength: 40 }),
        /** Drives along the route by itself, `pace` times as fast as the roads allow. */
        simulate: Type.Optional(Type.Object({ pace: Type.Number({ minimum: 0.1, maximum: 50 }) }, closed)),
      },
      closed,
    ),
    Nothing,
  ),
  'guidance.stop': call(Nothing, Nothing),
  'guidance.repeat': call(Nothing, Nothing),

  'kiosk.unlock': call(Type.Object({ pin: Type.String({ minLength: 1, maxLength: 32 }) }, closed), Nothing),
  'kiosk.lock': call(Nothing, Nothing),
  /** Somebody touched the screen: kiosk mode counts idling from here. */
  'kiosk.touched': call(Nothing, Nothing),

  /** Texts of the licences of what is in the program. */
  'app.licences': call(Nothing, Type.Object({ text: Type.String() }, closed)),
  'app.restart-screen': { ...call(Nothing, Nothing), levels: ['trouble'] },
  'app.quit': { ...call(Nothing, Nothing), levels: ['screen', 'trouble'] },
} as const satisfies Record<string, Call>;

export type CallName = keyof typeof calls;
export type CallArgument<Name extends CallName> = Static<(typeof calls)[Name]['argument']>;
export type CallResult<Name extends CallName> = Static<(typeof calls)[Name]['result']>;

/** What crosses back: a value, or the failure as the screen shows it. */
export type CallReply<Name extends CallName> =
  { readonly ok: true; readonly value: CallResult<Name> } | { readonly ok: false; readonly failure: Failure };

/** What main tells the screen without being asked. */
export const events = {
  topic: Type.Union(
    (Object.keys(topics) as Topic[]).map((name) =>
      Type.Object({ name: Type.Literal(name), value: topics[name] }, closed),
    ),
  ),
  /** Something to say aloud; the same words are on the screen. `clips` names recorded parts that say it together. */
  speak: Type.Object(
    {
      language: Language,
      words: Type.String({ maxLength: 400 }),
      clips: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 12 }),
      /** Stops what is being said. */
      urgent: Type.Boolean(),
    },
    closed,
  ),
  /** The map shall show these bounds, for example of a region that was just downloaded. */
  'show-bounds': Type.Object({ bounds: Bounds }, closed),
} as const;

export type EventName = keyof typeof events;
export type TopicEvent = { [Name in Topic]: { readonly name: Name; readonly value: ScreenState[Name] } }[Topic];
export interface EventValues {
  readonly topic: TopicEvent;
  readonly speak: Static<(typeof events)['speak']>;
  readonly 'show-bounds': Static<(typeof events)['show-bounds']>;
}

/** The one object that a preload puts into its page, as `window.naviterm`. */
export interface ScreenBridge {
  call<Name extends CallName>(name: Name, argument: CallArgument<Name>): Promise<CallReply<Name>>;
  /** @returns what stops it */
  on<Name extends EventName>(name: Name, listener: (value: EventValues[Name]) => void): () => void;
}
