import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { check } from '../contract/check.ts';
import { TerminalConfiguration } from '../contract/terminal-configuration.ts';
import { CodedError } from '../errors/coded-error.ts';
import { namingPlace } from '../errors/naming-place.ts';
import { readWhole } from './atomic-file.ts';
import { makeFolder } from './durable-file.ts';
import { FileStore } from './file-store.ts';
import { httpTransport } from './http-transport.ts';
import { KeyringVault } from './keyring-vault.ts';
import { MapFolder } from './map-folder.ts';
import { removeLeftovers } from './leftovers.ts';
import { monotonicClock } from './monotonic-clock.ts';
import { lockFolder } from './terminal-lock.ts';
import { LateVault } from './late-vault.ts';
import { UnsafeFileVault } from './unsafe-file-vault.ts';
import { decodeJson } from '../protocol/bytes.ts';
import type { HttpTransport } from '../protocol/transport.ts';
import type { AllocationRoute, EventListener } from '../terminal/events.ts';
import type { Vault } from '../terminal/ports.ts';
import { Terminal } from '../terminal/terminal.ts';

export interface OpenOptions {
  /** The terminal's folder: its state, its maps, and `terminal.json` unless `configuration` names another. */
  readonly data: string;
  readonly configuration?: string;
  /** Keeps secrets in an encrypted file beside its key where there is no keyring. */
  readonly unsafeFileVault: boolean;
  readonly route?: AllocationRoute;
  readonly tell?: EventListener;
  /** Instead of the vault that the options above make. */
  readonly vault?: Vault;
  readonly transport?: HttpTransport;
}

export interface OpenedTerminal {
  readonly terminal: Terminal;
  readonly configuration: TerminalConfiguration;
  readonly close: () => Promise<void>;
}

/** `$NAVITERM_HOME`, or where the system keeps the data of programs. */
export function defaultData(): string {
  const data = process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share');
  return process.env['NAVITERM_HOME'] ?? join(data, 'naviterm');
}

/** @throws configuration.invalid where there is no configuration, or another process works with the folder */
export async function openTerminal(options: OpenOptions): Promise<OpenedTerminal> {
  const data = resolve(options.data);
  const configuration = await readConfiguration(options.configuration ?? join(data, 'terminal.json'));
  await makeFolder(data);
  const release = await lockFolder(data);
  try {
    const maps = join(data, 'maps');
    await removeLeftovers(data, maps);
    const terminal = await Terminal.open({
      configuration,
      ports: {
        store: new FileStore(data),
        vault: options.vault ?? new LateVault(() => openVault(data, options.unsafeFileVault)),
        clock: monotonicClock,
        transport: options.transport ?? httpTransport,
        maps: new MapFolder(maps),
      },
      ...(options.tell === undefined ? {} : { tell: options.tell }),
      ...(options.route === undefined ? {} : { route: options.route }),
    });
    return { terminal, configuration, close: release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** @throws configuration.invalid */
export async function readConfiguration(path: string): Promise<TerminalConfiguration> {
  const content = await readWhole(path, 262_144);
  if (content === undefined) throw new CodedError('configuration.invalid', { detail: `there is no ${path}` });
  return namingPlace(path, () =>
    check(TerminalConfiguration, decodeJson(content, 'configuration.invalid'), 'configuration.invalid'),
  );
}

/** Secrets in the keyring, or in a file where that was asked for. @throws vault.unavailable */
export async function openVault(data: string, unsafe: boolean): Promise<Vault> {
  if (unsafe) return new UnsafeFileVault(data);
  try {
    // One terminal's entries are apart from another's on the same machine.
    return await KeyringVault.open(`Naviterm ${data}`);
  } catch (cause) {
    if (!(cause instanceof CodedError)) throw cause;
    throw new CodedError('vault.unavailable', {
      detail: `${cause.detail ?? ''}; --allow-unsafe-file-vault keeps secrets in a file that whoever copies it can read`,
      ...(cause.info === undefined ? {} : { info: cause.info }),
      cause,
    });
  }
}
