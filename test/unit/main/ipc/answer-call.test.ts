import { expect, it } from 'vitest';
import { answerCall, type Handlers } from '../../../../main/ipc/answer-call.ts';
import { calls, type CallName } from '../../../../src/contract/screen/calls.ts';
import { CodedError } from '../../../../src/errors/coded-error.ts';

const made: [string, unknown][] = [];
const faults: string[] = [];
const usual = Object.fromEntries(
  Object.keys(calls).map((name) => [name, (argument: unknown) => (made.push([name, argument]), null)]),
) as unknown as Handlers;
const ask = (
  name: unknown,
  argument: unknown,
  level: 'screen' | 'trouble' = 'screen',
  handlers: Partial<Handlers> = {},
) =>
  answerCall(
    () => Promise.resolve({ ...usual, ...handlers }),
    { level, name, argument },
    (fault) => faults.push(fault),
  );

it('hands a call on whose argument has its shape', async () => {
  expect(await ask('maps.download', { regionId: 'city' })).toEqual({ ok: true, value: null });
  expect(made).toEqual([['maps.download', { regionId: 'city' }]]);
});

it.each([
  ['maps.download', { regionId: '../x' }, 'request.malformed'],
  ['maps.download', { regionId: 'city', more: 1 }, 'request.malformed'],
  ['maps.download', undefined, 'request.malformed'],
  ['kiosk.unlock', { pin: '1'.repeat(100) }, 'request.malformed'],
  ['constructor', null, 'request.not-found'],
  ['__proto__', null, 'request.not-found'],
  [['app.quit'], null, 'request.not-found'],
  ['app.restart-screen', null, 'request.not-found'],
])('refuses %s with %j', async (name, argument, code) => {
  made.length = 0;
  expect(await ask(name, argument)).toMatchObject({ ok: false, failure: { code } });
  expect(made).toEqual([]);
});

it('lets the page for troubles do what it is for, and nothing else', async () => {
  const allowed = Object.keys(calls).filter((name) =>
    (calls[name as CallName].levels as readonly string[]).includes('trouble'),
  );
  expect(allowed).toEqual(['app.restart-screen', 'app.quit']);
  expect(await ask('app.restart-screen', null, 'trouble')).toEqual({ ok: true, value: null });
  expect(await ask('state.read', null, 'trouble')).toMatchObject({ failure: { code: 'request.not-found' } });
});

it('answers with a failure, never with an error, and keeps what is its own fault to itself', async () => {
  const refusing = { 'maps.refresh': () => Promise.reject(new CodedError('network.timeout', { retryAfter: 3 })) };
  expect(await ask('maps.refresh', null, 'screen', refusing)).toEqual({
    ok: false,
    failure: { step: 'network', code: 'network.timeout', remedy: 'try-again', retryAfter: 3 },
  });
  expect(faults).toEqual([]);
  const broken = { 'maps.refresh': () => Promise.reject(new Error('the password is x')) };
  const reply = await ask('maps.refresh', null, 'screen', broken);
  expect(reply).toMatchObject({ ok: false, failure: { code: 'terminal.internal' } });
  expect(JSON.stringify(reply)).not.toContain('password');
  expect(faults).toEqual(['maps.refresh']);
});

it('lets no result out that has not its shape', async () => {
  const leaking = { 'account.terminals': () => ({ terminals: [], accessKey: 'x' }) };
  expect(await ask('account.terminals', null, 'screen', leaking)).toMatchObject({
    ok: false,
    failure: { code: 'terminal.internal' },
  });
});
