import { afterAll, beforeAll, expect, test } from 'vitest';
import { utf8 } from '../../src/protocol/bytes.ts';
import { contentDigest } from '../../src/protocol/content-digest.ts';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { newIdempotencyKey, prepareExtension, prepareRequest, remaining } from '../support/session-changes.ts';
import { sessionExtensionPath } from '../../src/contract/sessions.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C4: nobody but the session itself changes it, and no byte of what it asked can be changed', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const session = await accounts.openSession(key);
  const audience = session.audience('accounts');
  const codeOf = async (answer: ReturnType<ReturnType<typeof prepareExtension>['send']>, signed = false) => {
    const { json, signed: was } = await answer;
    expect(was).toBe(signed);
    return json.code;
  };
  accounts.clock.advance(30);
  const wish = prepareExtension(accounts.context, audience, { counter: 1, lifetime: 290 });
  const { 'content-digest': digest = '', ...unsigned } = wish.headers;
  expect(await codeOf(wish.send(undefined, { headers: { signature: '', 'signature-input': '' } }))).toBe(
    'signature.missing',
  );
  const other = utf8(JSON.stringify({ idempotencyKey: newIdempotencyKey() }));
  expect(await codeOf(wish.send(undefined, { body: other }))).toBe('signature.digest-mismatch');
  const redigested = { headers: { 'content-digest': contentDigest(other) }, body: other };
  expect(redigested.headers['content-digest']).not.toBe(digest);
  expect(await codeOf(wish.send(undefined, redigested))).toBe('signature.invalid');
  // The idempotency key in a field, covered as the content is: one component too many.
  const covered = (unsigned['signature-input'] ?? '').replace('"content-digest"', '"content-digest" "idempotency-key"');
  const field = { 'idempotency-key': '"x"', 'signature-input': covered };
  expect(await codeOf(wish.send(undefined, { headers: field }))).toBe('signature.invalid');
  const service = prepareExtension(accounts.context, session.audience('maps'), { counter: 1 });
  expect(await codeOf(service.send())).toBe('session.unknown');
  // None of them used the counter up.
  const malformed = { path: sessionExtensionPath, counter: 1, content: { idempotencyKey: 'short' } };
  expect(await codeOf(prepareRequest(accounts.context, audience, malformed).send(), true)).toBe('request.malformed');
  accounts.clock.advance(20);
  expect(await wish.send()).toMatchObject({ status: 200, signed: true, json: { expiresIn: 290 } });
  expect(await remaining(accounts.context, audience)).toBe(290);
});
