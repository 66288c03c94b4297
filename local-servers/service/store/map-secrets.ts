import { importEd25519, exportPrivate, type KeyPair } from '../../../src/protocol/keys.ts';
import { regionKeyBytes } from '../../../src/maps/chunks/sealing.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { openAtRest, sealAtRest } from '../../../src/protocol/sealing-at-rest.ts';
import type { MapStore } from './map-store.ts';

const timestampKey = 'timestamp key';
const regionLabel = (regionId: string) => `region key ${regionId}`;

/** The keys in the store of maps, which has them sealed under the master key. */
export class MapSecrets {
  readonly #masterKey: Uint8Array;

  constructor(masterKey: Uint8Array) {
    this.#masterKey = masterKey;
  }

  async regionKey(maps: MapStore, regionId: string): Promise<Uint8Array | undefined> {
    const sealed = await maps.regionKey(regionId);
    return sealed === undefined ? undefined : openAtRest(this.#masterKey, regionLabel(regionId), sealed);
  }

  /** The region's key; made where there is none yet. Several may ask at once: all get the same. */
  async ensureRegionKey(maps: MapStore, regionId: string): Promise<Uint8Array> {
    const fresh = randomBytes(regionKeyBytes);
    await maps.addRegion(regionId, sealAtRest(this.#masterKey, regionLabel(regionId), fresh));
    return (await this.regionKey(maps, regionId)) ?? fresh;
  }

  /** G3: the one key of the publisher that is here: it says again what is newest, and nothing else. */
  async timestampKey(maps: MapStore): Promise<KeyPair | undefined> {
    const sealed = await maps.secret(timestampKey);
    return sealed === undefined ? undefined : importEd25519(openAtRest(this.#masterKey, timestampKey, sealed));
  }

  async saveTimestampKey(maps: MapStore, key: KeyPair): Promise<void> {
    await maps.saveSecret(timestampKey, sealAtRest(this.#masterKey, timestampKey, exportPrivate(key)));
  }
}
