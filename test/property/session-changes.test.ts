import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAccountsServer, openAccountsStore } from '../../local-servers/accounts/accounts-server.ts';
import type { AccountsServer } from '../../local-servers/accounts/accounts-server.ts';
import { changeCeiling, changeSession, type Change } from '../../local-servers/accounts/session-changes.ts';
import { newSessionId } from '../../local-servers/accounts/session-handles.ts';
import { SqlSessionStore } from '../../local-servers/accounts/store/sql-session-store.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { utf8 } from '../../src/protocol/bytes.ts';
import { sha256 } from '../../src/protocol/hash.ts';
import { windowSize } from '../../src/protocol/replay-window.ts';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';

let accounts: AccountsUnderTest;
let userId: string;
/** Two servers on one store, each with a connection of its own; a restart gives one of them another. */
let servers: AccountsServer[];
beforeAll(async () => {
  accounts = await startAccounts();
  userId = (await accounts.issue()).userId;
  servers = [await openServer(), await openServer()];
});
afterAll(async () => {
  await Promise.all(servers.map(({ database }) => database.close()));
  await accounts.close();
});

const openServer = async () => createAccountsServer(accounts.context, await openAccountsStore(accounts.context));

/** A request that reaches one of the servers, which may have been started again just before. */
interface Step {
  readonly counter: number;
  readonly key: number;
  readonly content: number;
  readonly refuse: boolean;
  readonly server: 0 | 1;
  readonly restart: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  counter: fc.oneof(
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 215, max: 245 }),
    fc.integer({ min: 1, max: 900 }),
  ),
  key: fc.integer({ min: 0, max: 60 }),
  content: fc.integer({ min: 0, max: 9 }).map((drawn) => (drawn === 0 ? 1 : 0)),
  refuse: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn === 0),
  server: fc.constantFrom(0, 1),
  restart: fc.integer({ min: 0, max: 24 }).map((drawn) => drawn === 0),
});

/** What must come of each request, by sets that forget nothing; `effects` counts what happened. */
class Model {
  readonly #seen = new Set<number>();
  readonly #answers = new Map<number, { readonly content: number; readonly answer: string }>();
  #highest = 0;
  effects = 0;

  expected({ counter, key, content, refuse }: Step): string {
    if (this.#seen.has(counter) || counter <= this.#highest - windowSize) return 'signature.counter-used';
    this.#seen.add(counter);
    this.#highest = Math.max(this.#highest, counter);
    const recorded = this.#answers.get(key);
    if (recorded !== undefined) return recorded.content === content ? recorded.answer : 'request.idempotency-conflict';
    if (this.#answers.size >= changeCeiling) return 'session.exhausted';
    if (refuse) return 'contract.not-entitled';
    this.effects += 1;
    const answer = JSON.stringify({ effects: this.effects });
    this.#answers.set(key, { content, answer });
    return answer;
  }
}

async function openSession(): Promise<string> {
  const now = accounts.clock.now();
  const id = newSessionId(now);
  await new SqlSessionStore(accounts.store).insert({
    id,
    userId,
    accessKeyId: 'any',
    state: 'provisional',
    sealedKey: new Uint8Array(32),
    audiences: ['accounts'],
    deviceKey: undefined,
    openedAt: now,
    expiresAt: now + 60,
    endsAt: now + 300,
  });
  return id;
}

/** An effect in the store, one second each; a refusal comes after it, so that it must be rolled back. */
function countedChange(refuse: boolean, opened: number): Change {
  return async (tx, session) => {
    const endsAt = session.endsAt + 1;
    await tx.run('UPDATE sessions SET ends_at = ? WHERE id = ?', endsAt, session.id);
    if (refuse) throw new CodedError('contract.not-entitled');
    return { effects: endsAt - opened };
  };
}

it('of a session, every counter is used once and every wish happens once, over two servers and restarts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 90 }), async (steps) => {
      const sessionId = await openSession();
      const opened = accounts.clock.now() + 300;
      const model = new Model();
      for (const { counter, key, content, refuse, server: index, restart } of steps) {
        if (restart) {
          await servers[index]?.database.close();
          servers[index] = await openServer();
        }
        const idempotencyKey = `key ${key}`;
        const request = { sessionId, counter, idempotencyKey, requestHash: sha256(utf8(String(content))) };
        const server = servers[index];
        if (server === undefined) throw new Error('two servers are open');
        const outcome = await changeSession(server, request, countedChange(refuse, opened)).catch((error: unknown) => {
          if (error instanceof CodedError) return error.code;
          throw error;
        });
        expect(outcome).toBe(model.expected({ counter, key, content, refuse, server: index, restart }));
      }
      const row = await accounts.store.get<{ ends_at: number }>('SELECT ends_at FROM sessions WHERE id = ?', sessionId);
      expect(row?.ends_at).toBe(opened + model.effects);
    }),
    { numRuns: Number(process.env['NAVITERM_CHANGE_RUNS'] ?? 25) },
  );
});
