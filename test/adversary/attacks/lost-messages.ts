import { CodedError } from '../../../src/errors/coded-error.ts';
import type { Random } from '../../support/fuzz/random.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { newRows, type Holdings } from '../world/ledger.ts';
import { attackAt, findMoments, type Moment } from '../world/moments.ts';
import type { Intruder } from '../world/network.ts';
import type { World } from '../world/world.ts';

const lost = () => new CodedError('network.timeout');

const loseMessage: Intruder = () => Promise.reject(lost());
const loseAnswer: Intruder = async ({ request }, send) => send(request).then(() => Promise.reject(lost()));

interface Loss {
  readonly what: string;
  readonly forEver: boolean;
  readonly intruder: Intruder;
}
const losses: readonly [Loss, ...Loss[]] = [
  { what: 'the message, once', forEver: false, intruder: loseMessage },
  { what: 'its answer, once', forEver: false, intruder: loseAnswer },
  { what: 'the message, for ever', forEver: true, intruder: loseMessage },
  { what: 'its answer, for ever', forEver: true, intruder: loseAnswer },
];

/** Where a server that decides twice shows at once. */
const telling = '/v1/channels/device-authentication/messages';

/** The telling one whatever is drawn: without its answer, once, it tells nothing. */
const sampleOf = ({ name }: Moment, random: Random): readonly Loss[] =>
  name.includes(telling) ? losses.slice(0, 2) : [random.pick(losses)];

export const lostMessages: AttackClass = {
  name: 'lost-messages',
  title: 'loses each message, and each answer, once or for ever',
  without: 'stored-replies',
  telling,
  attacks: async (world, extent, random) => {
    const moments = await findMoments(world);
    const effects = new Map<Moment, Promise<Counts>>();
    return moments.flatMap((moment) =>
      (extent === 'full' ? losses : sampleOf(moment, random)).map(({ what, forEver, intruder }): Attack => ({
        name: `${moment.name}: ${what}`,
        run: async (trial) => {
          const honest = effects.get(moment) ?? effectsOf(world, () => attackAt(world, moment, trial, honestly));
          effects.set(moment, honest);
          await honest;
          const counted = await effectsOf(world, () => attackAt(world, { ...moment, forEver }, trial, intruder));
          for (const [table, rows] of counted) {
            const usual = (await honest).get(table) ?? 0;
            trial.gainIf(!forEver && rows > usual, `${rows} rows in ${table}, where ${usual} come of it`);
          }
        },
      })),
    );
  },
};

const honestly: Intruder = ({ request }, send) => send(request);

type Counts = ReadonlyMap<string, number>;

async function effectsOf({ ledger }: World, work: () => Promise<unknown>): Promise<Counts> {
  const before: Holdings = await ledger.read();
  await work();
  return new Map([...newRows(before, await ledger.read())].map(([table, rows]) => [table, rows.length]));
}
