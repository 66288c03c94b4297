import { payloadTypes } from '../../../src/contract/documents.ts';
import { acmeDevice, setRulesIn, targetOf } from '../../support/chain-servers.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { demanding, directoryOfIntruder, firstOfIntruder, handingOut, stolenKey } from '../world/forging.ts';
import { leadAstray } from '../world/leading.ts';
import type { Intruder } from '../world/network.ts';
import { intrudersOrigin, speakingAs } from '../world/speaking.ts';
import { rootVersion, type World } from '../world/world.ts';

export const oldDocuments: AttackClass = {
  name: 'old-documents',
  title: 'shows what root and servers signed rightly, but long ago, when the intruder had those servers',
  without: 'directory-versions',
  attacks: async (world, extent) => {
    const { rootKey, contexts } = world.servers;
    const root = stolenKey(rootKey);
    // The tables have been changed since, and the terminal has seen it.
    const match = { makerId: acmeDevice.makerId };
    await setRulesIn(contexts.first, { name: 'acme', match, targets: [targetOf(contexts.second)] });
    await (await world.victim.restart()).terminal.allocateAnew();
    const versions = extent === 'full' ? [1, 2, rootVersion - 1] : [rootVersion - 1];
    return [
      ...versions.flatMap((version): Attack[] => [
        leadAstray(
          world,
          `directory ${version}`,
          handingOut(root(payloadTypes.directory, directoryOfIntruder(world, version))),
        ),
        leadAstray(
          world,
          `first link ${version}`,
          demanding(
            world,
            root(payloadTypes.connectionInformation, firstOfIntruder(version)),
            stolenKey(contexts.maps.signingKey),
          ),
        ),
      ]),
      leadAstray(world, 'an answer from the first table', answeringFromOldTable(world)),
    ];
  },
};

/** The first server itself, from a copy of its disk: its keys and its first table. */
function answeringFromOldTable({ servers }: World): Intruder {
  const { first, second } = servers.contexts;
  const { weight: _weight, ...facts } = targetOf(second);
  const endpoints = [{ url: intrudersOrigin, priority: 0, weight: 1 }];
  const information = { ...facts, endpoints, scope: { makerId: acmeDevice.makerId }, version: 1 };
  return speakingAs(first.baseUrl, {
    purpose: 'allocation',
    serverId: first.serverId,
    staticKey: first.staticKey,
    handle: (request) => ({
      answer: stolenKey(first.signingKey)(payloadTypes.allocationAnswer, { nonce: nonceOf(request), information }),
    }),
  });
}

const nonceOf = (request: unknown): string => (request as { nonce: string }).nonce;
