import { CodedError } from '../../../src/errors/coded-error.ts';
import type { HttpRequest } from '../../../src/protocol/transport.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { describeRows, newRows } from '../world/ledger.ts';
import { attackAt, findMoments } from '../world/moments.ts';
import { pathOf } from '../world/network.ts';

/** Seconds for which a message is held back; a cookie opens its channel for 60. */
const delays = [59, 61, 119, 299, 301, 599, 601, 3_601] as const;
const tooLate = 61;

export const heldBackMessages: AttackClass = {
  name: 'held-back-messages',
  title: 'keeps a message from its server and delivers it later, around the end of every window',
  without: 'cookie-expiry',
  attacks: async (world, extent) => {
    const opening = (await findMoments(world)).filter(
      ({ honest, nth }) => nth === 0 && pathOf(honest.request.url).endsWith('/messages'),
    );
    const chosen = extent === 'full' ? delays : ([59, 61] as const);
    return opening.flatMap((moment) =>
      chosen.map((delay): Attack => ({
        name: `${moment.name}, ${delay} s later`,
        run: async (trial) => {
          let held: HttpRequest | undefined;
          await attackAt(world, { ...moment, forEver: true }, trial, ({ request }) => {
            held ??= { ...request };
            return Promise.reject(new CodedError('network.timeout'));
          });
          if (held === undefined) return trial.missed('the message was not sent');
          // Those who wait for an answer have waited some time already.
          world.servers.clock.advance(delay);
          const before = await world.ledger.read();
          const taken = trial.answered(await world.network.deliver(held));
          const rows = newRows(before, await world.ledger.read());
          trial.gainIf(delay >= tooLate && taken, 'a message from a channel that was over was taken');
          trial.gainIf(delay >= tooLate && rows.size > 0, `the servers have ${describeRows(rows)} from it`);
        },
      })),
    );
  },
};
