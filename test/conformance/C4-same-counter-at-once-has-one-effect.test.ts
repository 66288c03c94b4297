import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAccounts } from '../../local-servers/accounts/app.ts';
import type { BuiltRole } from '../../local-servers/kit/role-context.ts';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { prepareExtension } from '../support/session-changes.ts';

let accounts: AccountsUnderTest;
let second: BuiltRole;
let there: string;
beforeAll(async () => {
  accounts = await startAccounts();
  second = await buildAccounts(accounts.context);
  there = await second.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await second.close();
  await accounts.close();
});

const rounds = 4;

test('C4: of many changes at one counter, sent at the same moment to two servers on one store, one happens', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const audience = (await accounts.openSession(key)).audience('accounts');
  const answered = async () => (await accounts.store.all('SELECT idempotency_key FROM session_answers')).length;
  for (let counter = 1; counter <= rounds; counter += 1) {
    const asked = Array.from({ length: 10 }, (_, index) =>
      prepareExtension(accounts.context, audience, { counter }).send(index % 2 === 0 ? undefined : there),
    );
    const codes = (await Promise.all(asked)).map(({ status, json }) => json.code ?? String(status));
    expect(codes.toSorted((a, b) => a.localeCompare(b))).toEqual([
      '200',
      ...Array.from({ length: 9 }, () => 'signature.counter-used'),
    ]);
    expect(await answered()).toBe(counter);
  }
});
