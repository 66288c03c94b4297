import { channelPatterns, type ChannelPurpose } from '../../../src/contract/channel.ts';
import type { RoleContext } from '../../../local-servers/kit/role-context.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { channelExchange } from '../../../src/protocol/transport.ts';
import { channelTo } from '../../support/channel-to.ts';
import { signUp } from '../../support/real-terminal.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { passedOffAs, speakingAs } from '../world/speaking.ts';
import type { World } from '../world/world.ts';

export const impostors: AttackClass = {
  name: 'impostors',
  title:
    'speaks as each server, to terminals and servers, and as each server that calls another, with no key of theirs',
  without: 'static-keys',
  attacks: async (world) => {
    const purposes = Object.keys(channelPatterns) as ChannelPurpose[];
    return [
      ...purposes.map((purpose) => speakAsServer(world, purpose)),
      ...purposes.filter((purpose) => channelPatterns[purpose] === 'KK').map((purpose) => callAsServer(world, purpose)),
    ];
  },
};

/** Who is asked, who asks (KK), what makes an honest party ask, and what the intruder would ask itself. */
function rolesOf({ servers, victim, another, account, network }: World, purpose: ChannelPurpose) {
  const { first, authentication, accounts, maps, portal } = servers.contexts;
  const enter = () => victim.enter();
  const order = { applicationNumber: 'NT-7KQ4-M2XD', plan: 'standard', contractSeconds: 86_400, regions: ['*'] };
  const issue = async () => {
    const exchange = channelExchange(network.from('server'), accounts.baseUrl);
    const initiator = { id: portal.serverId, staticKey: portal.staticKey };
    return (await channelTo(accounts, 'account-issue', { initiator, exchange })).request(order);
  };
  const roles: Record<
    ChannelPurpose,
    { asked: RoleContext<unknown>; caller?: RoleContext<unknown>; honest: () => Promise<unknown>; question: object }
  > = {
    allocation: { asked: first, honest: () => victim.terminal.allocateAnew(), question: {} },
    'device-authentication': { asked: authentication, honest: enter, question: {} },
    'sign-up': { asked: accounts, honest: async () => signUp((await another()).opened, account), question: {} },
    session: { asked: accounts, honest: enter, question: {} },
    'certificate-check': { asked: authentication, caller: maps, honest: enter, question: {} },
    'session-check': { asked: accounts, caller: maps, honest: enter, question: {} },
    'account-issue': { asked: accounts, caller: portal, honest: issue, question: order },
  };
  return roles[purpose];
}

function speakAsServer(world: World, purpose: ChannelPurpose): Attack {
  return {
    name: `as the server of ${purpose}`,
    run: async (trial) => {
      const { asked, caller, honest } = rolesOf(world, purpose);
      await world.victim.restart();
      const impostor = speakingAs(asked.baseUrl, {
        purpose,
        serverId: asked.serverId,
        staticKey: passedOffAs(asked.staticKey),
        ...(caller === undefined ? {} : { remoteStatic: caller.staticKey.publicKey }),
        ...(channelPatterns[purpose] === 'NKpsk2' ? { secretFor: async () => randomBytes(32) } : {}),
        handle: (request) => {
          trial.gain(`it was told ${JSON.stringify(request).slice(0, 200)}`);
          return {};
        },
      });
      world.network.attack(impostor);
      await trial.attempt(honest());
      world.network.calm();
    },
  };
}

function callAsServer(world: World, purpose: ChannelPurpose): Attack {
  return {
    name: `as the caller of ${purpose}`,
    run: async (trial) => {
      const { asked, caller = asked, question } = rolesOf(world, purpose);
      const initiator = { id: caller.serverId, staticKey: passedOffAs(caller.staticKey) };
      const opened = await trial.attempt(channelTo(asked, purpose, { initiator }));
      if (!('result' in opened)) return;
      trial.gain('the server opened a channel to it');
      await trial.attempt(opened.result.request(question));
    },
  };
}
