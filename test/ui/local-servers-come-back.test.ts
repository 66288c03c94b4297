import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { waitForStart } from '../../demo/screen/account-steps.ts';
import { serverProgram } from '../support/server-processes.ts';
import { expectFailure } from './support/failure.ts';
import { descendantsOf } from './support/processes.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();

test('F4: servers that were killed are shown as such, and come back by themselves', { timeout: 90_000 }, async () => {
  const app = await world.launch({ data: await world.installation.terminalFolder('killed', { stack: true }) });
  const { screen, page } = app;
  await waitForStart(screen);
  await screen.until('stack', ({ state }) => state === 'running', 60);
  await page.getByRole('img', { name: 'Servers on this terminal are running' }).waitFor();
  const servers = (await descendantsOf(app.pid)).filter(({ command }) => command.includes(serverProgram));
  expect(servers).toHaveLength(1);
  for (const { pid } of servers) process.kill(pid, 'SIGKILL');
  const down = await screen.until('stack', ({ state }) => state === 'restarting');
  expect(down).toMatchObject({ attempt: 1, failure: { step: 'servers', code: 'server.unavailable' } });
  await page.getByRole('img', { name: 'Servers on this terminal are starting' }).waitFor();
  await screen.until('stack', ({ state, attempt }) => state === 'running' && attempt === 2, 60);
  await page.getByRole('img', { name: 'Servers on this terminal are running' }).waitFor();
  await page.getByRole('button', { name: /^Try the demo/ }).waitFor();
  await app.quit();
});

test('F4: servers that cannot start are tried again after growing waits', { timeout: 90_000 }, async () => {
  const data = await world.installation.terminalFolder('broken', { stack: true });
  const program = join(data, 'servers.mjs');
  await writeFile(program, 'console.error("no room in this house"); process.exit(3);');
  const file = join(data, 'terminal.json');
  const configuration = JSON.parse(await readFile(file, 'utf8')) as { localStack: object };
  await writeFile(file, JSON.stringify({ ...configuration, localStack: { ...configuration.localStack, program } }));
  const app = await world.launch({ data });
  const { screen, page } = app;
  const card = await expectFailure(screen, {
    code: 'server.unavailable',
    title: 'The servers on this terminal do not answer',
    whatToDo: /^Tried again by itself in/,
  });
  const waits = new Map<number, number>();
  const told = await screen.until('stack', ({ attempt, retryIn = 0 }) => {
    waits.set(attempt, Math.max(waits.get(attempt) ?? 0, retryIn));
    return (waits.get(3) ?? 0) > 0;
  });
  expect(told.failure?.detail).toContain('no room in this house');
  expect(waits.get(3)).toBeGreaterThan((waits.get(2) ?? Infinity) * 1.5);
  await card.getByText(/^Tried again by itself in/).waitFor();

  await writeFile(program, `process.argv[1] = ${JSON.stringify(serverProgram)}; await import(process.argv[1]);`);
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await screen.until('stack', ({ state }) => state === 'running', 60);
  await page.getByRole('img', { name: 'Servers on this terminal are running' }).waitFor();
  await app.quit();
});
