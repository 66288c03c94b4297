import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeviceProvisioning } from '../src/contract/terminal-configuration.ts';
import {
  configureTerminal,
  demoRegions,
  installServers,
  provisionDemoDevice,
  publishRegion,
} from '../src/host/demo-preparation.ts';
import type { Operate } from '../src/host/operate-servers.ts';
import { buildRegions, operate, regionsFolder, serverProgram } from './server-program.ts';
import type { StepResult, Story } from './steps.ts';

/** Where the demo keeps what it makes. */
export interface DemoFolders {
  readonly servers: string;
  readonly terminal: string;
}

const operatorOf =
  ({ servers }: DemoFolders): Operate =>
  (...parameters) =>
    operate(servers, ...parameters);

/** What the story's link gives, in bytes per second, and how long its sessions live, in seconds. */
export const linkLimit = 1_000_000;
export const sessionLifetime = 5;

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Real map data into region packages; they are kept for the next demo. */
export async function prepareRegions(story: Story): Promise<StepResult> {
  let last = 0;
  const built = await buildRegions(demoRegions, (line) => {
    if (performance.now() - last < 2_000) return;
    last = performance.now();
    story.note(line);
  });
  if (built.length === 0) return { outcome: 'skipped', words: 'built before' };
  return { words: built.join(', '), facts: { regions: built } };
}

/** Keys, root, rules and the terminal's configuration; then the limits that this story shows. */
export async function prepareServers(folders: DemoFolders): Promise<StepResult> {
  if (await exists(join(folders.terminal, 'terminal.json'))) return { outcome: 'skipped', words: folders.servers };
  const operator = operatorOf(folders);
  await installServers(operator, folders.servers);
  await Promise.all([
    operator('configure', 'accounts', `sessionLifetime=${sessionLifetime}`),
    operator('configure', 'service', `rateLimitBytesPerSecond=${linkLimit}`),
  ]);
  await mkdir(folders.terminal, { recursive: true });
  await configureTerminal(folders.terminal, { program: serverProgram, data: folders.servers });
  return { words: folders.servers };
}

/** The publisher cuts, seals and signs; what is published already is left alone. */
export async function publishRegions(folders: DemoFolders): Promise<StepResult> {
  const published: string[] = [];
  for (const region of demoRegions)
    if (await publishRegion(operatorOf(folders), regionsFolder, region)) published.push(region);
  return published.length === 0 ? { outcome: 'skipped' } : { words: published.join(', '), facts: { published } };
}

/** B1: what the maker does at the factory. */
export const provisionDevice = (
  folders: DemoFolders,
  take: (provisioning: DeviceProvisioning) => Promise<void>,
): Promise<void> => provisionDemoDevice(operatorOf(folders), folders.terminal, take);
