import { fromLongitudeLatitude, type Position } from '../geometry/world.ts';

/** A sign at a junction that a car must heed. */
export interface TurnRestriction {
  /** `no`: this turn is forbidden; `only`: every other one is. */
  readonly kind: 'no' | 'only';
  readonly fromWay: number;
  readonly toWay: number;
  readonly via: Position;
}

interface Member {
  readonly type?: unknown;
  readonly ref?: unknown;
  readonly role?: unknown;
  readonly lat?: unknown;
  readonly lon?: unknown;
}

/**
 * Reads turn restrictions in OSM JSON, as the Overpass API gives them for `relation[type=restriction]; out geom;`. Those
 * that lead over a whole way instead of a node, hold at times only, or not for cars, are left out.
 */
export function turnRestrictionsOf(document: unknown): TurnRestriction[] {
  const elements = isObject(document) && Array.isArray(document['elements']) ? document['elements'] : [];
  return elements.flatMap((element: unknown) => {
    if (!isObject(element) || element['type'] !== 'relation' || !Array.isArray(element['members'])) return [];
    const tags = isObject(element['tags']) ? element['tags'] : {};
    const kind = kindOf(tags);
    return kind === undefined ? [] : fromMembers(kind, element['members'] as readonly Member[]);
  });
}

function kindOf(tags: Readonly<Record<string, unknown>>): TurnRestriction['kind'] | undefined {
  const value = tags['restriction:motorcar'] ?? tags['restriction'];
  const except = typeof tags['except'] === 'string' ? tags['except'].split(';').map((name) => name.trim()) : [];
  if (typeof value !== 'string' || except.includes('motorcar') || except.includes('motor_vehicle')) return undefined;
  if (/^no_(?:left_turn|right_turn|straight_on|u_turn|entry|exit)$/u.test(value)) return 'no';
  return /^only_(?:left_turn|right_turn|straight_on|u_turn)$/u.test(value) ? 'only' : undefined;
}

function fromMembers(kind: TurnRestriction['kind'], members: readonly Member[]): TurnRestriction[] {
  const ways = (role: string) =>
    members.flatMap((member) =>
      member.type === 'way' && member.role === role && typeof member.ref === 'number' ? [member.ref] : [],
    );
  const vias = members.filter(({ role }) => role === 'via');
  const [via] = vias;
  if (vias.length !== 1 || via?.type !== 'node' || typeof via.lon !== 'number' || typeof via.lat !== 'number')
    return [];
  const position = fromLongitudeLatitude(via.lon, via.lat);
  // no_entry has several ways in, no_exit several ways out.
  return ways('from').flatMap((fromWay) => ways('to').map((toWay) => ({ kind, fromWay, toWay, via: position })));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
