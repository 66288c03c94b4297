import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TerminalHost } from '../../../../main/terminal/terminal-host.ts';
import type { ScreenState } from '../../../../src/contract/screen/state.ts';
import { toBase64url } from '../../../../src/protocol/bytes.ts';
import { generateEd25519 } from '../../../../src/protocol/keys.ts';

type Phase = ScreenState['terminal']['phase'];

describe('the terminal’s core', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'terminal-host-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const hostOf = (onOpened: (phases: readonly Phase[]) => Promise<void>) => {
    const phases: Phase[] = [];
    const host = new TerminalHost(
      { data: folder, unsafeFileVault: true },
      ({ phase }) => phases.push(phase),
      () => onOpened(phases),
    );
    return { host, phases };
  };

  it('says that it is not configured, and reads nothing more', async () => {
    const { host, phases } = hostOf(() => Promise.reject(new Error('there is nothing to be read')));
    expect(await host.open()).toBe(false);
    expect(phases).toEqual(['unconfigured']);
  });

  it('says who this terminal is once everything is known that the first screen depends on', async () => {
    const configuration = {
      serviceUrl: 'http://127.0.0.1:9',
      allocationRoot: { publicKey: toBase64url(generateEd25519().publicKey), lowestVersion: 1 },
      mapRoot: '{}',
    };
    await writeFile(join(folder, 'terminal.json'), JSON.stringify(configuration));
    let saidBefore: readonly Phase[] = [];
    const { host, phases } = hostOf(async (said) => {
      host.remark({ step: 'application', code: 'store.unreadable', remedy: 'try-again' });
      saidBefore = [...said];
    });
    expect(await host.open()).toBe(true);
    expect(saidBefore).toEqual(['starting']);
    expect(phases).toEqual(['starting', 'unprovisioned']);
    await host.close();
  });
});
