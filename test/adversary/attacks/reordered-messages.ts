import { signUp } from '../../support/real-terminal.ts';
import type { Random } from '../../support/fuzz/random.ts';
import type { Attack, AttackClass } from '../attack.ts';
import type { Trial } from '../trial.ts';
import { describeRows, newRows } from '../world/ledger.ts';
import { pathOf, type Exchange } from '../world/network.ts';
import type { World } from '../world/world.ts';

export const reorderedMessages: AttackClass = {
  name: 'reordered-messages',
  title: 'says the messages of a channel in other orders, while it is used and afterwards',
  without: 'counters-in-order',
  attacks: async (world, extent) =>
    Array.from({ length: extent === 'full' ? 40 : 3 }, (_, round): Attack => ({
      name: `order ${round}`,
      run: async (trial, random) => {
        const said: Exchange[] = [];
        world.network.attack(async (passage, send) => {
          const isMessage = pathOf(passage.request.url).endsWith('/messages');
          if (isMessage) await sayAgain(world, said, random, trial);
          const response = await send(passage.request);
          if (isMessage) said.push({ ...passage, response });
          return response;
        });
        const { opened } = await world.another();
        await trial.attempt(signUp(opened, world.account));
        await trial.attempt(opened.terminal.maps.list());
        world.network.calm();
        await sayAgain(world, said, random, trial);
      },
    })),
};

/** Everything that was said so far, in some other order: each message must get its own answer again, or a refusal. */
async function sayAgain(
  { network, ledger }: World,
  said: readonly Exchange[],
  random: Random,
  trial: Trial,
): Promise<void> {
  const before = await ledger.read();
  const left = [...said];
  while (left.length > 0) {
    const [{ request, response }] = left.splice(random.below(left.length), 1) as [Exchange];
    const again = await network.deliver(request);
    const isOther = Buffer.compare(again.body, response.body) !== 0;
    if (trial.answered(again) && isOther) trial.gain(`two answers under one counter at ${pathOf(request.url)}`);
  }
  const rows = newRows(before, await ledger.read());
  trial.gainIf(rows.size > 0, `the servers have ${describeRows(rows)} from messages said again`);
}
