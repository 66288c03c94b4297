import { afterEach, expect, test } from 'vitest';
import { waitForStart } from '../../demo/screen/account-steps.ts';
import { openMessageBus, type MessageBus } from './support/message-bus.ts';
import type { RunningApp } from './support/running-app.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();
const buses: MessageBus[] = [];
afterEach(async () => {
  for (const bus of buses.splice(0)) await bus.stop();
});

const newBus = async (service?: string): Promise<MessageBus> => {
  const bus = await openMessageBus(service);
  buses.push(bus);
  return bus;
};

/** The first screen says that keys cannot be kept, and leads to the screen that says why. */
async function expectKeyringTrouble({ screen, page }: RunningApp): Promise<void> {
  await waitForStart(screen);
  await page.getByText('Your keys cannot be stored').waitFor();
  await page.getByRole('button', { name: 'What to do' }).click();
  await page.getByRole('heading', { name: 'Keyring', level: 1 }).waitFor();
  await page.getByText('vault.unavailable').first().waitFor();
}

test('F2: a locked keyring is told, and keeps sign-up from asking anybody', async () => {
  const bus = await newBus();
  await bus.unlock();
  await bus.lock();
  const data = await world.installation.terminalFolder('locked', { stack: false });
  const app = await world.launch({ data, environment: bus.environment });
  const { screen, page } = app;
  await expectKeyringTrouble(app);
  await page.getByRole('heading', { name: 'The keyring is locked' }).waitFor();
  const account = await world.installation.issueAccount();
  const reply = await screen.ask('account.sign-up', { ...account, terminalName: 'Car' });
  expect(reply).toMatchObject({ ok: false, failure: { step: 'keyring', remedy: 'unlock-keyring' } });
  await app.quit();
}, 60_000);

test.each([
  ['a machine without a message bus', { bus: 'none' }, 'There is no keyring'],
  ['a keyring that ends at once', { bus: 'bare', service: '/bin/false' }, 'The keyring does not work'],
] as const)('F2: %s is told', { timeout: 60_000 }, async (name, { bus: kind, ...more }, words) => {
  const { environment } = await newBus('service' in more ? more.service : undefined);
  const gone = kind === 'none' ? { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' } : {};
  const data = await world.installation.terminalFolder(name.replaceAll(' ', '-'), { stack: false });
  const app = await world.launch({ data, environment: { ...environment, ...gone } });
  await expectKeyringTrouble(app);
  await app.page.getByRole('heading', { name: words }).waitFor();
  await app.quit();
});

test('F2: a keyring that comes later is found by itself', { timeout: 60_000 }, async () => {
  const bus = await newBus();
  const data = await world.installation.terminalFolder('later', { stack: false });
  const app = await world.launch({ data, environment: bus.environment });
  await expectKeyringTrouble(app);
  await app.page.getByRole('heading', { name: 'There is no keyring' }).waitFor();
  await bus.unlock();
  await app.page.getByRole('heading', { name: 'The keyring is ready' }).waitFor();
  expect(await app.page.getByText('vault.unavailable').count()).toBe(0);
  await app.quit();
});
