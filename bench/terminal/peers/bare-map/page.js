import { addProtocol, Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl';
import { Protocol } from 'pmtiles';

/**
 * What `same-map.ts` writes.
 * @typedef {object} SameMap
 * @property {import('maplibre-gl').StyleSpecification} style
 * @property {{ bounds: [number, number, number, number], padding: import('maplibre-gl').PaddingOptions, options: object }} view
 */

const { style, view } = /** @type {SameMap} */ (await (await fetch('/map.json')).json());
setWorkerUrl('/maplibre/maplibre-gl-worker.mjs');
addProtocol('pmtiles', new Protocol().tile);
const map = new MapLibreMap({ container: 'map', style, ...view.options });
map.fitBounds(view.bounds, { padding: view.padding, duration: 0 });
// In place of the terminal's symbols: a square of their size.
map.on('styleimagemissing', ({ id }) => {
  const data = new Uint8Array(44 * 44 * 4).fill(160);
  if (!map.hasImage(id)) map.addImage(id, { width: 44, height: 44, data }, { pixelRatio: 2 });
});
void map.once('idle', () => void performance.mark('map-drawn'));
