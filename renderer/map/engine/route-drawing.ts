import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import type { Feature, FeatureCollection } from 'geojson';
import type { LongitudeLatitude } from '../../../src/contract/screen/geography.ts';
import type { Manoeuvre, PlannedRoute } from '../../../src/contract/screen/route.ts';
import { routeSources, type RoutePart } from '../style/route-layers.ts';
import { alongTrack, cutTrack, pieceAt, piecesOf, type RouteTrack, type TrackPiece } from './route-track.ts';

/** The route on the map. Only the piece that the vehicle is on is ever cut anew, whatever the route's length. */
export interface RouteDrawing {
  readonly show: (route: PlannedRoute | null, track: RouteTrack | undefined) => void;
  /** @param metres driven from the start; @param next the thing to do next */
  readonly progress: (metres: number, next: Manoeuvre | undefined) => void;
}

/** Metres before and after a turn that its arrow covers. */
const turnReach = 45;
/** Metres that the vehicle has to go on before its piece is cut anew: less cannot be seen under it. */
const step = 4;

export function createRouteDrawing(map: MapLibreMap): RouteDrawing {
  let track: RouteTrack | undefined;
  let pieces: readonly TrackPiece[] = [];
  let parts: RoutePart[] = [];
  let cutAt = Number.NaN;
  let turnAt = -1;

  const set = (source: string, features: Feature[]) => {
    const data: FeatureCollection = { type: 'FeatureCollection', features };
    void map.getSource<GeoJSONSource>(source)?.setData(data);
  };

  const mark = (index: number, part: RoutePart) => {
    if (parts[index] === part) return;
    parts[index] = part;
    map.setFeatureState({ source: routeSources.pieces, id: index }, { part });
  };

  return {
    show: (route, newTrack) => {
      track = route === null ? undefined : newTrack;
      pieces = track === undefined ? [] : piecesOf(track);
      parts = [];
      cutAt = Number.NaN;
      turnAt = -1;
      map.removeFeatureState({ source: routeSources.pieces });
      set(
        routeSources.pieces,
        pieces.map(({ line }, id) => lineFeature(line, {}, id)),
      );
      set(routeSources.current, []);
      set(routeSources.turn, []);
    },
    progress: (metres, next) => {
      if (track === undefined || pieces.length === 0) return;
      if (!(Math.abs(metres - cutAt) < step)) {
        cutAt = metres;
        const current = pieceAt(pieces, metres);
        pieces.forEach((_, index) => mark(index, index < current ? 'driven' : index > current ? 'ahead' : 'current'));
        const { from, to } = pieces[current] ?? { from: 0, to: 0 };
        set(routeSources.current, [
          ...lineFeatures(cutTrack(track, from, metres), { part: 'driven' }),
          ...lineFeatures(cutTrack(track, metres, to), { part: 'ahead' }),
        ]);
      }
      if (next !== undefined && next.at !== turnAt) {
        turnAt = next.at;
        set(routeSources.turn, turnFeatures(track, next));
      }
    },
  };
}

function turnFeatures(track: RouteTrack, { at, kind }: Manoeuvre): Feature[] {
  // Arriving and going on are shown by the pin and by the route.
  if (kind === 'arrive' || kind === 'depart' || kind === 'continue') return [];
  const metres = track.distances[at] ?? 0;
  const end = Math.min(track.length, metres + turnReach);
  const { position, bearing } = alongTrack(track, end);
  return [
    ...lineFeatures(cutTrack(track, metres - turnReach, end), {}),
    { type: 'Feature', properties: { bearing }, geometry: { type: 'Point', coordinates: [...position] } },
  ];
}

function lineFeatures(line: readonly LongitudeLatitude[], properties: Record<string, unknown>): Feature[] {
  return line.length < 2 ? [] : [lineFeature(line, properties)];
}

function lineFeature(line: readonly LongitudeLatitude[], properties: Record<string, unknown>, id?: number): Feature {
  return {
    type: 'Feature',
    ...(id === undefined ? {} : { id }),
    properties,
    geometry: { type: 'LineString', coordinates: line.map(([longitude, latitude]) => [longitude, latitude]) },
  };
}
