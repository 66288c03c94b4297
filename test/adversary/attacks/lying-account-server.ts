import { CodedError } from '../../../src/errors/coded-error.ts';
import { errorCodes, type ErrorCode } from '../../../src/errors/codes.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import type { ClientChannel } from '../../../src/protocol/channel/client-channel.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { channelTo } from '../../support/channel-to.ts';
import { signUp } from '../../support/real-terminal.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { forged, speakingAs } from '../world/speaking.ts';
import type { World } from '../world/world.ts';

const madeUp = (...ids: string[]) => ids.map((id) => ({ id, handle: toBase64url(randomBytes(16)) }));

/** What an account server may say of a session, and a terminal must overcome as soon as it says otherwise. */
const lies: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['no time left', { expiresIn: 0 }],
  ['less than no time left', { expiresIn: -300 }],
  ['all the time there is', { expiresIn: Number.MAX_SAFE_INTEGER }],
  ['the distant past', { serverTime: -1e12 }],
  ['the distant future', { serverTime: 1e12 }],
  ['a contract that is over', { contract: { plan: 'standard', regions: [], expiresIn: 0 } }],
  ['another user', { userId: 'somebody-else' }],
  ['no audiences', { audiences: [] }],
  ['other handles', { audiences: madeUp('accounts', 'maps') }],
  ['one audience alone', { audiences: madeUp('accounts') }],
];

export const lyingAccountServer: AttackClass = {
  name: 'lying-account-server',
  title: 'speaks as the account server: relays logins to the real one, lies about sessions, refuses in channels',
  without: 'login-binding',
  attacks: async (world, extent, random) => {
    const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];
    const refusals = extent === 'full' ? codes : [random.pick(codes), 'access-key.not-active' as const];
    return [
      relay(world),
      ...lies.map(([what, lie]) => lieAboutSession(world, what, () => ({ ...honest(world), ...lie }))),
      ...refusals.map((code) =>
        lieAboutSession(world, `${code} in its channel`, () => {
          throw new CodedError(code, { detail: forged });
        }),
      ),
    ];
  },
};

const honest = ({ servers, account }: World) => ({
  audiences: madeUp('accounts', 'maps'),
  expiresIn: 300,
  serverTime: servers.clock.now(),
  userId: account.userId,
  contract: { plan: 'standard', regions: ['*'], expiresIn: 86_400 },
});

/** With the real server's static key it ends the terminal's channel itself, and says the same in one of its own. */
function relay(world: World): Attack {
  return {
    name: 'a login in a channel of its own',
    run: async (trial) => {
      const { accounts } = world.servers.contexts;
      const { serverId, staticKey, baseUrl } = accounts;
      let own: ClientChannel | undefined;
      const handle = async (request: unknown) => {
        own ??= await channelTo(accounts, 'sign-up');
        const result = await own.request(request);
        if ((request as { step: string }).step === 'login-finish') trial.gain('the server took the login as its own');
        return result;
      };
      world.network.attack(speakingAs(baseUrl, { purpose: 'sign-up', serverId, staticKey, handle }));
      const { opened } = await world.another();
      const outcome = await trial.attempt(signUp(opened, world.account));
      world.network.calm();
      trial.gainIf('result' in outcome, 'the terminal signed up through it');
    },
  };
}

/** Broken into, it knows the access key, too. */
function lieAboutSession(world: World, what: string, handle: () => unknown): Attack {
  return {
    name: what,
    run: async (trial) => {
      const { network, servers, victim } = world;
      const { serverId, staticKey, baseUrl } = servers.contexts.accounts;
      const accessKey = fromBase64url((await victim.terminal.context.ports.vault.get('access-key')) ?? '');
      const beliefs = victim.beliefs();
      const { terminal } = await victim.restart();
      const secretFor = async () => accessKey;
      network.attack(speakingAs(baseUrl, { purpose: 'session', serverId, staticKey, secretFor, handle }));
      const outcome = await trial.attempt(terminal.currentSession());
      network.calm();
      // The session that it made up is unknown to the real services, which must not be talked into it.
      trial.gainIf('result' in outcome, 'a session that nobody opened is served');
      trial.gainIf(victim.beliefs() !== beliefs, 'the terminal changed what it holds');
    },
  };
}
