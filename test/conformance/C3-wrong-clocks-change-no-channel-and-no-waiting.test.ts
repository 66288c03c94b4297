import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasCode } from '../../src/errors/coded-error.ts';
import type { ClientChannel } from '../../src/protocol/channel/client-channel.ts';
import { startClientLogin } from '../../src/protocol/opaque.ts';
import { channelTo } from '../support/channel-to.ts';
import { codeOfRejection } from '../support/coded.ts';
import { everyFault, startWithWrongClocks, type WrongClocks } from '../support/wrong-clocks.ts';

const cookieLifetime = 60;
const channelLifetime = 600;
const faults = everyFault.filter(({ party }) => party === 'accounts');

describe.each([true, false])('every server ten years wrong (the first one ahead: %s)', (ahead) => {
  let clocks: WrongClocks;
  let startLoginRequest: string;
  beforeAll(async () => {
    clocks = await startWithWrongClocks(ahead);
    ({ startLoginRequest } = await startClientLogin('WRONG-WRONG-WRONG-WRONG'));
  });
  afterAll(() => clocks.close());

  const channel = () => channelTo(clocks.servers.contexts.accounts, 'sign-up');
  /** The first message of a login: a guess, as long as its last one does not come. */
  const begin = (on: ClientChannel, userId: string = randomUUID()) =>
    on.request({ step: 'login-start', userId, startLoginRequest });
  const guess = async (userId: string) => begin(await channel(), userId);

  test.each(faults)('C3: $party is $name: a channel lasts as long as it should', async ({ party, strike }) => {
    const { truth } = clocks;
    const [early, late, unsaid, unsaidTooLong] = [await channel(), await channel(), await channel(), await channel()];
    const agreedAt = truth.now();
    for (const one of [early, late]) await begin(one);
    truth.advance(20);
    await strike(clocks, party);
    truth.advance(agreedAt + cookieLifetime - 0.8 - truth.now());
    await begin(unsaid);
    truth.advance(1.6);
    expect(await codeOfRejection(begin(unsaidTooLong))).toBe('channel.unknown');
    truth.advance(agreedAt + channelLifetime - 0.8 - truth.now());
    await begin(early);
    truth.advance(1.6);
    expect(await codeOfRejection(begin(late))).toBe('channel.unknown');
  });

  test.each(faults)('C3: $party is $name: a guess waits as long as it was told', async ({ party, strike }) => {
    const userId = randomUUID();
    let wait = 0;
    // Each guess that is tried after its wait makes the next one longer.
    while (wait < 30) {
      clocks.truth.advance(wait);
      const refused: unknown = await guess(userId).catch((error: unknown) => error);
      wait = (hasCode(refused, 'account.too-many-attempts') ? refused.retryAfter : undefined) ?? 0;
    }
    const told = clocks.truth.now();
    clocks.truth.advance(2);
    await strike(clocks, party);
    clocks.truth.advance(told + wait - 1 - clocks.truth.now());
    expect(await codeOfRejection(guess(userId))).toBe('account.too-many-attempts');
    clocks.truth.advance(1.2);
    await guess(userId);
  });
});
