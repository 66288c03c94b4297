import { problemMediaType } from '../../../src/errors/problem.ts';
import type { HttpResponse } from '../../../src/protocol/transport.ts';
import type { Random } from '../../support/fuzz/random.ts';
import type { Attack, AttackClass, Extent } from '../attack.ts';
import { attackAt, findMoments, type Moment } from '../world/moments.ts';
import type { World } from '../world/world.ts';

const signatureFields = ['signature', 'signature-input', 'content-digest'] as const;
/** All bytes of what is no longer than this are changed in a full run, and as many of the others. */
const fullBytes = 768;

export const changedAnswers: AttackClass = {
  name: 'changed-answers',
  title: 'flips bits of what servers answer to the terminal and to one another',
  without: 'authentication-tags',
  telling: '/messages',
  attacks: async (world, extent, random) => {
    const moments = await findMoments(world);
    return moments.flatMap((moment) => {
      const { body, headers } = moment.honest.response;
      const fields = signatureFields.filter((field) => headers[field] !== undefined);
      const places = placesIn(body.byteLength, extent, random);
      const some = extent === 'full' ? fields : fields.filter((_, at) => at === random.below(fields.length));
      return [
        ...places.map((share) => flipBody(world, moment, share)),
        ...some.map((field) => flipField(world, moment, field)),
      ];
    });
  },
};

/** Where bits are flipped, as shares of the length, since lengths differ a little from time to time. */
function placesIn(length: number, extent: Extent, random: Random): number[] {
  if (length === 0) return [];
  const count = extent === 'full' ? Math.min(length, fullBytes) : 1;
  if (count === length) return Array.from({ length }, (_, at) => at / length);
  return Array.from({ length: count }, () => random.below(length) / length);
}

function flipBody(world: World, moment: Moment, share: number): Attack {
  return attack(world, moment, `body at ${share.toFixed(4)}`, (response, random) => {
    const body = Uint8Array.from(response.body);
    const at = Math.min(Math.round(share * body.byteLength), body.byteLength - 1);
    body[at] = (body[at] ?? 0) ^ (1 << random.below(8));
    return { ...response, body };
  });
}

function flipField(world: World, moment: Moment, field: string): Attack {
  return attack(world, moment, field, (response, random) => {
    const value = response.headers[field] ?? '';
    const at = random.below(value.length);
    // Stays a character that a field may have.
    const changed = String.fromCodePoint(value.charCodeAt(at) ^ 1);
    return {
      ...response,
      headers: { ...response.headers, [field]: value.slice(0, at) + changed + value.slice(at + 1) },
    };
  });
}

function attack(
  world: World,
  moment: Moment,
  what: string,
  change: (response: HttpResponse, random: Random) => HttpResponse,
): Attack {
  return {
    name: `${moment.name}: ${what}`,
    run: async (trial, random) => {
      const beliefs = world.victim.beliefs();
      let changed: HttpResponse | undefined;
      const { taken } = await attackAt(world, moment, trial, async (passage, send) => {
        changed = change(await send(passage.request), random);
        return changed;
      });
      trial.gainIf(taken && isProtected(changed, moment), 'a changed answer was taken');
      trial.gainIf(world.victim.beliefs() !== beliefs && !moment.exchange.path.includes('sign-up'), 'other beliefs');
    },
  };
}

/** What nobody vouches for may say anything in its words for people; what is refetched where it is wrong harms nobody. */
function isProtected(changed: HttpResponse | undefined, { exchange }: Moment): boolean {
  const type = changed?.headers['content-type'] ?? '';
  return changed !== undefined && !type.startsWith(problemMediaType) && exchange.path !== '/v1/chunks/';
}
