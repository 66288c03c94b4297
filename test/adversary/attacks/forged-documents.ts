import { payloadTypes } from '../../../src/contract/documents.ts';
import { serviceWalkPath } from '../../../src/contract/allocation.ts';
import { decodeJson } from '../../../src/protocol/bytes.ts';
import { generateEd25519 } from '../../../src/protocol/keys.ts';
import type { Attack, AttackClass } from '../attack.ts';
import {
  demanding,
  directoryOfIntruder,
  firstOfIntruder,
  forgedAs,
  handingOut,
  intrudersFacts,
} from '../world/forging.ts';
import { leadAstray } from '../world/leading.ts';
import { pathOf, type Intruder } from '../world/network.ts';
import { jsonAnswer } from '../world/speaking.ts';
import { rootVersion, type World } from '../world/world.ts';

export const forgedDocuments: AttackClass = {
  name: 'forged-documents',
  title: 'signs directories, chains, demands and certificates itself, in the name of root and servers',
  without: 'document-signatures',
  attacks: async (world) => {
    const { rootKey, contexts } = world.servers;
    const root = forgedAs(rootKey);
    const first = root(payloadTypes.connectionInformation, firstOfIntruder(rootVersion + 1));
    const service = forgedAs(contexts.maps.signingKey);
    return [
      leadAstray(
        world,
        'a directory',
        handingOut(root(payloadTypes.directory, directoryOfIntruder(world, rootVersion + 1))),
      ),
      leadAstray(world, 'a demand', demanding(world, world.servers.trust.firstAllocation, service)),
      leadAstray(world, 'a first link', demanding(world, first, service)),
      leadAstray(world, 'a chain', chaining(world), 'service-walked'),
      presentForged(world),
    ];
  },
};

/** A2: the chain that the service hands out is the intruder's from its first link on. */
function chaining({ servers }: World): Intruder {
  return async ({ request }, send) => {
    if (pathOf(request.url) !== serviceWalkPath) return send(request);
    const { nonce } = decodeJson(request.body ?? new Uint8Array(0), 'request.malformed') as { nonce: string };
    const first = forgedAs(servers.rootKey)(payloadTypes.connectionInformation, firstOfIntruder(rootVersion));
    const information = { ...firstOfIntruder(1), ...intrudersFacts(), role: 'authentication', asks: [] };
    const answer = forgedAs(generateEd25519())(payloadTypes.allocationAnswer, { nonce, information });
    return jsonAnswer({ chain: { first, answers: [answer], nonce } });
  };
}

/** A certificate of the intruder's own making, for a key of its own. */
function presentForged(world: World): Attack {
  return {
    name: 'a certificate',
    run: async (trial) => {
      const visitor = await world.servers.device();
      const real = await visitor.certified();
      const { signingKey } = world.servers.contexts.authentication;
      const content = decodeJson(Buffer.from(real.certificate.payload, 'base64url'), 'document.malformed') as object;
      const lasting = { ...content, certificateId: Buffer.alloc(32, 7).toString('base64url'), lifetime: 86_400 };
      const certificate = forgedAs(signingKey)(payloadTypes.certificate, lasting);
      const outcome = await trial.attempt(visitor.present({ ...real, certificate }));
      trial.gainIf('result' in outcome, 'a key was admitted by it');
    },
  };
}
