import type { Map as MapLibreMap, MapMouseEvent, PointLike } from 'maplibre-gl';
import type { MapEvents } from './map-events.ts';

interface Listeners extends Pick<MapEvents, 'onView' | 'onTaken' | 'onPicked' | 'onIdle'> {
  readonly onZoomed: () => void;
}

/** Milliseconds after which a touch is a long one, and pixels that a finger may tremble meanwhile. */
const longTouch = 550;
const trembling = 12;
/** Metres round the equator. */
const equator = 40_075_016.686;
const tilePixels = 512;

/** Tells of what the user does with the map. @returns what stops it */
export function listenToGestures(map: MapLibreMap, listeners: Listeners): () => void {
  const canvas = map.getCanvasContainer();
  const byHand = (event: { readonly originalEvent?: unknown }) => event.originalEvent !== undefined;

  const view = () => {
    const { lng, lat } = map.getCenter();
    const zoom = map.getZoom();
    const metresPerPixel = (equator * Math.cos((lat * Math.PI) / 180)) / (tilePixels * 2 ** zoom);
    listeners.onView({ center: [lng, lat], zoom, bearing: map.getBearing(), metresPerPixel });
  };
  const viewSoon = atMostEvery(200, view);

  map.on('dragstart', (event) => byHand(event) && listeners.onTaken());
  map.on('rotatestart', (event) => byHand(event) && listeners.onTaken());
  map.on('pitchstart', (event) => byHand(event) && listeners.onTaken());
  map.on('zoomend', (event) => byHand(event) && listeners.onZoomed());
  map.on('move', viewSoon);
  map.on('moveend', viewSoon);
  map.on('idle', listeners.onIdle);
  map.on('load', view);

  const stopTouch = onLongTouch(canvas, (point) => {
    const { lng, lat } = map.unproject(point);
    listeners.onPicked([lng, lat]);
  });
  map.on('click', (event: MapMouseEvent) => {
    const position = symbolAt(map, event.point);
    if (position !== undefined) listeners.onPicked(position);
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      const { lng, lat } = map.getCenter();
      listeners.onPicked([lng, lat]);
    } else if (event.key.startsWith('Arrow')) listeners.onTaken();
  };
  map.getCanvas().addEventListener('keydown', onKey);
  return () => {
    stopTouch();
    map.getCanvas().removeEventListener('keydown', onKey);
  };
}

/** The place of interest under a finger. */
function symbolAt(
  map: MapLibreMap,
  { x, y }: { readonly x: number; readonly y: number },
): [number, number] | undefined {
  const reach = 14;
  const box: [PointLike, PointLike] = [
    [x - reach, y - reach],
    [x + reach, y + reach],
  ];
  const [found] = map.queryRenderedFeatures(box, { layers: ['detail-poi'] });
  if (found?.geometry.type !== 'Point') return undefined;
  const [longitude, latitude] = found.geometry.coordinates;
  return longitude === undefined || latitude === undefined ? undefined : [longitude, latitude];
}

function onLongTouch(element: HTMLElement, touched: (point: [number, number]) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start: PointerEvent | undefined;
  const stop = () => {
    clearTimeout(timer);
    start = undefined;
  };
  const take = (event: MouseEvent) => {
    stop();
    const box = element.getBoundingClientRect();
    touched([event.clientX - box.left, event.clientY - box.top]);
  };
  const down = (event: PointerEvent) => {
    // A second finger makes it something else.
    if (start !== undefined || event.button !== 0) return stop();
    start = event;
    timer = setTimeout(() => take(event), longTouch);
  };
  const up = (event: PointerEvent) => {
    // A busy page may hear of the end of a long touch before its timer.
    if (start !== undefined && event.timeStamp - start.timeStamp >= longTouch) take(start);
    else stop();
  };
  const move = (event: PointerEvent) => {
    if (start === undefined || event.pointerId !== start.pointerId) return;
    if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > trembling) stop();
  };
  const menu = (event: MouseEvent) => {
    event.preventDefault();
    // A touch screen's own long touch comes as this too, after ours.
    if (start !== undefined || event.button !== 2 || !('pointerType' in event) || event.pointerType !== 'mouse') return;
    take(event);
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', stop);
  element.addEventListener('contextmenu', menu);
  return () => {
    stop();
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', stop);
    element.removeEventListener('contextmenu', menu);
  };
}

/** The first call at once, further ones together after the pause. */
function atMostEvery(milliseconds: number, work: () => void): () => void {
  let waits = false;
  let again = false;
  const run = () => {
    if (waits) {
      again = true;
      return;
    }
    waits = true;
    again = false;
    work();
    setTimeout(() => {
      waits = false;
      if (again) run();
    }, milliseconds);
  };
  return run;
}
