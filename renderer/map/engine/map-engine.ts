import {
  Marker,
  type FilterSpecification,
  type GeoJSONSource,
  type Map as MapLibreMap,
  type VectorTileSource,
} from 'maplibre-gl';
import type { Bounds, LongitudeLatitude } from '../../../src/contract/screen/geography.ts';
import type { Fix, Manoeuvre, PlannedRoute } from '../../../src/contract/screen/route.ts';
import { mapSources } from '../style/map-style.ts';
import { styleChanges } from '../style/style-changes.ts';
import type { InstalledRegion } from '../tiles/installed-regions.ts';
import { createRegionTiles } from '../tiles/region-tiles.ts';
import type { CameraPose, FollowMode } from './camera-target.ts';
import { createMap, setSymbols, styleFor, type MapLook } from './create-map.ts';
import { coverageOf } from './coverage.ts';
import { createFollowCamera, type Insets } from './follow-camera.ts';
import { listenToGestures } from './gestures.ts';
import type { MapEvents } from './map-events.ts';
import { createMotion } from './motion.ts';
import { createPuck } from './puck.ts';
import { createRouteDrawing } from './route-drawing.ts';
import { trackOf, type RouteTrack } from './route-track.ts';

export type PinKind = 'place' | 'start' | 'destination';

/** The drawn map, for as long as the page lives. */
export interface MapEngine {
  readonly setLook: (look: MapLook) => void;
  readonly setRegions: (regions: readonly InstalledRegion[]) => void;
  readonly setRoute: (route: PlannedRoute | null) => void;
  /** The position, and what guidance says of it: the thing to do next, and metres from the route's start. */
  readonly setFix: (fix: Fix | undefined, drive: GuidedDrive | undefined) => void;
  readonly follow: (mode: FollowMode | undefined) => void;
  readonly setInsets: (insets: Insets) => void;
  readonly setPin: (kind: PinKind, position: LongitudeLatitude | undefined) => void;
  readonly zoomBy: (levels: number) => void;
  readonly faceNorth: () => void;
  readonly showBounds: (bounds: Bounds, instantly?: boolean) => void;
  readonly showPlace: (position: LongitudeLatitude, zoom: number) => void;
  readonly resize: () => void;
  readonly focus: () => void;
  readonly setLabel: (label: string) => void;
  readonly remove: () => void;
}

export interface GuidedDrive {
  readonly metres: number;
  readonly next: Manoeuvre | undefined;
  readonly toTurn: number;
}

export function createMapEngine(
  container: HTMLElement,
  initial: { readonly look: MapLook; readonly regions: readonly InstalledRegion[]; readonly camera: CameraPose },
  events: MapEvents,
): MapEngine {
  const tiles = createRegionTiles(events.onUnreadable);
  tiles.setRegions(initial.regions);
  let style = styleFor(initial.look);
  const map = createMap(container, style, initial.look, tiles, initial.camera);
  const motion = createMotion();
  const camera = createFollowCamera(map);
  const puck = createPuck(map);
  const drawing = createRouteDrawing(map);
  const pins = new Map<PinKind, Marker>();
  let look = initial.look;
  let version = 0;
  let track: RouteTrack | undefined;
  let fix: Fix | undefined;
  let drive: GuidedDrive | undefined;
  let followed = false;
  let asked = 0;
  let ready = false;
  const waiting: (() => void)[] = [];
  /** What needs the style: at once where it is there. */
  const whenReady = (work: () => void) => {
    if (ready) work();
    else waiting.push(work);
  };

  const frame = () => {
    asked = 0;
    const now = performance.now();
    const pose = motion.at(now);
    puck.draw(pose, fix?.accuracy);
    if (pose !== undefined) {
      if (followed) camera.frame(pose, { speed: fix?.speed ?? 0, toTurn: drive?.toTurn }, now);
      if (drive !== undefined && ready) drawing.progress(pose.metres ?? drive.metres, drive.next);
    }
    if (motion.moves(now) || (followed && camera.moves(now))) wake();
  };
  const wake = () => {
    if (asked === 0) asked = requestAnimationFrame(frame);
  };

  const showRegions = (regions: readonly InstalledRegion[]) => {
    void map.getSource<GeoJSONSource>(mapSources.coverage)?.setData(coverageOf(regions));
  };
  map.once('style.load', () => {
    ready = true;
    showRegions(initial.regions);
    for (const work of waiting.splice(0)) work();
  });
  const stopListening = listenToGestures(map, {
    ...events,
    onTaken: () => {
      if (followed) camera.follow(undefined, performance.now());
      followed = false;
      events.onTaken();
    },
    onZoomed: () => {
      if (followed) camera.keepZoom();
    },
  });

  return {
    setLook: (wanted) => {
      if (
        wanted.theme === look.theme &&
        wanted.language === look.language &&
        wanted.scale === look.scale &&
        wanted.calm === look.calm
      )
        return;
      const themeChanged = wanted.theme !== look.theme;
      look = wanted;
      whenReady(() => {
        const next = styleFor(wanted);
        applyStyle(map, styleChanges(style, next));
        style = next;
        if (themeChanged) setSymbols(map, wanted.theme);
      });
    },
    setRegions: (regions) => {
      if (!tiles.setRegions(regions)) return;
      version += 1;
      whenReady(() => {
        showRegions(regions);
        for (const name of [mapSources.overview, mapSources.detail]) {
          map.getSource<VectorTileSource>(name)?.setTiles([`${name}://{z}/{x}/{y}?${version}`]);
        }
      });
    },
    setRoute: (route) => {
      track = route === null ? undefined : trackOf(route.line);
      whenReady(() => drawing.show(route, track));
    },
    setFix: (wanted, guided) => {
      fix = wanted;
      drive = guided;
      motion.accept(wanted, guided === undefined ? undefined : track, performance.now());
      wake();
    },
    follow: (mode) => {
      followed = mode !== undefined;
      camera.follow(mode, performance.now());
      wake();
    },
    setInsets: (insets) => {
      camera.setInsets(insets);
      wake();
    },
    setPin: (kind, position) => {
      pins.get(kind)?.remove();
      pins.delete(kind);
      if (position === undefined) return;
      const pin = new Marker({ element: pinElement(kind), anchor: kind === 'start' ? 'center' : 'bottom' });
      pins.set(kind, pin.setLngLat([position[0], position[1]]).addTo(map));
    },
    zoomBy: (levels) => {
      const zoom = Math.round((map.getZoom() + levels) * 2) / 2;
      if (followed) {
        map.setZoom(zoom);
        camera.keepZoom();
        wake();
      } else map.easeTo({ zoom, duration: 200 });
    },
    faceNorth: () => void map.easeTo({ bearing: 0, pitch: 0, duration: 200 }),
    showBounds: ([west, south, east, north], instantly = false) =>
      void map.fitBounds([west, south, east, north], {
        // Clear of the status, the controls and the line of sources at the edges.
        padding: { top: 84 * look.scale, right: 104 * look.scale, bottom: 60 * look.scale, left: 44 * look.scale },
        maxZoom: 16.5,
        duration: instantly ? 0 : 500,
      }),
    showPlace: ([longitude, latitude], zoom) =>
      void map.easeTo({ center: [longitude, latitude], zoom: Math.max(zoom, map.getZoom()), duration: 400 }),
    resize: () => void map.resize(),
    focus: () => map.getCanvas().focus(),
    setLabel: (label) => map.getCanvas().setAttribute('aria-label', label),
    remove: () => {
      cancelAnimationFrame(asked);
      stopListening();
      map.remove();
    },
  };
}

type PaintName = Parameters<MapLibreMap['setPaintProperty']>[1];
type LayoutName = Parameters<MapLibreMap['setLayoutProperty']>[1];

function applyStyle(map: MapLibreMap, changes: ReturnType<typeof styleChanges>): void {
  for (const { layer, kind, property, value } of changes) {
    // The values come out of a style that is checked as a whole.
    const options = { validate: false };
    if (kind === 'filter') map.setFilter(layer, value as FilterSpecification | undefined, options);
    else if (kind === 'paint') map.setPaintProperty(layer, property as PaintName, value as never, options);
    else map.setLayoutProperty(layer, property as LayoutName, value as never, options);
  }
}

function pinElement(kind: PinKind): HTMLElement {
  const element = document.createElement('div');
  element.className = `map-pin map-pin-${kind}`;
  return element;
}
