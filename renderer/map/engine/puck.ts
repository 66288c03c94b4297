import { Marker, type Map as MapLibreMap } from 'maplibre-gl';
import type { Pose } from './motion.ts';

/** The vehicle on the map: an arrow while a direction is known, a dot otherwise, in the circle of its accuracy. */
export interface Puck {
  readonly draw: (pose: Pose | undefined, accuracy: number | undefined) => void;
  readonly remove: () => void;
}

const metresPerPixelAtEquator = 78_271.517;

export function createPuck(map: MapLibreMap): Puck {
  const element = document.createElement('div');
  element.className = 'map-puck';
  const circle = element.appendChild(document.createElement('div'));
  circle.className = 'map-puck-accuracy';
  const vehicle = element.appendChild(document.createElement('div'));
  vehicle.className = 'map-puck-vehicle';
  const marker = new Marker({ element, pitchAlignment: 'map', rotationAlignment: 'map' });
  // MapLibre makes markers buttons; this one does nothing.
  element.setAttribute('role', 'presentation');
  element.removeAttribute('aria-label');
  element.removeAttribute('tabindex');
  let shown = false;
  return {
    draw: (pose, accuracy) => {
      if (pose === undefined) {
        if (shown) marker.remove();
        shown = false;
        return;
      }
      const [longitude, latitude] = pose.position;
      marker.setLngLat([longitude, latitude]);
      if (pose.heading !== undefined) marker.setRotation(pose.heading);
      vehicle.classList.toggle('map-puck-heading', pose.heading !== undefined);
      const scale = metresPerPixelAtEquator * Math.cos((latitude * Math.PI) / 180);
      const pixels = accuracy === undefined ? 0 : (2 * accuracy * 2 ** map.getZoom()) / scale;
      circle.style.transform = `translate(-50%, -50%) scale(${pixels > 40 && pixels < 3_000 ? pixels / 100 : 0})`;
      if (!shown) marker.addTo(map);
      shown = true;
    },
    remove: () => {
      marker.remove();
      shown = false;
    },
  };
}
