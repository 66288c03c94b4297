import { signUp } from '../../support/real-terminal.ts';
import { saidRuns } from '../../support/said-runs.ts';
import type { Attack, AttackClass } from '../attack.ts';
import type { Victim } from '../world/victim.ts';
import type { World } from '../world/world.ts';

export const linkedVisits: AttackClass = {
  name: 'linked-visits',
  title: 'watches visits of one terminal and looks for anything by which they are told from those of another',
  without: 'fresh-keys',
  attacks: async (world, extent) => {
    const stranger = await world.another();
    await signUp(stranger.opened, world.account);
    return (['terminal-walked', 'service-walked'] as const).flatMap((route) =>
      Array.from({ length: extent === 'full' ? 10 : 1 }, (_, round): Attack => ({
        name: `${route} ${round}`,
        run: async (trial) => {
          const visitOf = (visitor: Victim) => watch(world, visitor, route);
          const [before, after, anybody] = [
            await visitOf(world.victim),
            await visitOf(world.victim),
            await visitOf(stranger),
          ];
          const common = [...after].filter((run) => before.has(run) && !anybody.has(run));
          trial.gainIf(common.length > 0, `${common.length} runs in common, as ${JSON.stringify(common[0])}`);
        },
      })),
    );
  },
};

async function watch({ network }: World, visitor: Victim, route: 'terminal-walked' | 'service-walked') {
  const { terminal } = await visitor.restart(route);
  const recorded = await network.record(async () => {
    await terminal.maps.list();
    await visitor.enter();
  });
  return saidRuns(recorded.map(({ request }) => request));
}
