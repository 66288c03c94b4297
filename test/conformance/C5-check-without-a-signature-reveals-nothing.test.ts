import { afterAll, beforeAll, expect, test } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { toProblem } from '../../src/errors/problem.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { shownBy, startAccounts, type AccountsUnderTest } from '../support/accounts.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C5: without a valid signature a check tells nothing of a session, live or revoked, and does not make it live', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const { handle, audienceKey } = (await accounts.openSession(key)).audience('maps');
  const check = await accounts.checkChannel(accounts.maps);
  const answerTo = async (shown: ReturnType<typeof shownBy>) => {
    const error: unknown = await check.request(shown).catch((reason: unknown) => reason);
    return error instanceof CodedError ? toProblem(error) : error;
  };
  const shown = shownBy({ handle, audienceKey });
  const unknown = await answerTo(shownBy({ handle: toBase64url(randomBytes(16)), audienceKey }));
  const forgeries = [
    shownBy({ handle, audienceKey: randomBytes(32) }),
    { ...shown, signatureBase: shownBy({ handle, audienceKey }, 'http://maps.test/elsewhere').signatureBase },
    { ...shown, signatureBase: '' },
  ];
  for (const forged of forgeries) expect(await answerTo(forged)).toEqual(unknown);
  const states = await accounts.store.all('SELECT state FROM sessions');
  expect(states).toEqual([{ state: 'provisional' }]);
  expect(await answerTo(shown)).toMatchObject({ audienceKey: toBase64url(audienceKey) });
  await (await accounts.sessionChannel(key)).request({ step: 'sign-out' });
  for (const forged of forgeries) expect(await answerTo(forged)).toEqual(unknown);
  expect(await answerTo(shown)).toMatchObject({ code: 'session.revoked' });
});
