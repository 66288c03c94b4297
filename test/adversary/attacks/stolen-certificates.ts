import { generateEd25519 } from '../../../src/protocol/keys.ts';
import { checkCertificate } from '../../support/device-channel.ts';
import type { Certified, VisitingTerminal } from '../../support/visiting-terminal.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { certificateLifetime, type World } from '../world/world.ts';

export const stolenCertificates: AttackClass = {
  name: 'stolen-certificates',
  title: 'has a certificate that was made for somebody else, or was used before, or is over',
  without: 'used-certificates',
  attacks: async (world) => [
    checkTwice(world, 0),
    checkTwice(world, certificateLifetime - 1),
    checkByAnother(world),
    theft(world, 'presented under a key of its own', ({ visitor, certified }) =>
      visitor.present(certified, { key: generateEd25519() }),
    ),
    theft(world, 'presented at another nonce', async ({ visitor, certified }) =>
      visitor.present(certified, { serviceNonce: await visitor.demand() }),
    ),
    theft(world, 'presented when it was over', ({ visitor, certified }) => {
      world.servers.clock.advance(certificateLifetime + 1);
      return visitor.present(certified);
    }),
    theft(world, 'presented after the service had it checked for another presentation', async (stolen) => {
      const { authentication, maps } = world.servers.contexts;
      await checkCertificate(authentication, maps, stolen.certified.certificate);
      return stolen.visitor.present(stolen.certified);
    }),
    theft(world, 'made for another service', async ({ visitor }) => {
      const certified = await visitor.certified({ serviceId: 'other-maps' });
      return visitor.present(certified);
    }),
    theft(world, 'made for a nonce of its own', async ({ visitor }) => {
      const certified = await visitor.certified({ serviceNonce: Buffer.alloc(56, 1).toString('base64url') });
      return visitor.present(certified);
    }),
  ],
};

interface Stolen {
  readonly visitor: VisitingTerminal;
  readonly certified: Certified;
}

function theft(world: World, what: string, use: (stolen: Stolen) => Promise<unknown>): Attack {
  return {
    name: what,
    aside: true,
    run: async (trial) => {
      const visitor = await world.servers.device();
      const certified = await visitor.certified();
      trial.gainIf('result' in (await trial.attempt(use({ visitor, certified }))), 'a key was admitted by it');
    },
  };
}

/** By its own service, which was broken into: once for the terminal, and once more for the intruder. */
function checkTwice(world: World, seconds: number): Attack {
  return {
    name: `checked again ${seconds} s later`,
    aside: true,
    run: async (trial) => {
      const { authentication, maps } = world.servers.contexts;
      const { certificate } = await (await world.servers.device()).certified();
      await checkCertificate(authentication, maps, certificate);
      world.servers.clock.advance(seconds);
      const again = await trial.attempt(checkCertificate(authentication, maps, certificate));
      trial.gainIf('result' in again, 'a used certificate was confirmed');
    },
  };
}

/** By another service, to learn whose it is and to use it up. */
function checkByAnother(world: World): Attack {
  return {
    name: 'checked by another service',
    aside: true,
    run: async (trial) => {
      const { contexts } = world.servers;
      const visitor = await world.servers.device();
      const certified = await visitor.certified();
      const asked = await trial.attempt(
        checkCertificate(contexts.authentication, contexts['other-maps'], certified.certificate),
      );
      trial.gainIf('result' in asked, 'another service learnt whose it is');
      const own = await trial.attempt(visitor.present(certified));
      trial.gainIf('error' in own, 'the certificate is spent');
    },
  };
}
