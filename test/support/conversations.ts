import type { ChannelPurpose } from '../../src/contract/channel.ts';
import type { SessionReply } from '../../src/contract/sessions.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import type { ClientChannel, ClientChannelOptions } from '../../src/protocol/channel/client-channel.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { audienceOf, sessionKeysOf } from '../../src/protocol/session-keys.ts';
import { add, confirm, identify, logIn, shownBy, type IssuedKey } from './accounts.ts';
import { asInitiator, channelTo } from './channel-to.ts';
import type { ChannelRole, ChannelServers } from './channel-servers.ts';
import { certificateFor, certificateRequest, deviceChannelSecret, newCheckId } from './device-channel.ts';

/** One conversation with everything that it needs prepared: another device, account or certificate each time. */
export interface Conversation {
  readonly options: Pick<ClientChannelOptions, 'secret' | 'initiator'>;
  /** Says everything, in order, and gives the last result. */
  readonly hold: (channel: ClientChannel) => Promise<unknown>;
}

interface ConversationKind {
  readonly server: ChannelRole;
  /** Numbered messages from the initiator. */
  readonly messages: number;
  readonly prepare: (servers: ChannelServers) => Promise<Conversation>;
}

/** What is said in a channel of each purpose, up to its end. */
export const conversations: Readonly<Record<ChannelPurpose, ConversationKind>> = {
  allocation: {
    server: 'first',
    messages: 1,
    prepare: async () => ({
      options: {},
      hold: (channel) => channel.request({ nonce: toBase64url(randomBytes(32)), first: { makerId: 'acme' } }),
    }),
  },
  'device-authentication': {
    server: 'authentication',
    messages: 1,
    prepare: async (servers) => {
      return {
        options: { secret: deviceChannelSecret(await servers.device()) },
        hold: (channel) => channel.request(certificateRequest('maps')),
      };
    },
  },
  'certificate-check': {
    server: 'authentication',
    messages: 1,
    prepare: async (servers) => {
      const authentication = await servers.listening('authentication');
      const { certificate } = await certificateFor(authentication, await servers.device(), 'maps');
      return {
        options: asInitiator(servers.contexts.maps),
        hold: (channel) => channel.request({ checkId: newCheckId(), certificate }),
      };
    },
  },
  'sign-up': {
    server: 'accounts',
    messages: 5,
    prepare: async (servers) => {
      const { userId, password, licenceNumber } = await servers.account();
      return {
        options: {},
        async hold(channel) {
          await logIn(channel, userId, password);
          await identify(channel, licenceNumber);
          return confirm(channel, await add(channel));
        },
      };
    },
  },
  session: {
    server: 'accounts',
    messages: 1,
    prepare: async (servers) => ({
      options: { secret: secretOf(await signedUp(servers)) },
      hold: (channel) => channel.request({ step: 'open', audiences: ['maps'] }),
    }),
  },
  'session-check': {
    server: 'accounts',
    messages: 1,
    prepare: async (servers) => {
      const accounts = await servers.listening('accounts');
      const channel = await channelTo(accounts, 'session', { secret: secretOf(await signedUp(servers)) });
      const reply = (await channel.request({ step: 'open', audiences: ['maps'] })) as SessionReply;
      const audience = audienceOf(sessionKeysOf(channel, reply), 'maps');
      return {
        options: asInitiator(servers.contexts.maps),
        hold: (check) => check.request(shownBy(audience)),
      };
    },
  },
  'account-issue': {
    server: 'accounts',
    messages: 1,
    prepare: async (servers) => ({
      options: asInitiator(servers.contexts.portal),
      hold: (channel) =>
        channel.request({
          applicationNumber: toBase64url(randomBytes(8)),
          plan: 'standard',
          contractSeconds: 86_400,
          regions: ['*'],
        }),
    }),
  },
};

async function signedUp(servers: ChannelServers): Promise<IssuedKey> {
  const { userId, password, licenceNumber } = await servers.account();
  const channel = await channelTo(await servers.listening('accounts'), 'sign-up');
  await logIn(channel, userId, password);
  await identify(channel, licenceNumber);
  const issued = await add(channel);
  await confirm(channel, issued);
  return issued;
}

const secretOf = ({ accessKeyId, accessKey }: IssuedKey) => ({
  identifier: fromBase64url(accessKeyId),
  key: fromBase64url(accessKey),
});
