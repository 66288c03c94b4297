import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { encodeJson, utf8 } from '../../src/protocol/bytes.ts';
import { parseMetadata, parseRoot, type RoleName } from '../../src/maps/tuf/metadata.ts';
import { mapTargets, readTrusted } from '../../src/maps/tuf/trusted.ts';
import { mapTarget, Repository, Terminal } from '../unit/maps/tuf/repository.ts';

const repository = new Repository();
const firstRoot = repository.root;
repository.rotate({});
repository.publish([mapTarget('one')]);
const served = [...repository.files].filter(([name]) => !/^1\.(root|snapshot|targets)/.test(name));
const roles = ['root', 'timestamp', 'snapshot', 'targets'] as const satisfies readonly RoleName[];

/** JSON with one value, anywhere in it, replaced. */
function replaceIn(json: unknown, pick: number, value: unknown): unknown {
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    const holder = node as Record<string, unknown>;
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      visit(holder[key]);
    }
  };
  visit(json);
  const place = places[pick % places.length];
  if (place !== undefined) place.holder[place.key] = value;
  return json;
}

async function codedOr<Result>(run: () => Result | Promise<Result>): Promise<Result | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}

const value = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 0, 1.5, 1e300, 2 ** 53, '__proto__', [], {}, [null]));

describe('metadata of any shape', () => {
  it('is parsed or refused with a code', async () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(utf8));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...roles), bytes, async (role, given) => {
        expect(await codedOr(() => (role === 'root' ? parseRoot(given) : parseMetadata(role, given)))).toBeUndefined();
      }),
    );
  });

  it('never makes a terminal take what was not signed: one value replaced anywhere, by anybody', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...served), fc.nat(), value, async ([name, bytes], pick, replacement) => {
        const json = replaceIn(JSON.parse(new TextDecoder().decode(bytes)), pick, replacement);
        const terminal = new Terminal(firstRoot);
        await codedOr(() => terminal.update(new Map(repository.files).set(name, encodeJson(json))));
        const maps = await codedOr(() => [...mapTargets(readTrusted(terminal.stored)).values()]);
        expect([[], [mapTarget('one')]]).toContainEqual(maps);
      }),
      { numRuns: 300 },
    );
  });

  it('that was stored and then damaged counts as not there, and is fetched again', async () => {
    const whole = new Terminal(firstRoot);
    await whole.update(repository.files);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('timestamp', 'snapshot', 'targets'),
        fc.nat(),
        fc.nat(255),
        async (role, position, byte) => {
          const damaged = Uint8Array.from(whole.stored[role] ?? []);
          damaged[position % damaged.byteLength] = byte;
          const terminal = new Terminal(whole.stored.root);
          terminal.stored = { ...whole.stored, [role]: damaged };
          await terminal.update(repository.files);
          expect([...mapTargets(readTrusted(terminal.stored)).values()]).toEqual([mapTarget('one')]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
