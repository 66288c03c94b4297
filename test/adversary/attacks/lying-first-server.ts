import type { AllocationReply, ConnectionInformation } from '../../../src/contract/allocation.ts';
import { payloadTypes } from '../../../src/contract/documents.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import { channelTo } from '../../support/channel-to.ts';
import { acmeDevice, targetOf } from '../../support/chain-servers.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { speakingAs } from '../world/speaking.ts';
import type { World } from '../world/world.ts';

/** Links of a chain at most; whoever follows more walks for ever. */
const linkCeiling = 5;

export const lyingFirstServer: AttackClass = {
  name: 'lying-first-server',
  title: 'speaks as the first allocation server: old answers, answers for others, rings, servers that are none',
  without: 'answer-nonce',
  attacks: async (world) => {
    const { first, second, authentication } = world.servers.contexts;
    const signed = (information: object) => (nonce: string) =>
      signDocument(first.signingKey, payloadTypes.allocationAnswer, { nonce, information });
    const old = await oldAnswer(world);
    const within = { scope: { makerId: acmeDevice.makerId }, version: 9 };
    const { weight: _first, ...ring } = { ...targetOf(second, { serverId: 'first' }), ...within, asks: ['first'] };
    const { weight: _second, ...another } = { ...targetOf(authentication), ...within };
    const [own] = [first].map(({ baseUrl, staticKey, signingKey }) => ({
      endpoints: [{ url: baseUrl, priority: 0, weight: 1 }],
      staticKey: toBase64url(staticKey.publicKey),
      signingKey: toBase64url(signingKey.publicKey),
    }));
    return [
      lie(world, 'an answer to another request', () => old),
      lie(world, 'itself, again and again', signed({ ...ring, ...own })),
      lie(world, 'a first allocation server', signed({ ...ring, ...own, role: 'first-allocation' })),
      lie(world, 'a server for another maker', signed({ ...another, scope: { makerId: 'zeta' } })),
      lie(world, 'a server for another model', signed({ ...another, scope: { ...within.scope, modelId: 'N-1' } })),
      lie(world, 'information without a version', signed({ ...another, version: 0 })),
      lie(world, 'no address', signed({ ...another, endpoints: [] })),
      lie(world, 'no answer', () => ({})),
    ];
  },
};

/** The answer that the server gave somebody else. */
async function oldAnswer({ servers }: World): Promise<AllocationReply['answer']> {
  const channel = await channelTo(servers.contexts.first, 'allocation');
  const question = { nonce: toBase64url(randomBytes(32)), first: { makerId: acmeDevice.makerId } };
  return ((await channel.request(question)) as AllocationReply).answer;
}

function lie(world: World, what: string, answerTo: (nonce: string) => unknown): Attack {
  return {
    name: what,
    run: async (trial) => {
      const { serverId, staticKey, baseUrl } = world.servers.contexts.first;
      const { terminal } = await world.victim.restart();
      let asked = 0;
      const handle = (request: unknown) => {
        asked += 1;
        return { answer: answerTo((request as { nonce: string }).nonce) };
      };
      world.network.attack(speakingAs(baseUrl, { purpose: 'allocation', serverId, staticKey, handle }));
      const outcome = await trial.attempt(terminal.allocateAnew());
      world.network.calm();
      trial.gainIf('result' in outcome, `the terminal took it: ${wordsFor(outcome)}`);
      trial.gainIf(asked === 0 || asked > linkCeiling, `the terminal asked ${asked} times`);
    },
  };
}

const wordsFor = (outcome: object): string =>
  'result' in outcome ? (outcome.result as { information: ConnectionInformation }).information.serverId : '';
