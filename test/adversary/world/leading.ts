import type { AllocationRoute } from '../../../src/terminal/events.ts';
import type { Attack } from '../attack.ts';
import type { Intruder } from './network.ts';
import { intrudersOrigin } from './speaking.ts';
import type { World } from './world.ts';

/** Whatever the victim is shown, it must neither believe it nor go where the intruder wants it. */
export function leadAstray(
  world: World,
  what: string,
  intruder: Intruder,
  route: AllocationRoute = 'terminal-walked',
): Attack {
  return {
    name: what,
    run: async (trial) => {
      const { network, victim } = world;
      const beliefs = victim.beliefs();
      network.origins.delete(intrudersOrigin);
      const { terminal } = await victim.restart(route);
      network.attack(intruder);
      await trial.attempt(terminal.allocateAnew());
      await trial.attempt(terminal.service.session());
      network.calm();
      trial.gainIf(network.origins.has(intrudersOrigin), "the terminal was led to the intruder's server");
      trial.gainIf(victim.beliefs() !== beliefs, 'the terminal believes what it was shown');
    },
  };
}
