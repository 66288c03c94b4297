import { channelPatterns } from '../../../src/contract/channel.ts';
import { isAuthenticatedRefusal } from '../../../src/protocol/channel/client-channel.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { attackAt, findMoments, type Moment } from '../world/moments.ts';
import { pathOf } from '../world/network.ts';
import type { World } from '../world/world.ts';

export const redirectedMessages: AttackClass = {
  name: 'redirected-messages',
  title: 'leads each message to another server, or to another address of the same one',
  without: 'channel-purpose',
  attacks: async (world, extent, random) => {
    const moments = await findMoments(world);
    return moments.flatMap((moment): Attack[] => {
      const places = otherPlaces(world, moment);
      const chosen = extent === 'full' ? places : [...ofTheSame(places, moment), random.pick(places)].slice(0, 2);
      return chosen.flatMap((url) => (url === undefined ? [] : [redirect(world, moment, url)]));
    });
  },
};

/**
 * What others sign than whoever hands it out: every server hands out the one directory, every service walks alike. Whether
 * it is the right one shows in what the terminal believes afterwards.
 */
const handedOut = new Set(['/v1/directory', '/v1/allocations']);

function redirect(world: World, moment: Moment, url: string): Attack {
  return {
    name: `${moment.name} to ${url}`,
    run: async (trial) => {
      const beliefs = world.victim.beliefs();
      const { taken, error } = await attackAt(world, moment, trial, ({ request }, send) => send({ ...request, url }));
      const isAnybodys = handedOut.has(pathOf(moment.honest.request.url));
      trial.gainIf(taken && !isAnybodys, 'another server answered for the right one');
      trial.gainIf(world.victim.beliefs() !== beliefs && !moment.exchange.path.includes('sign-up'), 'other beliefs');
      trial.gainIf(isAuthenticatedRefusal(error), `made a server refuse in a channel: ${error?.code ?? ''}`);
    },
  };
}

/** The same path at every other server, and every channel's addresses at the same one. */
function otherPlaces({ servers }: World, { honest }: Moment): string[] {
  const own = honest.request.url;
  const path = pathOf(own);
  const running = ['first', 'second', 'authentication', 'accounts', 'maps', 'other-maps'] as const;
  const kind = path.endsWith('/handshake') ? 'handshake' : 'messages';
  return [
    ...running.map((id) => servers.contexts[id].baseUrl + path),
    ...Object.keys(channelPatterns).map((purpose) => `${new URL(own).origin}/v1/channels/${purpose}/${kind}`),
  ].filter((url) => url !== own);
}

/** Those at the server that the message was for. */
const ofTheSame = (places: readonly string[], { honest }: Moment): string[] =>
  pathOf(honest.request.url).endsWith('/messages')
    ? places.filter((url) => new URL(url).origin === new URL(honest.request.url).origin).slice(-2, -1)
    : [];
