import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeProgress } from '../src/cli/progress.ts';
import { drawMap } from '../src/cli/draw-map.ts';
import { demoRegions } from '../src/host/demo-preparation.ts';
import { LocalStack } from '../src/host/local-stack.ts';
import { openTerminal, type OpenedTerminal } from '../src/host/open-terminal.ts';
import { describeEvent, formatBytes } from '../src/cli/words.ts';
import { CodedError } from '../src/errors/coded-error.ts';
import { KeyringVault } from '../src/host/keyring-vault.ts';
import type { TerminalEvent } from '../src/terminal/events.ts';
import type { Terminal } from '../src/terminal/terminal.ts';
import { applyAndPay } from './application.ts';
import {
  exists,
  linkLimit,
  prepareRegions,
  prepareServers,
  provisionDevice,
  publishRegions,
  sessionLifetime,
  type DemoFolders,
} from './preparation.ts';
import { serverProgram } from './server-program.ts';
import { expect, type StepResult, type Story } from './steps.ts';

/** The whole story on one machine: from an application to a verified map of a real city. */
export async function tellStory(story: Story, folders: DemoFolders, output: string): Promise<void> {
  await story.step('regions', 'Making region packages from real map data', () => prepareRegions(story));
  await story.step('servers', 'Setting up the servers: keys, root, rules', () => prepareServers(folders));
  await story.step('publish', 'Publishing the maps: cut, sealed, signed', () => publishRegions(folders));
  let stack: LocalStack | undefined;
  try {
    const logFile = join(folders.servers, 'servers.log');
    await story.step('stack', 'Starting all servers on this machine', async (): Promise<StepResult> => {
      stack = await LocalStack.start({
        program: serverProgram,
        data: folders.servers,
        arguments: ['--log-file', logFile],
      });
      return {};
    });
    const events: TerminalEvent[] = [];
    const unsafeFileVault = await needsFileVault(story, folders);
    const opened = await openTerminal({
      data: folders.terminal,
      unsafeFileVault,
      tell: (event) => {
        events.push(event);
        story.note(describeEvent(event));
      },
    });
    try {
      await tellTerminalStory(story, opened, { folders, output, events });
    } finally {
      await opened.close();
    }
  } finally {
    await stack?.stop();
  }
}

/** A keyring where there is one; a demo without one says what it does instead. */
export async function needsFileVault(story: Story, folders: Pick<DemoFolders, 'terminal'>): Promise<boolean> {
  if (await exists(join(folders.terminal, 'unsafe-vault.json'))) return true;
  try {
    await KeyringVault.open(`Naviterm ${folders.terminal}`);
    return false;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    story.note('this machine has no usable keyring: the demo keeps its secrets in a file (never do so in a car)');
    return true;
  }
}

interface TerminalStory {
  readonly folders: DemoFolders;
  readonly output: string;
  readonly events: TerminalEvent[];
}

async function tellTerminalStory(
  story: Story,
  { terminal, configuration }: OpenedTerminal,
  parts: TerminalStory,
): Promise<void> {
  const { folders, events } = parts;
  const signedUpBefore = terminal.status().account !== undefined;
  await story.step('provision', 'Giving the device its identity, as its maker does', async (): Promise<StepResult> => {
    if (terminal.status().device !== undefined) return { outcome: 'skipped' };
    await provisionDevice(folders, (provisioning) => terminal.provision(provisioning));
    return {};
  });
  if (signedUpBefore) {
    await story.step('sign-up', 'Signing up', async () => ({
      outcome: 'skipped',
      words: `signed up as ${terminal.status().account?.userId ?? ''}`,
    }));
  } else {
    const mailboxUrl = await mailboxUrlOf(folders);
    const account = await applyAndPay(story, { portalUrl: configuration.portalUrl ?? '', mailboxUrl }, folders.servers);
    await story.step(
      'sign-up',
      'Signing up: the password stays here, the access key goes into the vault',
      async (): Promise<StepResult> => {
        const choose = () => Promise.resolve({ choice: 'add' as const });
        await terminal.signUp({ ...account, terminalName: 'Naviterm demo', choose });
        return { facts: { userId: account.userId } };
      },
    );
  }
  await enterService(story, terminal, events, signedUpBefore);
  await story.step('session-goes-on', 'Asking the account server about the session', async (): Promise<StepResult> => {
    const { state, expiresIn } = await terminal.currentSession();
    return { words: `it says "${state}", ${expiresIn.toFixed(1)} s left`, facts: { state } };
  });
  await downloadRegions(story, terminal, events);
  await story.step(
    'verify',
    'Reading the installed maps against what the publisher signed',
    async (): Promise<StepResult> => {
      for (const region of demoRegions) await terminal.maps.verify(region);
      return { words: demoRegions.join(' and ') };
    },
  );
  await story.step('picture', 'Drawing a picture of the downloaded city', async (): Promise<StepResult> => {
    const [path] = (await terminal.maps.paths('montevideo')).values();
    const file = join(parts.output, 'montevideo.png');
    await writeFile(
      file,
      await drawMap({ path: path ?? '', width: 1280, height: 800, theme: 'day', language: 'local' }),
    );
    return { words: file, facts: { file } };
  });
}

async function mailboxUrlOf(folders: DemoFolders): Promise<string> {
  const file: unknown = JSON.parse(await readFile(join(folders.servers, 'mailbox', 'role.json'), 'utf8'));
  return (file as { baseUrl: string }).baseUrl;
}

/** A1-A4, B1-B4, C4: refused, led on, authenticated both ways, admitted, in session. */
async function enterService(
  story: Story,
  terminal: Terminal,
  events: TerminalEvent[],
  knowsTheWay: boolean,
): Promise<void> {
  const service = await terminal.directory.configuredService();
  await story.step('refusal', 'Asking the service server without being anybody', async (): Promise<StepResult> => {
    await terminal.service.demand(service);
    return { words: 'it asks for device authentication', facts: { code: 'device.authentication-required' } };
  });
  await story.step(
    'admission',
    'Finding the authentication server, authenticating, presenting the certificate',
    async (): Promise<StepResult> => {
      events.length = 0;
      await terminal.service.admit(service);
      const found = events.find((event) => event.type === 'authentication-server');
      const hops = events.filter((event) => event.type === 'hop').map(({ role, serverId }) => ({ role, serverId }));
      expect(found !== undefined, 'an authentication server to be found');
      expect(
        events.some((event) => event.type === 'authenticated'),
        'authentication both ways',
      );
      expect(
        hops.length === (knowsTheWay ? 0 : 2),
        knowsTheWay ? 'to go straight to the stored server' : 'to ask both allocation servers',
      );
      return { facts: { authenticationServer: found?.serverId, from: found?.from, hops } };
    },
  );
  await story.step('session', 'Opening a session with the access key', async (): Promise<StepResult> => {
    const { contract } = await terminal.service.session();
    return {
      words: `plan ${contract.plan}, regions ${contract.regions.join(', ')}`,
      facts: { lifetime: sessionLifetime },
    };
  });
}

async function downloadRegions(story: Story, terminal: Terminal, events: TerminalEvent[]): Promise<void> {
  const title = `Downloading ${demoRegions.join(' and ')} over a link limited to ${formatBytes(linkLimit)}/s, sessions of ${sessionLifetime} s`;
  await story.step('download', title, async (): Promise<StepResult> => {
    events.length = 0;
    const started = performance.now();
    let shown = 0;
    let fetchedBytes = 0;
    for (const region of demoRegions) {
      const begun = performance.now();
      const done = await terminal.maps.download(region, {
        onProgress: (name, progress) => {
          if (performance.now() - shown < 1_000) return;
          shown = performance.now();
          story.note(describeProgress(name, progress, (performance.now() - begun) / 1000));
        },
      });
      fetchedBytes += done.reduce((sum, artefact) => sum + artefact.fetchedBytes, 0);
    }
    const seconds = (performance.now() - started) / 1000;
    const renewals = events.filter(({ type }) => type === 'session-opened' || type === 'session-extended').length;
    if (fetchedBytes === 0) return { outcome: 'skipped', words: 'installed and intact: nothing was fetched' };
    expect(fetchedBytes / seconds < linkLimit * 1.25, 'the link limit to hold');
    expect(seconds < sessionLifetime || renewals > 0, 'sessions to be renewed on the way');
    const rate = Math.round(fetchedBytes / seconds);
    return {
      words: `${formatBytes(fetchedBytes)} at ${formatBytes(rate)}/s, ${renewals} sessions opened or extended on the way`,
      facts: { fetchedBytes, bytesPerSecond: rate, linkLimit, renewals },
    };
  });
}
