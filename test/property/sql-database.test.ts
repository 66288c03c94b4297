import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SqlDatabase, SqlTransaction } from '../../local-servers/kit/storage/database.ts';
import { openSqlite } from '../../local-servers/kit/storage/sqlite.ts';

/** What one transaction does, in order; `nested` is a savepoint. */
type Step =
  | { readonly kind: 'put'; readonly key: string; readonly value: number }
  | { readonly kind: 'remove'; readonly key: string }
  | { readonly kind: 'pause' }
  | { readonly kind: 'throw' }
  | { readonly kind: 'nested'; readonly steps: readonly Step[] };

class Planned extends Error {}

const keys = fc.constantFrom('a', 'b', 'c', 'd');
const { steps } = fc.letrec<{ steps: Step[]; step: Step }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 4 }),
  step: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant('put' as const), key: keys, value: fc.integer() }),
    fc.record({ kind: fc.constant('remove' as const), key: keys }),
    fc.record({ kind: fc.constant('pause' as const) }),
    fc.record({ kind: fc.constant('throw' as const) }),
    fc.record({ kind: fc.constant('nested' as const), steps: tie('steps') }),
  ),
}));

async function perform(tx: SqlTransaction, plan: readonly Step[]): Promise<void> {
  for (const step of plan) {
    if (step.kind === 'put') {
      await tx.run(
        'INSERT INTO pairs (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v',
        step.key,
        step.value,
      );
    } else if (step.kind === 'remove') {
      await tx.run('DELETE FROM pairs WHERE k = ?', step.key);
    } else if (step.kind === 'pause') {
      await new Promise((resolve) => setImmediate(resolve));
    } else if (step.kind === 'throw') {
      throw new Planned();
    } else {
      await tx
        .savepoint((inner) => perform(inner, step.steps))
        .catch((error: unknown) => {
          if (!(error instanceof Planned)) throw error;
        });
    }
  }
}

/** The same on a plain map: gives the new state, or throws and leaves the old. */
function model(state: ReadonlyMap<string, number>, plan: readonly Step[]): Map<string, number> {
  let next = new Map(state);
  for (const step of plan) {
    if (step.kind === 'put') next.set(step.key, step.value);
    else if (step.kind === 'remove') next.delete(step.key);
    else if (step.kind === 'throw') throw new Planned();
    else if (step.kind === 'nested') next = attempt(next, step.steps);
  }
  return next;
}

function attempt(state: Map<string, number>, plan: readonly Step[]): Map<string, number> {
  try {
    return model(state, plan);
  } catch {
    return state;
  }
}

const spelling = (pairs: Iterable<readonly [string, number]>) =>
  JSON.stringify([...pairs].toSorted(([a], [b]) => a.localeCompare(b)));

let folder: string;
let database: SqlDatabase;

async function content(): Promise<string> {
  const rows = await database.all<{ k: string; v: number }>('SELECT k, v FROM pairs');
  return spelling(rows.map(({ k, v }) => [k, v] as const));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'property-'));
  database = await openSqlite(join(folder, 'store.sqlite'), [
    { version: 1, name: 'pairs', sql: 'CREATE TABLE pairs (k TEXT PRIMARY KEY, v BIGINT NOT NULL)' },
  ]);
});

afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

describe('any transactions at the same time', () => {
  it('end as if they had run one after another, and readers see nothing between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 8 }), async (plans) => {
        await database.run('DELETE FROM pairs');
        // Every state that a transaction may commit to, in the order of asking.
        const states = [new Map<string, number>()];
        for (const plan of plans) states.push(attempt(states.at(-1) ?? new Map<string, number>(), plan));
        const allowed = new Set(states.map((state) => spelling(state)));

        const running = plans.map(async (plan, index) => {
          const work = database.transaction(async (tx) => {
            expect(allowed).toContain(await content());
            await perform(tx, plan);
          });
          const failed = await work.then(
            () => false,
            (error: unknown) => {
              if (!(error instanceof Planned)) throw error;
              return true;
            },
          );
          expect(failed).toBe(throws(plan));
          // What was answered is committed: a reader sees this state or a later one.
          const later = new Set(states.slice(index + 1).map((state) => spelling(state)));
          expect(later).toContain(await content());
        });
        await Promise.all(running);
        expect(await content()).toBe(spelling(states.at(-1) ?? []));
      }),
      { numRuns: 150 },
    );
  });
});

/** Whether a throw of the plan reaches the outside. */
function throws(plan: readonly Step[]): boolean {
  return plan.some((step) => step.kind === 'throw');
}
