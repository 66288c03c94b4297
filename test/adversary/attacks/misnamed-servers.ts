import { payloadTypes } from '../../../src/contract/documents.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { speakingAs } from '../world/speaking.ts';
import type { World } from '../world/world.ts';

export const misnamedServers: AttackClass = {
  name: 'misnamed-servers',
  title: 'gives the authentication server another name, under which the terminal is to prove itself there',
  without: 'server-in-prologue',
  attacks: async (world) => ['other', 'authentication-2', 'accounts', 'maps'].map((name) => misname(world, name)),
};

function misname(world: World, name: string): Attack {
  return {
    name: `as ${name}`,
    run: async (trial) => {
      const { serverId, staticKey, signingKey, baseUrl } = world.servers.contexts.second;
      const information = { ...world.victim.ledTo(), serverId: name };
      const handle = (request: unknown) => {
        const { nonce } = request as { nonce: string };
        return { answer: signDocument(signingKey, payloadTypes.allocationAnswer, { nonce, information }) };
      };
      const { terminal, events } = await world.victim.restart();
      world.network.attack(speakingAs(baseUrl, { purpose: 'allocation', serverId, staticKey, handle }));
      await trial.attempt(terminal.allocateAnew());
      await trial.attempt(terminal.service.session());
      world.network.calm();
      trial.gainIf(
        events.some((event) => event.type === 'authenticated' && event.serverId === name),
        'the terminal took one server for another',
      );
    },
  };
}
