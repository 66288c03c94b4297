import type { Scope } from '../../../src/contract/allocation.ts';
import { payloadTypes } from '../../../src/contract/documents.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import { targetOf } from '../../support/chain-servers.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { speakingAs } from '../world/speaking.ts';
import type { World } from '../world/world.ts';

/** Scopes beyond that of a second allocation server, which is there for acme's terminals. */
const scopes: readonly (readonly [string, Scope])[] = [
  ['everybody', {}],
  ['another maker', { makerId: 'zeta' }],
  ['a model of any maker', { modelId: 'N-100' }],
  ['models of any maker', { modelPrefix: 'N-' }],
  ['serials of any maker', { serials: { from: 'SN0', to: 'SN9999999' } }],
  ['another model', { makerId: 'acme', modelId: 'N-200' }],
  ['other models', { makerId: 'acme', modelPrefix: 'X-' }],
  ['other serials', { makerId: 'acme', serials: { from: 'SN1', to: 'SN2' } }],
];

export const lyingSecondServer: AttackClass = {
  name: 'lying-second-server',
  title: 'speaks as the second allocation server and signs beyond its own scope',
  without: 'scopes',
  attacks: async (world) => scopes.map(([whom, scope]) => lie(world, whom, scope)),
};

function lie(world: World, whom: string, scope: Scope): Attack {
  return {
    name: `a server for ${whom}`,
    run: async (trial) => {
      const { second, authentication } = world.servers.contexts;
      const { serverId, staticKey, signingKey, baseUrl } = second;
      const { weight: _weight, ...facts } = targetOf(authentication);
      const information = { ...facts, scope, version: 9 };
      const handle = (request: unknown) => {
        const { nonce } = request as { nonce: string };
        return { answer: signDocument(signingKey, payloadTypes.allocationAnswer, { nonce, information }) };
      };
      const { terminal } = await world.victim.restart();
      const beliefs = world.victim.beliefs();
      world.network.attack(speakingAs(baseUrl, { purpose: 'allocation', serverId, staticKey, handle }));
      const outcome = await trial.attempt(terminal.allocateAnew());
      world.network.calm();
      trial.gainIf('result' in outcome, 'the terminal took it');
      trial.gainIf(world.victim.beliefs() !== beliefs, 'the terminal holds it');
    },
  };
}
