import { Type, type Static } from 'typebox';
import { RegionId } from '../maps.ts';
import { Failure } from './failure.ts';
import { Bounds, Place } from './geography.ts';
import { Fix, GuidanceState, PlannedRoute } from './route.ts';
import { ScreenSettings } from './settings.ts';

const literals = <const Values extends string[]>(...values: Values) => Type.Enum<Values>(values);
const closed = { additionalProperties: false } as const;
const Text = Type.String({ maxLength: 1_000 });
const Count = Type.Integer({ minimum: 0 });
/** Seconds that were left when this was sent; the screen counts down by its own elapsed time. */
const Remaining = Type.Number({ minimum: 0 });

const AppState = Type.Object(
  {
    version: Text,
    runtime: Type.Object({ electron: Text, chromium: Text, node: Text }, closed),
    /** Whether the servers run beside this terminal, and a first-time user can be given an account here (F4). */
    demo: Type.Boolean(),
    /** F4: this terminal can become its own map service (`demo.prepare`), or is about to. */
    demoSetUp: Type.Optional(
      Type.Object(
        {
          state: literals('offered', 'preparing'),
          step: Type.Optional(literals('servers', 'maps', 'device', 'start')),
          /** Steps. */
          done: Count,
          total: Count,
        },
        closed,
      ),
    ),
    kiosk: literals('off', 'locked', 'unlocked'),
    /** Counts returns to the start after idling: the screen shows its start again and forgets what was typed. */
    visitors: Count,
    portalUrl: Type.Optional(Text),
  },
  closed,
);

/** What stands between this terminal and its use, in the order in which it is put right. */
const TerminalPhase = literals('starting', 'unconfigured', 'unprovisioned', 'signed-out', 'signed-in');

const TerminalState = Type.Object(
  {
    phase: TerminalPhase,
    failure: Type.Optional(Failure),
    device: Type.Optional(Type.Object({ makerId: Text, modelId: Text, hardwareNumber: Text }, closed)),
    account: Type.Optional(Type.Object({ userId: Text, confirmed: Type.Boolean() }, closed)),
  },
  closed,
);

const SessionState = Type.Union([
  Type.Object({ state: literals('none', 'opening') }, closed),
  Type.Object(
    {
      state: Type.Literal('open'),
      remaining: Remaining,
      /** Seconds that it was opened or extended for. */
      lifetime: Type.Number({ minimum: 0 }),
      plan: Text,
      regions: Type.Array(Text),
    },
    closed,
  ),
  Type.Object({ state: Type.Literal('failed'), failure: Failure }, closed),
]);

const KeyringState = Type.Object(
  {
    state: literals('unknown', 'ready', 'locked', 'missing', 'broken', 'unsafe-file'),
    failure: Type.Optional(Failure),
  },
  closed,
);

/** F4: the servers on this machine. */
const StackState = Type.Object(
  {
    state: literals('off', 'starting', 'running', 'restarting', 'failed'),
    /** Starts since it last ran well. */
    attempt: Count,
    retryIn: Type.Optional(Remaining),
    failure: Type.Optional(Failure),
  },
  closed,
);

const NetworkState = Type.Object({ state: literals('unknown', 'online', 'offline') }, closed);

const ChainRole = literals('service', 'first-allocation', 'second-allocation', 'authentication', 'accounts');
const ChainNode = Type.Object(
  {
    role: ChainRole,
    state: literals('waiting', 'asking', 'done', 'failed', 'skipped'),
    serverId: Type.Optional(Text),
    url: Type.Optional(Text),
    /** Seconds from asking to the answer. */
    took: Type.Optional(Type.Number({ minimum: 0 })),
    failure: Type.Optional(Failure),
  },
  closed,
);
/** The living picture: service → first → second allocation → authentication → service, then the account server. */
const ChainState = Type.Object(
  {
    state: literals('idle', 'running', 'done', 'failed'),
    /** A4: whether the stored server was used. */
    from: Type.Optional(literals('stored', 'terminal-walked', 'service-walked')),
    nodes: Type.Array(ChainNode, { maxItems: 12 }),
    /** Of the admission at the service, while it lasts. */
    admissionRemaining: Type.Optional(Remaining),
    failure: Type.Optional(Failure),
  },
  closed,
);

const MapRegion = Type.Object(
  {
    id: RegionId,
    names: Type.Record(Type.String(), Text),
    bounds: Bounds,
    /** Bytes; absent where only the installed version is known (offline). */
    size: Type.Optional(Count),
    /** Bytes to fetch for the newest version, as far as can be told beforehand. */
    updateSize: Type.Optional(Count),
    version: Type.Optional(Text),
    entitled: Type.Boolean(),
    state: literals('not-installed', 'installed', 'update-available', 'damaged'),
    /** Where installed: what each file is for, and the address of the private scheme that serves it by byte ranges. */
    files: Type.Array(
      Type.Object({ kind: literals('tiles', 'places', 'graph', 'style'), url: Text, size: Count }, closed),
    ),
    attribution: Type.Optional(Text),
    licence: Type.Optional(Text),
  },
  closed,
);
const MapsState = Type.Object(
  {
    /** Whether the list comes from the publisher's newest metadata or only from what is installed. */
    listed: literals('never', 'installed-only', 'publisher'),
    refreshing: Type.Boolean(),
    regions: Type.Array(MapRegion, { maxItems: 2_000 }),
    failure: Type.Optional(Failure),
  },
  closed,
);

const DownloadState = Type.Object(
  {
    regionId: RegionId,
    state: literals('queued', 'preparing', 'fetching', 'checking', 'assembling', 'paused', 'waiting', 'failed', 'done'),
    doneBytes: Count,
    totalBytes: Count,
    /** Bytes a second over the last seconds. */
    rate: Type.Optional(Type.Number({ minimum: 0 })),
    /** Seconds. */
    timeLeft: Type.Optional(Type.Number({ minimum: 0 })),
    failure: Type.Optional(Failure),
    /** Until it goes on by itself, where it does. */
    retryIn: Type.Optional(Remaining),
  },
  closed,
);

const PositionState = Type.Object(
  {
    source: literals('none', 'gpsd', 'nmea', 'simulated'),
    state: literals('off', 'searching', 'fixed', 'lost'),
    fix: Type.Optional(Fix),
    /** Typing is locked while this is true. */
    moving: Type.Boolean(),
    /** What the sun does where one is, for the theme; absent where the position is unknown. */
    daylight: Type.Optional(Type.Boolean()),
    failure: Type.Optional(Failure),
  },
  closed,
);

const DestinationsState = Type.Object(
  { recent: Type.Array(Place, { maxItems: 50 }), favourites: Type.Array(Place, { maxItems: 200 }) },
  closed,
);

/** What the screen shows, by topic. Main sends a topic as a whole whenever it changes. */
export const topics = {
  app: AppState,
  settings: ScreenSettings,
  terminal: TerminalState,
  session: SessionState,
  keyring: KeyringState,
  stack: StackState,
  network: NetworkState,
  chain: ChainState,
  maps: MapsState,
  downloads: Type.Array(DownloadState, { maxItems: 100 }),
  position: PositionState,
  destinations: DestinationsState,
  route: Type.Union([PlannedRoute, Type.Null()]),
  guidance: GuidanceState,
} as const;

export type Topic = keyof typeof topics;
export type ScreenState = { readonly [Name in Topic]: Static<(typeof topics)[Name]> };
export type ChainRole = Static<typeof ChainRole>;
export type TerminalPhase = Static<typeof TerminalPhase>;
