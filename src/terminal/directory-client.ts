import { isSilence } from '../allocation/endpoint-race.ts';
import { openDirectory } from '../allocation/directory.ts';
import { check } from '../contract/check.ts';
import { directoryPath, type Directory, type DirectoryEntry } from '../contract/directory.ts';
import { SignedDocument } from '../contract/documents.ts';
import { protocolHeader, protocolVersion } from '../contract/protocol-version.ts';
import { CodedError, hasCode } from '../errors/coded-error.ts';
import { decodeJson } from '../protocol/bytes.ts';
import { keyId } from '../protocol/keys.ts';
import { refusal } from '../protocol/transport.ts';
import { followRoot } from './root-keeper.ts';
import { persistently, type TerminalContext } from './terminal-context.ts';

const maximumBytes = 131_072;

/** The root-signed directory, from the service server's address alone; never an older one than seen. */
export class DirectoryClient {
  readonly #context: TerminalContext;
  #directory: Directory | undefined;

  constructor(context: TerminalContext) {
    this.#context = context;
  }

  /** @throws network.*, document.* */
  async get(): Promise<Directory> {
    this.#directory ??= await persistently(this.#context, () => this.#load());
    return this.#directory;
  }

  /** Asks again at the next use: a server was not where the directory says. */
  forget(): void {
    this.#directory = undefined;
  }

  async #load(): Promise<Directory> {
    const { configuration, ports, state, tell } = this.#context;
    const response = await ports.transport({
      method: 'GET',
      url: configuration.serviceUrl.replace(/\/$/, '') + directoryPath,
      headers: { [protocolHeader]: String(protocolVersion) },
      maximumBytes,
      timeout: 10,
    });
    if (response.status !== 200) throw refusal(response);
    const document = check(
      SignedDocument,
      decodeJson(response.body, 'network.answer-invalid'),
      'network.answer-invalid',
    );
    const directory = await this.#open(document);
    if (directory.version > state.current.directoryVersion) {
      await state.change((now) => ({ ...now, directory: document, directoryVersion: directory.version }));
    }
    tell({ type: 'directory-loaded', version: directory.version, servers: directory.servers.length });
    return directory;
  }

  /** G2: what the present root has not signed may be its successor's. */
  async #open(document: SignedDocument): Promise<Directory> {
    const context = this.#context;
    const open = () => openDirectory(document, context.anchor, context.state.current.directoryVersion);
    try {
      return open();
    } catch (error) {
      if (!hasCode(error, 'document.signature-invalid')) throw error;
      // Whatever comes of the question: without an answer that leads on, it is the signature that is wrong.
      const leadsOn = await followRoot(context).catch((failure: unknown) => {
        if (failure instanceof CodedError && !failure.code.startsWith('store.')) return false;
        throw failure;
      });
      if (!leadsOn) throw error;
      return open();
    }
  }

  /** Key id of the root that is believed at this moment. */
  get rootKeyId(): string {
    return keyId(this.#context.anchor.rootKey);
  }

  /** The id of the service that the configuration points at. @throws service.unknown */
  async configuredService(): Promise<Directory['servers'][number]> {
    const directory = await this.get();
    const wanted = new URL(this.#context.configuration.serviceUrl).origin;
    const entry = directory.servers.find(
      ({ role, endpoints }) => role === 'service' && endpoints.some(({ url }) => new URL(url).origin === wanted),
    );
    if (entry === undefined)
      throw new CodedError('service.unknown', { detail: `the directory has no service at ${wanted}` });
    return entry;
  }
}

/**
 * Talks to a server of the directory. Where it is not there, or does not prove the keys that stand there, it may have moved
 * or have new ones: a newer directory, or a newer root, that says so is heeded at once.
 * (The service server is where the configuration says.)
 */
export async function withNewestKeys<T>(
  directory: DirectoryClient,
  known: DirectoryEntry,
  newest: () => Promise<DirectoryEntry>,
  talk: (server: DirectoryEntry) => Promise<T>,
): Promise<T> {
  try {
    return await talk(known);
  } catch (error) {
    if (!mayBeOfOldKeys(error) && !(isSilence(error) && known.role !== 'service')) throw error;
    const root = directory.rootKeyId;
    directory.forget();
    const now = await newest();
    if (directory.rootKeyId === root && JSON.stringify(now) === JSON.stringify(known)) throw error;
    return talk(now);
  }
}

const mayBeOfOldKeys = (error: unknown): boolean =>
  hasCode(error, 'channel.handshake-failed', 'document.signature-invalid', 'signature.invalid');
