import { CodedError } from '../../../src/errors/coded-error.ts';
import { errorCodes, type ErrorCode } from '../../../src/errors/codes.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { attackAt, findMoments, type Moment } from '../world/moments.ts';
import { forged, problemAnswer } from '../world/speaking.ts';

const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];

export const forgedRefusals: AttackClass = {
  name: 'forged-refusals',
  title: 'refuses each message in the name of its server, with every code there is',
  without: 'nothing-erased',
  telling: '/v1/channels/session/',
  attacks: async (world, extent, random) => {
    const moments = await findMoments(world);
    return moments.flatMap((moment): Attack[] =>
      (extent === 'full' ? codes : [random.pick(codes), ...suspicious(moment)]).map((code) => ({
        name: `${moment.name}: ${code}`,
        run: async (trial) => {
          const beliefs = world.victim.beliefs();
          const refusal = new CodedError(code, { detail: forged, retryAfter: 1, info: { supported: [2] } });
          const { taken } = await attackAt(world, moment, trial, async () => problemAnswer(refusal));
          trial.gainIf(taken, 'the refusal passed for an answer');
          const isSignUp = moment.exchange.path.includes('sign-up');
          trial.gainIf(world.victim.beliefs() !== beliefs && !isSignUp, 'the terminal changed what it holds');
        },
      })),
    );
  },
};

/** Where a terminal might think that its key is worth nothing any more. */
const suspicious = ({ exchange }: Moment): ErrorCode[] =>
  exchange.path.startsWith('/v1/channels/session/') ? ['access-key.not-active'] : [];
