import type { Attack, AttackClass } from '../attack.ts';
import { isSigned, pathOf, type Exchange } from '../world/network.ts';
import { certificateLifetime, sessionLifetime, type World } from '../world/world.ts';

/** Seconds after the session was opened: around its end, while the device is still admitted, and when it is not. */
const moments = [
  0,
  sessionLifetime - 1,
  sessionLifetime + 1,
  601,
  certificateLifetime - 1,
  certificateLifetime + 1,
] as const;

export const replayedReads: AttackClass = {
  name: 'replayed-reads',
  title: 'asks again for what a terminal asked for, when its session is over',
  without: 'session-expiry',
  telling: `after ${sessionLifetime + 1} s`,
  attacks: async (world) => {
    const reads = await recordReads(world);
    const start = world.servers.clock.now();
    return moments.flatMap((seconds) =>
      reads.map(({ request }): Attack => ({
        name: `${pathOf(request.url)} after ${seconds} s`,
        aside: true,
        run: async (trial) => {
          const { clock } = world.servers;
          clock.advance(Math.max(0, start + seconds - clock.now()));
          const answered = trial.answered(await world.network.deliver(request));
          trial.gainIf(answered && seconds >= sessionLifetime, 'a session that was over was served');
        },
      })),
    );
  },
};

async function recordReads({ network, victim }: World): Promise<Exchange[]> {
  await victim.forgetMaps();
  const { terminal } = await victim.restart();
  const recorded = await network.record(async () => {
    await terminal.maps.list();
    await terminal.maps.download('city');
    await terminal.currentSession();
    await terminal.terminals();
  });
  return recorded.filter(({ from, request }) => from === 'terminal' && request.method === 'GET' && isSigned(request));
}
