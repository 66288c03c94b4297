import { afterAll, describe, expect, it } from 'vitest';
import { channelPatterns, type ChannelPurpose } from '../../src/contract/channel.ts';
import { CodedError, hasCode } from '../../src/errors/coded-error.ts';
import { encodeJson, fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { isAuthenticatedRefusal, type ClientChannel } from '../../src/protocol/channel/client-channel.ts';
import { confirmationProof } from '../../src/protocol/session-keys.ts';
import { finishClientLogin, loginBinding, startClientLogin } from '../../src/protocol/opaque.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { logIn, shownBy } from '../support/accounts.ts';
import { asInitiator, channelTo } from '../support/channel-to.ts';
import { certificateFor, certificateRequest, newCheckId, openDeviceChannel } from '../support/device-channel.ts';
import { campaign, campaignTimeout, rounds } from '../support/fuzz/campaign.ts';
import { mutateJsonBytes } from '../support/fuzz/mutate.ts';
import type { Random } from '../support/fuzz/random.ts';
import { startListening } from '../support/fuzz/listening-service.ts';
import { newAccount } from '../support/real-terminal.ts';

const recording = await startListening();
afterAll(() => recording.service.close());
const { service } = recording;
const { accounts, authentication, first, maps, portal } = service.contexts;
const { device } = await service.device();
let account = await newAccount(service);

/** Says a message, as it should be or changed. */
type Say = (message: object) => Promise<unknown>;

const sessionMessages = [{ step: 'open', audiences: ['maps'] }, { step: 'confirm' }];
let turn = 0;

/** The straight path of each conversation; a new purpose needs one. */
const conversations: Record<
  ChannelPurpose,
  { open: () => Promise<ClientChannel>; talk: (channel: ClientChannel, say: Say) => Promise<unknown> }
> = {
  allocation: {
    open: () => channelTo(first, 'allocation'),
    talk: (_channel, say) => say({ nonce: toBase64url(randomBytes(32)), first: { makerId: 'acme' } }),
  },
  'device-authentication': {
    open: () => openDeviceChannel(authentication, device),
    talk: (_channel, say) => say(certificateRequest('maps')),
  },
  'certificate-check': {
    open: () => channelTo(authentication, 'certificate-check', asInitiator(maps)),
    talk: async (_channel, say) =>
      say({ checkId: newCheckId(), certificate: (await certificateFor(authentication, device, 'maps')).certificate }),
  },
  'sign-up': {
    open: () => channelTo(accounts, 'sign-up'),
    talk: signUp,
  },
  session: {
    open: async () => {
      const secret = { identifier: fromBase64url(key.accessKeyId), key: fromBase64url(key.accessKey) };
      return channelTo(accounts, 'session', { secret });
    },
    talk: async (_channel, say) => say(sessionMessages[(turn += 1) % 2] ?? {}),
  },
  'session-check': {
    open: () => channelTo(accounts, 'session-check', asInitiator(maps)),
    talk: (_channel, say) => say(shownBy({ audienceKey: randomBytes(32), handle: toBase64url(randomBytes(16)) })),
  },
  'account-issue': {
    open: () => channelTo(accounts, 'account-issue', asInitiator(portal)),
    talk: (_channel, say) =>
      say({ applicationNumber: 'NT-7KQ4-M2XD', plan: 'standard', contractSeconds: 86_400, regions: ['*'] }),
  },
};

async function signUp(channel: ClientChannel, say: Say): Promise<{ accessKeyId: string; accessKey: string }> {
  const { userId, password, licenceNumber } = account;
  const { clientLoginState, startLoginRequest } = await startClientLogin(password);
  const { loginResponse } = (await say({ step: 'login-start', userId, startLoginRequest })) as {
    loginResponse: string;
  };
  const { finishLoginRequest, sessionKey } = await finishClientLogin(userId, password, clientLoginState, loginResponse);
  const mac = toBase64url(loginBinding(sessionKey, channel.handshakeHash, 'terminal'));
  await say({ step: 'login-finish', finishLoginRequest, mac });
  channel.strengthen(sessionKey);
  await say({ step: 'identify', licenceNumber, makerId: 'acme', modelId: 'n1', terminalName: 'car' });
  const issued = (await say({ step: 'choose', choice: 'add' })) as { accessKeyId: string; accessKey: string };
  const proof = toBase64url(confirmationProof(fromBase64url(issued.accessKey), channel.handshakeHash));
  await say({ step: 'confirm', proof });
  return issued;
}

const signingUp = await conversations['sign-up'].open();
const key = await signUp(signingUp, (message) => signingUp.request(message));

/** Says the straight path, each message changed with some chance; a refusal inside the channel ends it. */
async function converse(purpose: ChannelPurpose, random: Random): Promise<void> {
  const { open, talk } = conversations[purpose];
  // Guesses are slowed, and an account has few terminals.
  if (purpose === 'sign-up') {
    service.clock.advance(61);
    if (random.chance(8)) account = await newAccount(service);
  }
  const channel = await open();
  const earlier: Uint8Array[] = [];
  await talk(channel, async (message) => {
    const honest = encodeJson(message);
    earlier.push(honest);
    if (random.chance(3)) return channel.request(message);
    return channel.request(changed(honest, random, earlier));
  });
}

function changed(honest: Uint8Array, random: Random, others: readonly Uint8Array[]): unknown {
  for (;;) {
    try {
      const value: unknown = JSON.parse(Buffer.from(mutateJsonBytes(honest, random, others)).toString('utf8'));
      if (encodeJson(value).byteLength < 60_000) return value;
    } catch {
      // No JSON, or too deep for this side to write: another change.
    }
  }
}

describe.each(Object.keys(channelPatterns) as ChannelPurpose[])('inside a channel for %s', (purpose) => {
  it(
    'every message is answered, or refused with a code by the server itself',
    { timeout: campaignTimeout },
    async () => {
      const slow = purpose === 'sign-up' || purpose === 'account-issue';
      const options = {
        rounds: rounds(slow ? 8 : 40),
        atOnce: slow ? 1 : 4,
        seconds: 20,
        input: ({ random }: { random: Random }) => random,
      };
      const done = await campaign(`messages for ${purpose}`, options, async (random) => {
        try {
          await converse(purpose, random);
        } catch (error) {
          // An answer to a changed login is none to the honest one, which this side notices by itself.
          if (hasCode(error, 'account.login-failed')) return;
          if (!(error instanceof CodedError) || !isAuthenticatedRefusal(error) || error.facts.status >= 500)
            throw error;
        }
      });
      expect(done).toBeGreaterThan(0);
    },
  );
});

it('the straight path is open as before, and nobody complains', async () => {
  service.clock.advance(100);
  const channel = await channelTo(accounts, 'sign-up');
  await logIn(channel, account.userId, account.password);
  await (await service.terminal()).enter();
  expect(recording.complaints()).toEqual([]);
});
