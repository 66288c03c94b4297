import { readPackets, tcp, type Packet } from './packets.ts';

/** What one side said to another: a direction of a TCP connection, put together, or all other packets between the two. */
export interface Stream {
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
  /** TCP: whether it was heard from its first byte on, and each byte from there to the last one that was heard. */
  readonly whole: boolean;
}

interface Direction {
  readonly from: string;
  readonly to: string;
  /** Sequence number of the first byte, where the beginning was heard. */
  readonly first: number | undefined;
  readonly segments: { readonly at: number; readonly payload: Buffer }[];
}

/** Everything that was said, whatever its protocol. */
export function readStreams(capture: Buffer): Stream[] {
  const open = new Map<string, Direction>();
  const all: Direction[] = [];
  const others = new Map<string, Packet[]>();
  for (const packet of readPackets(capture)) {
    const key = `${packet.protocol} ${packet.from} ${packet.to}`;
    if (packet.protocol !== tcp) {
      others.set(key, [...(others.get(key) ?? []), packet]);
      continue;
    }
    let direction = open.get(key);
    const first = (packet.sequence + 1) >>> 0;
    // A port that is used again begins another connection; a SYN that is sent again does not.
    if (direction === undefined || (packet.begins && direction.first !== first)) {
      const { from, to } = packet;
      direction = { from, to, first: packet.begins ? first : undefined, segments: [] };
      open.set(key, direction);
      all.push(direction);
    }
    // The FIN stands behind the last byte: with its place known, a lost end shows as well.
    if (packet.payload.byteLength > 0 || packet.ends) {
      direction.segments.push({ at: packet.sequence + (packet.begins ? 1 : 0), payload: packet.payload });
    }
  }
  return [...all.map(putTogether), ...[...others.values()].map(asOne)];
}

function putTogether({ from, to, first, segments }: Direction): Stream {
  const origin = first ?? segments[0]?.at ?? 0;
  // Numbers wrap at 2^32; no direction here is half as long.
  const placed = segments
    .map(({ at, payload }) => ({ at: (at - origin) | 0, payload }))
    .toSorted((one, other) => one.at - other.at);
  const parts: Buffer[] = [];
  let whole = first !== undefined || segments.length === 0;
  let end = placed[0] === undefined ? 0 : Math.min(placed[0].at, 0);
  for (const { at, payload } of placed) {
    if (at > end) whole = false;
    const fresh = payload.subarray(Math.max(0, end - at));
    if (fresh.byteLength === 0) {
      end = Math.max(end, at);
      continue;
    }
    parts.push(fresh);
    end = Math.max(end, at) + fresh.byteLength;
  }
  return { from, to, bytes: Buffer.concat(parts), whole };
}

function asOne(packets: readonly Packet[]): Stream {
  const [{ from, to } = { from: '', to: '' }] = packets;
  return { from, to, bytes: Buffer.concat(packets.map(({ payload }) => payload)), whole: true };
}
