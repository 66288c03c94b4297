import type { Attack, AttackClass } from '../attack.ts';
import { attackAt, findMoments } from '../world/moments.ts';

type Change = readonly [what: string, change: (body: Uint8Array) => Uint8Array];

const cut = (share: number): Change => [
  `cut at ${share}`,
  (body) => body.slice(0, Math.floor(body.byteLength * share)),
];

const changes: readonly [Change, ...Change[]] = [
  cut(0),
  cut(0.97),
  ['without its last byte', (body) => body.slice(0, -1)],
  ['a byte longer', (body) => Uint8Array.from([...body, 0])],
  ['doubled', (body) => Uint8Array.from([...body, ...body])],
  ...Array.from({ length: 30 }, (_, step) => cut((step + 1) / 32)),
];

export const truncatedAnswers: AttackClass = {
  name: 'truncated-answers',
  title: 'cuts answers off, lengthens or doubles them',
  without: 'authentication-tags',
  telling: '/messages',
  attacks: async (world, extent, random) => {
    const moments = await findMoments(world);
    return moments.flatMap((moment): Attack[] =>
      (extent === 'full' ? changes : [random.pick(changes)]).map(([what, change]) => ({
        name: `${moment.name}: ${what}`,
        run: async (trial) => {
          const { taken } = await attackAt(world, moment, trial, async ({ request }, send) => {
            const response = await send(request);
            return { ...response, body: change(response.body) };
          });
          // A chunk of another length is asked for again.
          trial.gainIf(taken && moment.exchange.path !== '/v1/chunks/', 'an answer of another length was taken');
        },
      })),
    );
  },
};
