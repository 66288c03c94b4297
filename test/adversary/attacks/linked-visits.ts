import { signUp } from '../../support/real-terminal.ts';
import { saidRuns } from '../../support/said-runs.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { pathOf, type Exchange } from '../world/network.ts';
import type { Victim } from '../world/victim.ts';
import type { World } from '../world/world.ts';

/** Version, length of the cookie, salt of the sealing. */
const cookieHeadBytes = 1 + 2 + 16;

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
          const heads = [...before.cookieHeads, ...after.cookieHeads];
          const common = [...after.runs].filter(
            (run) => before.runs.has(run) && !anybody.runs.has(run) && !heads.some((head) => isWithin(head, run)),
          );
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
  return { runs: saidRuns(recorded.map(({ request }) => request)), cookieHeads: cookieHeads(recorded) };
}

/** Bytes after a cookie's head that two cookies have alike by chance. */
const chanceBytes = 4;
const isWithin = (head: string, run: string): boolean => head.includes(run.slice(0, -chanceBytes));

/**
 * A cookie begins with the name of the key that a server process seals all its cookies under: whoever shakes hands there is
 * told it, and it is said again with the first message. A service says it in a visit or not, as its own channels last.
 */
const cookieHeads = (recorded: readonly Exchange[]): string[] =>
  recorded
    .filter(({ request }) => pathOf(request.url).endsWith('/handshake'))
    .map(({ response }) => Buffer.from(response.body.subarray(0, cookieHeadBytes)).toString('latin1'));
