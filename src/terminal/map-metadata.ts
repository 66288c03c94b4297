import { metadataPath } from '../contract/maps.ts';
import { hasCode } from '../errors/coded-error.ts';
import type { MapTarget } from '../maps/map-target.ts';
import type { RoleName } from '../maps/tuf/metadata.ts';
import type { StoredMetadata } from '../maps/tuf/trusted.ts';
import { utf8 } from '../protocol/bytes.ts';
import type { ServiceClient } from './service-client.ts';
import type { TerminalContext } from './terminal-context.ts';

/** Loaded when first used: a terminal that starts with its maps needs none of it. */
const trusted = () => import('../maps/tuf/trusted.ts');

const fileOf = (role: RoleName) => `map-metadata-${role}.json`;

/** G3: what the publisher signed, as this terminal last trusted it; updated through the service, believed for the signatures. */
export class MapMetadata {
  readonly #context: TerminalContext;
  readonly #service: ServiceClient;

  constructor(context: TerminalContext, service: ServiceClient) {
    this.#context = context;
    this.#service = service;
  }

  /** The targets of the metadata on disk, whatever its age. */
  async stored(): Promise<ReadonlyMap<string, MapTarget>> {
    const { mapTargets, readTrusted } = await trusted();
    return mapTargets(readTrusted(await this.#read()));
  }

  /** The newest targets. @throws map.metadata-*, network.*, session.* */
  async update(): Promise<ReadonlyMap<string, MapTarget>> {
    const { updateMetadata } = await import('../maps/tuf/update.ts');
    const updated = await updateMetadata({
      trusted: await this.#read(),
      fetch: (name, maximumBytes) => this.#fetch(name, maximumBytes),
      referenceTime: await this.#referenceTime(),
      store: (role, bytes) =>
        bytes === undefined
          ? this.#context.ports.store.remove(fileOf(role))
          : this.#context.ports.store.write(fileOf(role), bytes),
    });
    const { mapTargets } = await trusted();
    return mapTargets(updated);
  }

  async #read(): Promise<StoredMetadata> {
    const [root, timestamp, snapshot, targets] = await Promise.all(
      (['root', 'timestamp', 'snapshot', 'targets'] as const).map((role) => this.#readFile(role)),
    );
    const pinned = utf8(this.#context.configuration.mapRoot);
    return { root: root !== undefined && (await isRoot(root)) ? root : pinned, timestamp, snapshot, targets };
  }

  /** A file that cannot be read, or is far too large, counts as not there: the update fetches it again. */
  async #readFile(role: RoleName): Promise<Uint8Array | undefined> {
    try {
      return await this.#context.ports.store.read(fileOf(role));
    } catch (error) {
      if (hasCode(error, 'store.unreadable')) return undefined;
      throw error;
    }
  }

  async #fetch(name: string, maximumBytes: number): Promise<Uint8Array | undefined> {
    try {
      return (await this.#service.get({ path: metadataPath(name), maximumBytes, signedReply: true })).body;
    } catch (error) {
      if (hasCode(error, 'request.not-found')) return undefined;
      throw error;
    }
  }

  /** The account server's time at the opening of the session, plus what has elapsed since. */
  async #referenceTime(): Promise<Date> {
    const { serverTime, openedAt } = await this.#service.session();
    return new Date((serverTime + this.#context.ports.clock.monotonic() - openedAt) * 1000);
  }
}

/** Can the stored root be believed? Where not, the update starts again at the pinned one, and follows every rotation. */
async function isRoot(bytes: Uint8Array): Promise<boolean> {
  const { readTrusted } = await trusted();
  try {
    readTrusted({ root: bytes });
    return true;
  } catch (error) {
    if (hasCode(error, 'map.metadata-invalid')) return false;
    throw error;
  }
}
