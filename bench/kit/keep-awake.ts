import { spawn } from 'node:child_process';
import { onCore } from './cores.ts';

/**
 * Keeps a core from falling asleep, by a process that runs only where no other one wants to (SCHED_IDLE), until it is
 * stopped or this process ends. Whoever writes to a client whose core sleeps pays for waking it, in a virtual machine as
 * much as for the writing itself; and where cores share their units, an idle neighbour makes a core faster. A slow side
 * would pay the one at every answer, and a side without clients have the other for itself.
 */
export function keepAwake(core: number): () => void {
  const busy = `while (process.ppid === ${process.pid}) for (let turn = 0; turn < 1e7; turn += 1);`;
  const command = [...onCore(core), 'chrt', '--idle', '0', process.execPath, '-e', busy];
  const [program = '', ...parameters] = command;
  const child = spawn(program, parameters, { stdio: 'ignore' });
  child.on('error', () => child.kill());
  return () => void child.kill('SIGKILL');
}
