import { utf8 } from '../../../src/protocol/bytes.ts';
import type { Random } from './random.ts';

type Change = (input: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

/** What may stand in the place of a value: the edges of numbers, texts that other parsers trip over, and far too much. */
const edgeValues: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  1.5,
  1e308,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 63),
  '',
  '\0',
  '\ud800',
  '\udfff\ud800',
  '\u202e',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '%00',
  "' OR 1=1 --",
  '\r\nset-cookie: a=b',
  'http://[',
  'A'.repeat(43),
  'A'.repeat(70_000),
  [],
  {},
  [[]],
  Array.from({ length: 3_000 }, () => 0),
];

const edgeBytes: readonly [Uint8Array, ...Uint8Array[]] = [
  utf8('\0'),
  utf8('\r\n'),
  utf8('\r\n\r\n'),
  utf8('%00'),
  utf8('%'),
  utf8('..'),
  utf8('//'),
  utf8('"'),
  utf8('{"__proto__":{"polluted":1}}'),
  Uint8Array.of(0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0x7f, 0xff, 0xff, 0xff),
  Uint8Array.of(0x80, 0, 0, 0),
  Uint8Array.of(0, 0, 0, 0),
  Uint8Array.of(0xed, 0xa0, 0x80), // a surrogate, as UTF-8 must not spell it
  Uint8Array.of(0xf4, 0x90, 0x80, 0x80),
];

const spliced = (input: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array =>
  Buffer.concat([input.subarray(0, at), inserted, input.subarray(at + removed)]);

const byteChanges: readonly [Change, ...Change[]] = [
  (input, random) => {
    const at = random.below(input.length);
    return Uint8Array.from(input, (byte, i) => (i === at ? byte ^ (1 << random.below(8)) : byte));
  },
  (input, random) => spliced(input, random.below(input.length + 1), 0, random.bytes(1 + random.below(6))),
  (input, random) => spliced(input, random.below(input.length), 1 + random.below(6), new Uint8Array(0)),
  (input, random) => input.slice(0, random.below(input.length + 1)),
  (input, random) => {
    const at = random.below(input.length);
    return spliced(input, at, 0, input.subarray(at, at + 1 + random.below(64)));
  },
  (input, random, others) => {
    const other = random.pick(others) ?? input;
    return Buffer.concat([
      input.subarray(0, random.below(input.length + 1)),
      other.subarray(random.below(other.length + 1)),
    ]);
  },
  (input, random) => {
    const edge = random.pick(edgeBytes);
    return spliced(input, random.below(input.length + 1), random.chance(2) ? edge.length : 0, edge);
  },
  (input, random) => {
    const length = 1 + random.below(input.length);
    return spliced(input, random.below(input.length), length, new Uint8Array(length).fill(random.below(256)));
  },
  (input, random) => spliced(input, random.below(input.length + 1), 0, new Uint8Array(4_096).fill(random.below(256))),
];

/** One to four changes of single bytes, runs, edges and halves of other inputs. */
export function mutateBytes(input: Uint8Array, random: Random, others: readonly Uint8Array[] = []): Uint8Array {
  if (random.chance(25)) return random.bytes(random.below(300));
  let changed = input;
  for (let left = 1 + random.below(4); left > 0; left -= 1) changed = random.pick(byteChanges)(changed, random, others);
  return changed;
}

/** Changes JSON where it is JSON: values, members, depth, names that stand twice; now and then its bytes. */
export function mutateJsonBytes(input: Uint8Array, random: Random, others: readonly Uint8Array[] = []): Uint8Array {
  if (random.chance(4)) return mutateBytes(input, random, others);
  const value = parsed(input);
  if (value === undefined) return mutateBytes(input, random, others);
  const donors = others.map(parsed).filter((other) => other !== undefined);
  return utf8(injected(JSON.stringify(mutateJson(value, random, donors)) ?? 'null', random));
}

/** The same for a value; what comes back shares nothing with it. */
export function mutateJson(value: unknown, random: Random, donors: readonly unknown[] = []): unknown {
  let changed: unknown = structuredClone(value);
  for (let left = 1 + random.below(2); left > 0; left -= 1) changed = changedOnce(changed, random, donors);
  return changed;
}

type Holder = Record<string, unknown>;

function changedOnce(value: unknown, random: Random, donors: readonly unknown[]): unknown {
  const root: Holder = { value };
  const { holder, key } = random.pick(placesIn(root)) ?? { holder: root, key: 'value' };
  const there = holder[key];
  switch (random.below(8)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else if (holder !== root) delete holder[key];
      break;
    case 1:
      holder[key] = [there, there];
      break;
    case 2:
      Object.defineProperty(holder, random.pick(['__proto__', 'constructor', 'unknown']), {
        value: { polluted: 1 },
        enumerable: true,
        configurable: true,
        writable: true,
      });
      break;
    case 3:
      holder[key] = nested(random.below(1_500));
      break;
    case 4: {
      const places = placesIn({ value: structuredClone(random.pick(donors) ?? value) });
      const donor = random.pick(places);
      holder[key] = donor === undefined ? null : donor.holder[donor.key];
      break;
    }
    case 5:
      if (typeof there === 'string') {
        holder[key] = Buffer.from(mutateBytes(utf8(there), random)).toString(random.chance(2) ? 'utf8' : 'latin1');
        break;
      }
      if (typeof there === 'number') {
        holder[key] = there + random.pick([-1, 1, 0.5, 1e9, -1e9, 2 ** 32]);
        break;
      }
      holder[key] = structuredClone(random.pick(edgeValues));
      break;
    default:
      holder[key] = structuredClone(random.pick(edgeValues));
  }
  return root['value'];
}

function placesIn(root: object): { holder: Holder; key: string }[] {
  const places: { holder: Holder; key: string }[] = [];
  const waiting: object[] = [root];
  for (let holder = waiting.pop(); holder !== undefined && places.length < 5_000; holder = waiting.pop()) {
    for (const [key, inner] of Object.entries(holder as Holder)) {
      places.push({ holder: holder as Holder, key });
      if (typeof inner === 'object' && inner !== null) waiting.push(inner);
    }
  }
  return places;
}

/** As deep as this side's own writer can still write; deeper JSON is made as text (see `injected`). */
function nested(depth: number): unknown {
  let value: unknown = [];
  for (let left = depth; left > 0; left -= 1) value = [value];
  return value;
}

/** Some of what no JSON writer of ours writes: a name twice, the prototype as a name, spaces, a second value behind. */
function injected(text: string, random: Random): string {
  if (!random.chance(4)) return text;
  const braces = [...text.matchAll(/\{/g)].map(({ index }) => index + 1);
  const at = random.pick(braces);
  if (at === undefined || random.chance(5)) return random.pick([` ${text} `, `${text}${text}`, `\ufeff${text}`]);
  const name = /^"(?:[^"\\]|\\.)*"/.exec(text.slice(at))?.[0] ?? '"a"';
  const member = random.pick([
    '"__proto__":{"polluted":1}',
    '"constructor":{"prototype":{"polluted":1}}',
    `${name}:${JSON.stringify(random.pick(edgeValues))}`,
    `${name}:${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    `${name}:${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  ]);
  return `${text.slice(0, at)}${member}${text[at] === '}' ? '' : ','}${text.slice(at)}`;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined; // no JSON: its bytes are changed instead
  }
}
