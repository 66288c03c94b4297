import type { Map as MapLibreMap } from 'maplibre-gl';
import { approach, blend, followPose, guidanceZoom, type CameraPose, type FollowMode } from './camera-target.ts';
import type { Pose } from './motion.ts';

/** Pixels of the map that panels lie over. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** Keeps the vehicle in sight; the camera is moved here only, frame by frame. */
export interface FollowCamera {
  readonly follow: (mode: FollowMode | undefined, now: number) => void;
  readonly setInsets: (insets: Insets) => void;
  /** @param drive speed in metres a second, and metres to the next turn where guided */
  readonly frame: (pose: Pose, drive: Drive, now: number) => void;
  /** Whether it is still on its way to where it wants to be. */
  readonly moves: (now: number) => boolean;
  /** The user chose another zoom: it is kept until following begins anew. */
  readonly keepZoom: () => void;
}

export interface Drive {
  readonly speed: number;
  readonly toTurn: number | undefined;
}

/** Milliseconds of the way to the vehicle, and in which the zoom follows the speed. */
const joining = 700;
const zooming = 1_400;
/** Of the map's free height, the part above the middle that looking ahead leaves to the road. */
const lookAhead = 0.38;

export function createFollowCamera(map: MapLibreMap): FollowCamera {
  let mode: FollowMode | undefined;
  let insets: Insets = { top: 0, right: 0, bottom: 0, left: 0 };
  let from: CameraPose | undefined;
  let since = 0;
  let last = 0;
  let zoom = map.getZoom();
  let ownZoom = false;
  let zoomStill = true;

  const shown = (): CameraPose => {
    const { lng, lat } = map.getCenter();
    return { center: [lng, lat], zoom: map.getZoom(), bearing: map.getBearing(), pitch: map.getPitch() };
  };

  const paddingFor = ({ heading, guiding }: FollowMode): Insets => {
    const free = map.getContainer().clientHeight - insets.top - insets.bottom;
    const ahead = guiding || heading === 'heading-up' ? Math.max(0, free * lookAhead) : 0;
    return { ...insets, top: insets.top + ahead };
  };

  return {
    follow: (wanted, now) => {
      const changed = mode?.heading !== wanted?.heading || mode?.guiding !== wanted?.guiding;
      mode = wanted;
      if (wanted === undefined) {
        map.setPadding(insets);
        return;
      }
      if (!changed) return;
      // Padding shifts the centre: what is shown stays where it is while the way to the vehicle begins.
      const centre = map.unproject([map.getContainer().clientWidth / 2, map.getContainer().clientHeight / 2]);
      from = { ...shown(), center: [centre.lng, centre.lat] };
      since = now;
      last = now;
      zoom = wanted.guiding ? 16.5 : Math.max(from.zoom, 15.5);
      ownZoom = false;
    },
    setInsets: (wanted) => {
      insets = wanted;
      if (mode === undefined) map.setPadding(insets);
    },
    frame: (pose, { speed, toTurn }, now) => {
      if (mode === undefined) return;
      const wanted = mode.guiding && !ownZoom ? guidanceZoom(speed, toTurn) : zoom;
      zoomStill = Math.abs(wanted - zoom) < 0.01;
      zoom = zoomStill ? wanted : approach(zoom, wanted, now - last, zooming);
      last = now;
      const target = followPose(pose, mode, zoom);
      const part = (now - since) / joining;
      const { center, ...rest } = from === undefined || part >= 1 ? target : blend(from, target, part);
      const full = paddingFor(mode);
      const grown = from === undefined || part >= 1 ? 1 : part * part * (3 - 2 * part);
      map.jumpTo({
        center: [center[0], center[1]],
        ...rest,
        padding: {
          top: full.top * grown,
          right: full.right * grown,
          bottom: full.bottom * grown,
          left: full.left * grown,
        },
      });
    },
    moves: (now) => mode !== undefined && (now - since < joining || !zoomStill),
    keepZoom: () => {
      zoom = map.getZoom();
      ownZoom = true;
    },
  };
}
