import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkCertificate } from '../support/device-channel.ts';
import { codeOfRejection } from '../support/coded.ts';
import type { VisitingTerminal } from '../support/visiting-terminal.ts';
import { everyFault, parties, startWithWrongClocks, type WrongClocks } from '../support/wrong-clocks.ts';

const lifetime = 60; // of certificates, in seconds
/** The allocation servers have done their part before anything lives. */
const faults = everyFault.filter(({ party }) => party !== 'first' && party !== 'second');

describe.each([true, false])('every server ten years wrong (the first one ahead: %s)', (ahead) => {
  let clocks: WrongClocks;
  let terminal: VisitingTerminal;
  beforeAll(async () => {
    clocks = await startWithWrongClocks(ahead, { certificateLifetime: lifetime });
    terminal = await clocks.servers.terminal();
  });
  afterAll(() => clocks.close());

  test.each(faults)('B4: $party is $name: an admission lasts as long as its certificate', async (fault) => {
    await terminal.enter();
    const until = clocks.truth.now() + lifetime;
    clocks.truth.advance(20);
    await fault.strike(clocks, fault.party);
    clocks.truth.advance(until - 0.8 - clocks.truth.now());
    await terminal.get('/v1/catalog');
    clocks.truth.advance(1.6);
    expect(await codeOfRejection(terminal.get('/v1/catalog'))).toBe('device.authentication-required');
    await terminal.enter();
    await terminal.get('/v1/catalog');
  });

  test.each(faults)('B4: $party is $name: a certificate that was not shown ends in time', async (fault) => {
    const { truth, servers } = clocks;
    const { authentication, maps } = servers.contexts;
    const [early, late] = [await terminal.certified(), await terminal.certified()];
    const until = truth.now() + lifetime;
    truth.advance(20);
    await fault.strike(clocks, fault.party);
    truth.advance(until - 0.8 - truth.now());
    const { expiresIn } = await checkCertificate(authentication, maps, early.certificate);
    expect(Math.abs(expiresIn - 0.8)).toBeLessThan(1);
    truth.advance(1.6);
    expect(await codeOfRejection(checkCertificate(authentication, maps, late.certificate))).toBe('certificate.expired');
  });

  test.each(parties)('B4: %s sleeps for an hour: nothing of before counts, and all goes on', async (party) => {
    const key = await terminal.enter();
    await terminal.get('/v1/catalog');
    clocks.machines[party].sleep(3_600);
    expect(await codeOfRejection(terminal.get('/v1/catalog'))).toBe('session.expired');
    await terminal.openSession(key);
    expect(await codeOfRejection(terminal.get('/v1/catalog'))).toBe('device.authentication-required');
    await terminal.enter();
    await terminal.get('/v1/catalog');
  });
});
