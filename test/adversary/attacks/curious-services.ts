import { toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { readSignedRequest } from '../../../src/protocol/request-signatures.ts';
import { asInitiator, channelTo } from '../../support/channel-to.ts';
import type { Attack, AttackClass } from '../attack.ts';
import type { Trial } from '../trial.ts';
import { isSigned, pathOf } from '../world/network.ts';
import type { World } from '../world/world.ts';

export const curiousServices: AttackClass = {
  name: 'curious-services',
  title: 'as another service, asks the account server about requests that it saw on their way to the right one',
  without: 'own-audience',
  attacks: async (world) => {
    await world.victim.forgetMaps();
    const { terminal } = await world.victim.restart();
    const recorded = await world.network.record(async () => {
      await terminal.maps.list();
      await terminal.maps.download('city');
      await terminal.currentSession();
      await terminal.terminals();
    });
    return recorded
      .filter(({ from, request }) => from === 'terminal' && isSigned(request) && request.method === 'GET')
      .map(({ request }): Attack => {
        const { received, keyid } = readSignedRequest(
          'session',
          { method: request.method, targetUri: request.url, headers: request.headers },
          new Uint8Array(0),
        );
        const shown = {
          handle: keyid,
          signatureBase: toBase64url(utf8(received.base)),
          signature: toBase64url(Buffer.from(received.signature, 'base64')),
        };
        return { name: pathOf(request.url), aside: true, run: (trial) => ask(world, shown, trial) };
      });
  },
};

async function ask({ servers }: World, shown: object, trial: Trial): Promise<void> {
  const { accounts, 'other-maps': other } = servers.contexts;
  const asking = channelTo(accounts, 'session-check', asInitiator(other)).then((channel) => channel.request(shown));
  const outcome = await trial.attempt(asking);
  trial.gainIf('result' in outcome, `it was told ${JSON.stringify(outcome)}`);
}
