import { createWriteStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AllocationSettings } from '../../local-servers/allocation/settings.ts';
import { installationPaths } from '../../local-servers/cli/installation/files.ts';
import { openRole } from '../../local-servers/cli/installation/role-files.ts';
import { createLogger } from '../../local-servers/kit/logging.ts';
import { Installation, serverProgram } from '../main-job/installation.ts';
import { runToEnd, type FinishedProcess } from '../kit/processes.ts';
import type { Preparing } from '../kit/question.ts';
import type { ChannelServer } from '../main-job/raw-channel.ts';
import { csvLines, servers } from './table.ts';

export const defaultRules = 10_000_000;

/** A second allocation server and what its table was imported from. */
export interface AllocationServer {
  readonly installation: Installation;
  readonly channelServer: ChannelServer;
  readonly port: number;
  /** Whether its rules are those of the table, or the one that init sets. */
  readonly isImported: boolean;
  readonly rules: number;
}

export interface World {
  /** One rule, as `init` sets it by hand. */
  readonly setRule: AllocationServer;
  /** One rule, imported. */
  readonly oneRule: AllocationServer;
  readonly manyRules: AllocationServer;
  /** How the large import went. */
  readonly imported: FinishedProcess;
  readonly csvBytes: number;
}

let world: Promise<World> | undefined;
const installations: Installation[] = [];

/** The servers of all figures: made once, for the large table takes a while. */
export function openWorld(preparing: Preparing): Promise<World> {
  world ??= makeWorld(preparing);
  return world;
}

export async function closeWorld(): Promise<void> {
  for (const installation of installations.splice(0)) await installation.remove();
}

async function makeWorld({ say, numbers }: Preparing): Promise<World> {
  const rules = numbers['rules'] ?? defaultRules;
  say('making three installations');
  const setRule = await install(17_501, { rules: 1, isImported: false });
  const oneRule = await install(17_521, { rules: 1, isImported: true });
  const manyRules = await install(17_541, { rules, isImported: true });
  await importInto(oneRule);
  say(`importing ${rules.toLocaleString('en-US')} rules`);
  const imported = await importInto(manyRules);
  return { setRule, oneRule, manyRules, ...imported };
}

async function install(port: number, table: Pick<AllocationServer, 'rules' | 'isImported'>): Promise<AllocationServer> {
  const installation = await Installation.create({ port, settings: {} });
  installations.push(installation);
  const logger = createLogger({ name: 'bench', level: 'warn' });
  const paths = installationPaths(installation.data);
  const { context } = await openRole(paths, 'second-allocation', AllocationSettings, logger);
  const { host, port: listening } = new URL(context.baseUrl);
  const channelServer = { id: context.serverId, host, staticKey: context.staticKey.publicKey };
  return { installation, channelServer, port: Number(listening), ...table };
}

/** By the operator's command, on the core of the load: the other one does nothing meanwhile. */
async function importInto({ installation, rules }: AllocationServer): Promise<Pick<World, 'imported' | 'csvBytes'>> {
  const csv = join(installation.folder, 'table.csv');
  const serversFile = join(installation.folder, 'servers.json');
  await writeFile(serversFile, JSON.stringify(servers));
  await pipeline(Readable.from(csvLines(rules)), createWriteStream(csv));
  const words = ['allocation', 'import', 'second', csv, '--servers', serversFile];
  const imported = await runToEnd([process.execPath, serverProgram, '--data', installation.data, ...words]);
  return { imported, csvBytes: (await stat(csv)).size };
}
