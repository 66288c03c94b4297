import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { LongitudeLatitude } from '../../src/contract/screen/geography.ts';
import type { GuidanceState, PlannedRoute } from '../../src/contract/screen/route.ts';
import type { App } from '../state/app-context.ts';
import { markMilestone } from '../state/milestones.ts';
import type { GuidedDrive, MapEngine } from './engine/map-engine.ts';
import type { MapView } from './engine/map-events.ts';
import { firstBounds, installedRegions, type InstalledRegion } from './tiles/installed-regions.ts';

export type FollowState = 'off' | 'north-up' | 'heading-up';

/** The one map of the page: made when it is first shown, kept while other screens are in front of it. */
export interface MapHost {
  readonly state: ReadonlySignal<'absent' | 'loading' | 'ready' | 'failed'>;
  readonly view: ReadonlySignal<MapView | undefined>;
  readonly regions: ReadonlySignal<readonly InstalledRegion[]>;
  /** Regions whose files could not be read while they were drawn. */
  readonly unreadable: ReadonlySignal<ReadonlySet<string>>;
  readonly follow: Signal<FollowState>;
  /** The point that somebody touched last; set to undefined once that is dealt with. */
  readonly picked: Signal<LongitudeLatitude | undefined>;
  /** Puts the map into the page, and makes it if there is none yet. @returns what takes it out again */
  readonly attach: (place: HTMLElement) => () => void;
  /** Makes the map if that failed before. */
  readonly start: () => void;
  /** Does something with the map, now or as soon as there is one. */
  readonly use: (work: (engine: MapEngine) => void) => void;
}

const hosts = new WeakMap<App, MapHost>();

/** The map of an app. */
export function mapHostOf(app: App): MapHost {
  const known = hosts.get(app);
  if (known !== undefined) return known;
  const host = createMapHost(app);
  hosts.set(app, host);
  return host;
}

/** What the map shows, once it shows anything. @returns undefined where it cannot be drawn */
export const whenShown = ({ view, state }: MapHost): Promise<MapView | undefined> =>
  new Promise((resolve) => {
    const shown = computed(() => (state.value === 'failed' ? 'nothing' : view.value));
    const stop = shown.subscribe((value) => {
      if (value === undefined) return;
      resolve(value === 'nothing' ? undefined : value);
      queueMicrotask(() => stop());
    });
  });

/** Where the vehicle is on the route, as guidance says. */
export function driveOf(guidance: GuidanceState, route: PlannedRoute | null): GuidedDrive | undefined {
  if (route === null || (guidance.state !== 'guiding' && guidance.state !== 'rerouting')) return undefined;
  if (guidance.routeId !== route.id) return undefined;
  return {
    metres: Math.max(0, route.distance - guidance.distanceLeft),
    next: route.manoeuvres[guidance.next],
    toTurn: guidance.distanceToNext,
  };
}

function createMapHost(app: App): MapHost {
  const element = document.createElement('div');
  element.className = 'map-element';
  const state = signal<'absent' | 'loading' | 'ready' | 'failed'>('absent');
  const view = signal<MapView | undefined>(undefined);
  const unreadable = signal<ReadonlySet<string>>(new Set());
  const follow = signal<FollowState>('off');
  const picked = signal<LongitudeLatitude | undefined>(undefined);
  const regions = computed(() => installedRegions(app.topics.maps.value));
  let engine: MapEngine | undefined;
  let taken = false;
  const attached = signal(false);
  const waiting: ((engine: MapEngine) => void)[] = [];
  const use = (work: (engine: MapEngine) => void) => {
    if (engine === undefined) waiting.push(work);
    else work(engine);
  };

  const make = async () => {
    // Loaded only now: the first screen does not wait for it.
    const { createMapEngine } = await import('./engine/map-engine.ts');
    const { bounds, camera } = beginning(app, regions.peek());
    engine = createMapEngine(
      element,
      { look: lookOf(app, isGuided(app)), regions: regions.peek(), camera },
      {
        onView: (shown) => {
          view.value = shown;
        },
        onTaken: () => {
          taken = true;
          follow.value = 'off';
        },
        onPicked: (position) => {
          picked.value = position;
        },
        onUnreadable: (regionId) => {
          if (unreadable.peek().has(regionId)) return;
          unreadable.value = new Set([...unreadable.peek(), regionId]);
          // Where its file is damaged, it can be mended then.
          void app.bridge.call('maps.verify', { regionId });
        },
        onIdle: () => {
          element.dataset['idle'] = 'true';
          markMilestone('map-drawn');
        },
      },
    );
    if (bounds !== undefined) engine.showBounds(bounds, true);
    connect(app, engine, { regions, follow, unreadable, attached });
    effect(() => {
      const wanted = app.wantedBounds.value;
      // Out of the page it has no size that anything could be fitted into.
      if (wanted === null || !attached.value) return;
      taken = true;
      follow.value = 'off';
      engine?.showBounds(wanted);
      app.wantedBounds.value = null;
    });
    const stopWaiting = effect(() => {
      if (app.topics.position.value.fix === undefined) return;
      // The first position is shown by itself, unless somebody looks at something else already.
      if (!taken && follow.peek() === 'off' && app.router.current.peek().name === 'map') follow.value = 'north-up';
      queueMicrotask(() => stopWaiting());
    });
    for (const work of waiting.splice(0)) work(engine);
    state.value = 'ready';
  };

  const start = () => {
    if (state.peek() === 'loading' || state.peek() === 'ready') return;
    state.value = 'loading';
    make().catch(() => {
      // Without WebGL, for example: the screen says so and offers another try.
      state.value = 'failed';
    });
  };

  return {
    state,
    view,
    regions,
    unreadable,
    follow,
    picked,
    use,
    start,
    attach: (place) => {
      place.append(element);
      engine?.resize();
      attached.value = true;
      // Behind the frame that first paints what lies over the map, which needs no map to be used.
      let timer: number | undefined;
      const frame = requestAnimationFrame(() => {
        timer = window.setTimeout(start);
      });
      return () => {
        cancelAnimationFrame(frame);
        window.clearTimeout(timer);
        attached.value = false;
        element.remove();
      };
    },
  };
}

interface Connected extends Pick<MapHost, 'regions' | 'follow'> {
  readonly unreadable: Signal<ReadonlySet<string>>;
  readonly attached: ReadonlySignal<boolean>;
}

/**
 * Hands on what changes, without rendering anything. A map that nobody sees hears of it once it is seen: each change would
 * draw it again and again, and without a graphics card those drawings pile up until the page stands still.
 */
function connect(app: App, engine: MapEngine, { regions, follow, unreadable, attached }: Connected): void {
  const { topics } = app;
  const guiding = computed(() => isGuided(app));
  const whileSeen = (hand: () => void) =>
    effect(() => {
      if (attached.value) hand();
    });
  whileSeen(() => engine.setLook(lookOf(app, guiding.value)));
  whileSeen(() => engine.setRegions(regions.value));
  // Other files may be whole again.
  const files = computed(() => regions.value.map(({ tiles }) => tiles).join(' '));
  effect(() => {
    if (files.value !== '' && unreadable.peek().size > 0) unreadable.value = new Set();
  });
  whileSeen(() => engine.setRoute(topics.route.value));
  whileSeen(() => engine.setPin('destination', topics.route.value?.to.position));
  whileSeen(() => engine.setFix(topics.position.value.fix, driveOf(topics.guidance.value, topics.route.value)));
  effect(() => {
    const heading = follow.value;
    engine.follow(heading === 'off' ? undefined : { heading, guiding: guiding.value });
  });
  let guided = false;
  effect(() => {
    if (guiding.value) follow.value = 'heading-up';
    else if (guided && follow.peek() !== 'off') follow.value = 'north-up';
    guided = guiding.value;
  });
}

function isGuided({ topics }: App): boolean {
  const { state } = topics.guidance.value;
  return state === 'guiding' || state === 'rerouting';
}

function lookOf(app: App, calm: boolean) {
  // Words grow with the screen as those beside the map do (styles/base.css).
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return { theme: app.theme.value, language: app.language.value, scale, calm };
}

/** Where the map begins: at the position, else with all that is installed. */
function beginning(app: App, regions: readonly InstalledRegion[]) {
  const fix = app.topics.position.peek().fix;
  const flat = { bearing: 0, pitch: 0 };
  if (fix !== undefined) return { bounds: undefined, camera: { ...flat, center: fix.position, zoom: 15 } };
  const bounds = firstBounds(regions);
  const center: LongitudeLatitude =
    bounds === undefined ? [0, 20] : [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
  return { bounds, camera: { ...flat, center, zoom: bounds === undefined ? 1 : 10 } };
}
