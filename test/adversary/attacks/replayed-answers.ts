import type { Attack, AttackClass } from '../attack.ts';
import { attackAt, findMoments } from '../world/moments.ts';

/** What is the same for everybody and proves itself, so that an old answer is as good as a new one. */
const selfProving = new Set(['/v1/directory', '/v1/chunks/']);

export const replayedAnswers: AttackClass = {
  name: 'replayed-answers',
  title: 'answers each message with what was answered to an earlier one of its kind',
  without: 'demand-nonce',
  telling: '/v1/catalog',
  attacks: async (world) =>
    (await findMoments(world)).map((moment): Attack => ({
      name: moment.name,
      run: async (trial) => {
        let answer = moment.honest.response;
        // A demand is good for some minutes: the older one shall not be refused for its age alone.
        if (moment.exchange.signed === false)
          await attackAt(world, moment, trial, async ({ request }, send) => (answer = await send(request)));
        const beliefs = world.victim.beliefs();
        const { taken } = await attackAt(world, moment, trial, async () => answer);
        trial.gainIf(taken && !selfProving.has(moment.exchange.path), 'an old answer was taken for a new one');
        trial.gainIf(world.victim.beliefs() !== beliefs && !moment.exchange.path.includes('sign-up'), 'other beliefs');
      },
    })),
};
