import { sessionExtensionPath } from '../../../src/contract/sessions.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { describeRows, newRows } from '../world/ledger.ts';
import { pathOf } from '../world/network.ts';
import { nearItsEnd, type World } from '../world/world.ts';

/** Counters between a change and its replay: the window remembers 224 of them. */
const distances = [0, 1, 31, 32, 222, 223, 224, 225, 255, 256] as const;

export const replayedChanges: AttackClass = {
  name: 'replayed-changes',
  title: 'says a change of a session again, around the edge of the window of counters and after a restart',
  without: 'counter-window',
  attacks: async (world, extent) =>
    (extent === 'full' ? distances : ([0, 1, 224] as const)).map((distance): Attack => ({
      name: `${distance} counters later`,
      run: async (trial) => {
        const { network, servers, ledger, victim } = world;
        const first = await changeSession(world);
        for (let counter = 0; counter < distance; counter += 1) await victim.terminal.currentSession();
        // Another change moves the window on.
        if (distance > 0) await extend(world);
        for (const restarted of [false, true]) {
          if (restarted) await servers.restart('accounts');
          const before = await ledger.read();
          const answered = trial.answered(await network.deliver(first.request));
          const rows = newRows(before, await ledger.read());
          trial.gainIf(answered, `the change was answered as if it were new${restarted ? ', after a restart' : ''}`);
          trial.gainIf(rows.size > 0, `the servers have ${describeRows(rows)} from it`);
        }
      },
    })),
};

async function changeSession(world: World) {
  await world.victim.restart();
  await world.victim.enter();
  return extend(world);
}

async function extend({ network, servers, victim }: World) {
  const recorded = await network.record(async () => {
    servers.clock.advance(nearItsEnd);
    await victim.terminal.currentSession();
  });
  const change = recorded.find(({ request }) => pathOf(request.url) === sessionExtensionPath);
  if (change === undefined) throw new Error('the session was not extended');
  return change;
}
