import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import type { VisitingTerminal } from '../support/visiting-terminal.ts';
import { everyFault, startWithWrongClocks, type WrongClocks } from '../support/wrong-clocks.ts';

const sessionLifetime = 300;
const provisionalLifetime = 60;
/** Where sessions are made, and where they are kept. */
const faults = everyFault.filter(({ party }) => party === 'accounts' || party === 'maps');

describe.each([true, false])('every server ten years wrong (the first one ahead: %s)', (ahead) => {
  let clocks: WrongClocks;
  let terminal: VisitingTerminal;
  beforeAll(async () => {
    clocks = await startWithWrongClocks(ahead, {
      certificateLifetime: 3_600,
      accounts: { sessionLifetime, provisionalLifetime },
    });
    terminal = await clocks.servers.terminal();
  });
  afterAll(() => clocks.close());

  /** Asks shortly before and shortly after a moment of the true time. */
  async function expectToEndAt(moment: number) {
    clocks.truth.advance(moment - 0.8 - clocks.truth.now());
    await terminal.get('/v1/catalog');
    clocks.truth.advance(1.6);
    expect(await codeOfRejection(terminal.get('/v1/catalog'))).toBe('session.expired');
  }

  test.each(faults)('C4, C5: $party is $name: a session lives as long as it should', async ({ party, strike }) => {
    await terminal.enter();
    const until = clocks.truth.now() + sessionLifetime;
    await terminal.get('/v1/catalog');
    clocks.truth.advance(20);
    await strike(clocks, party);
    await expectToEndAt(until);
  });

  test.each(faults)('C4: $party is $name: a session that is not used lasts its minute', async ({ party, strike }) => {
    const key = await terminal.enter();
    const until = clocks.truth.now() + provisionalLifetime;
    clocks.truth.advance(20);
    await strike(clocks, party);
    clocks.truth.advance(until + 0.8 - clocks.truth.now());
    // The service sees it for the first time, and has no key to sign a refusal with.
    expect(await codeOfRejection(terminal.get('/v1/catalog', { signed: false }))).toBe('session.expired');
    await terminal.openSession(key);
    clocks.truth.advance(provisionalLifetime - 0.8);
    await terminal.get('/v1/catalog');
  });
});
