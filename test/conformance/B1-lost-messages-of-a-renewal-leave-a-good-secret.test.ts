import { afterAll, beforeAll, expect, test } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { UnsafeFileVault } from '../../src/host/unsafe-file-vault.ts';
import type { Vault } from '../../src/terminal/ports.ts';
import { codeOfRejection } from '../support/coded.ts';
import { admitAgain, demandRenewal, recordOf } from '../support/device-servers.ts';
import { realTerminal, type Line, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let device: RealTerminal;
beforeAll(async () => {
  servers = await startService();
  device = await realTerminal(servers);
  await admitAgain(servers, device);
});
afterAll(() => servers.close());

/** From its nth exchange with the authentication server on, the line loses requests, or the answers to them. */
function cut(line: Line, from: number, what: 'requests' | 'answers'): void {
  let exchanges = 0;
  line.through = async (request, send) => {
    if (!request.url.includes('/device-authentication/')) return send(request);
    exchanges += 1;
    if (exchanges < from) return send(request);
    if (what === 'answers') await send(request);
    throw new CodedError('network.unreachable');
  };
}

/** Renewed, and authenticated with the new secret, as if nothing had been. */
async function recovers(): Promise<void> {
  device = await device.restart();
  await admitAgain(servers, device);
  await admitAgain(servers, device);
  const record = await recordOf(servers, device);
  expect(record).toMatchObject({ secretPending: false, breaks: 0 });
  expect(record.secretSince).toBeGreaterThan(0);
}

test.each([
  [1, 'requests'],
  [1, 'answers'],
  [2, 'requests'],
  [2, 'answers'],
] as const)('B1: lost from exchange %i on: %s, while a secret is given', async (from, what) => {
  await demandRenewal(servers, device);
  device = await device.restart();
  cut(device.line, from, what);
  expect(await codeOfRejection(admitAgain(servers, device))).toBeDefined();
  await recovers();
});

test.each([
  [1, 'requests'],
  [1, 'answers'],
  [2, 'requests'],
  [2, 'answers'],
] as const)('B1: lost from exchange %i on: %s, while the new secret is used for the first time', async (from, what) => {
  await demandRenewal(servers, device);
  await admitAgain(servers, device);
  device = await device.restart();
  cut(device.line, from, what);
  expect(await codeOfRejection(admitAgain(servers, device))).toBeDefined();
  await recovers();
});

/** A process that is killed at its nth step with the vault, before it or after it. */
class KilledVault implements Vault {
  readonly #real: Vault;
  #left: number;

  constructor(real: Vault, steps: number) {
    this.#real = real;
    this.#left = steps;
  }

  async #step<T>(work: () => Promise<T>): Promise<T> {
    this.#left -= 1;
    if (this.#left < 0) throw new Error('killed');
    return work();
  }

  get: Vault['get'] = (name) => this.#step(() => this.#real.get(name));
  set: Vault['set'] = (name, value) => this.#step(() => this.#real.set(name, value));
  delete: Vault['delete'] = (name) => this.#step(() => this.#real.delete(name));
}

test('B1: killed at any step with the vault, the terminal has a good secret', async () => {
  let survived = false;
  for (let steps = 0; !survived && steps < 20; steps += 1) {
    await demandRenewal(servers, device);
    const killed = await device.restart({ vault: (real) => new KilledVault(real, steps) });
    // The first time the new secret is given, the second time it is used.
    survived = await admitAgain(servers, killed)
      .then(() => admitAgain(servers, killed))
      .then(
        () => true,
        () => false,
      );
    await recovers();
  }
  expect(survived).toBe(true);
});

test('B1: a vault that cannot be written holds nobody up', async () => {
  await demandRenewal(servers, device);
  const failing = async () => {
    throw new CodedError('vault.unavailable');
  };
  const full = await device.restart({
    vault: (real) => ({ get: (name) => real.get(name), set: failing, delete: failing }),
  });
  await admitAgain(servers, full);
  expect(full.events).toContainEqual({ type: 'device-secret-not-renewed', code: 'vault.unavailable' });
  expect(await new UnsafeFileVault(full.folder).get('next-device-secret')).toBeUndefined();
  await recovers();
});
