import { CodedError } from '../../../src/errors/coded-error.ts';
import { sessionEndPath, sessionExtensionPath } from '../../../src/contract/sessions.ts';
import type { HttpRequest } from '../../../src/protocol/transport.ts';
import { signUp } from '../../support/real-terminal.ts';
import type { Attack, AttackClass } from '../attack.ts';
import type { Trial } from '../trial.ts';
import { describeRows, newRows } from '../world/ledger.ts';
import { pathOf } from '../world/network.ts';
import { nearItsEnd, type World } from '../world/world.ts';

/** Seconds after which the first copy of a change arrives, when a second one has been answered long ago. */
const delays = [1, 59, 100, 299, 301, 3_601] as const;

export const delayedChanges: AttackClass = {
  name: 'delayed-changes',
  title: 'holds a change of a session back until it was sent again and answered, then delivers it, too',
  without: 'recorded-answers',
  attacks: async (world, extent) =>
    (extent === 'full' ? delays : ([1, 100, 301] as const)).flatMap((delay): Attack[] => [
      { name: `an extension, ${delay} s later`, run: (trial) => late(world, trial, sessionExtensionPath, delay) },
      { name: `the end, ${delay} s later`, run: (trial) => late(world, trial, sessionEndPath, delay) },
    ]),
};

async function late(world: World, trial: Trial, path: string, delay: number): Promise<void> {
  const { network, servers, victim, ledger } = world;
  const { terminal } = path === sessionEndPath ? await signedUpAnew(world) : await victim.restart();
  await terminal.currentSession();
  servers.clock.advance(nearItsEnd);
  let held: HttpRequest | undefined;
  network.attack(({ request }, send) => {
    if (pathOf(request.url) !== path || held !== undefined) return send(request);
    held = request;
    return Promise.reject(new CodedError('network.timeout'));
  });
  await trial.attempt<unknown>(path === sessionEndPath ? terminal.sessions.forget() : terminal.currentSession());
  network.calm();
  // Who forgets a session asks for its end once; then a later session must not suffer for it.
  if (path === sessionEndPath) await victim.enter();
  if (held === undefined) return trial.missed('no change was sent');
  servers.clock.advance(delay);
  const before = await ledger.read();
  trial.answered(await network.deliver(held));
  const rows = newRows(before, await ledger.read());
  const onlyItsEnd = path === sessionEndPath && (rows.get('sessions') ?? []).every((row) => row.includes('revoked'));
  trial.gainIf(rows.size > 0 && !onlyItsEnd, `the servers have ${describeRows(rows)} from it`);
}

async function signedUpAnew({ another, account }: World) {
  const { opened } = await another();
  await signUp(opened, account);
  return opened;
}
