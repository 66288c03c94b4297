import { Type, type Static } from 'typebox';
import { CodedError, hasCode } from '../errors/coded-error.ts';
import { MapFacts, type MapKind, type MapTarget, type RegionFacts } from '../maps/map-target.ts';
import { encodeJson } from '../protocol/bytes.ts';
import type { Store } from './ports.ts';
import { readStoredFile } from './stored-file.ts';

const installedFile = 'installed-maps.json';

/** What is installed, by target name; the file of this version is the map in use. */
const Installed = Type.Record(
  Type.String(),
  Type.Object({
    sha256: Type.String(),
    length: Type.Integer(),
    version: Type.String(),
    chunkList: Type.Object({ sha256: Type.String(), length: Type.Integer() }),
    /** What the publisher said of it, for when nobody can be asked; files of earlier versions lack it. */
    facts: Type.Optional(MapFacts),
  }),
);
export type InstalledFacts = Static<typeof Installed>[string];

/** An installed file, with what is known of it without a network. */
export interface InstalledTarget extends InstalledFacts {
  /** `<region>/<file>` */
  readonly name: string;
}

/** The terminal's record of its maps. A map counts as installed from the write of its record on. */
export class InstalledMaps {
  readonly #store: Store;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  /** By target name. @throws store.unreadable */
  async all(): Promise<Static<typeof Installed>> {
    const remedy = 'move it away and download the regions again: what is intact is not fetched twice';
    return (await readStoredFile(this.#store, installedFile, Installed, remedy)) ?? {};
  }

  /** @throws map.not-installed */
  async ofRegion(regionId: string): Promise<[string, InstalledFacts][]> {
    const found = Object.entries(await this.all()).filter(([name]) => name.startsWith(`${regionId}/`));
    if (found.length === 0) throw new CodedError('map.not-installed', { detail: regionId });
    return found;
  }

  /** The switch: from this write on the new version is the one in use. */
  record(target: MapTarget): Promise<void> {
    return this.#change((installed) => ({ ...installed, [target.name]: factsOf(target) }));
  }

  /** From this write on nothing of the region is in use. */
  forget(regionId: string): Promise<void> {
    return this.#change((installed) =>
      Object.fromEntries(Object.entries(installed).filter(([name]) => !name.startsWith(`${regionId}/`))),
    );
  }

  /** One change at a time. A record that cannot be read does not stand in the way of a whole new one. */
  #change(change: (installed: Static<typeof Installed>) => Static<typeof Installed>): Promise<void> {
    const write = async () => this.#store.write(installedFile, encodeJson(change(await this.all())));
    const done = this.#writing.then(write);
    this.#writing = done.catch(() => undefined);
    return done;
  }
}

export function factsOf({ sha256, length, version, chunkList, ...rest }: MapTarget): InstalledFacts {
  const { kind, region, attribution, licence } = rest;
  const facts: MapFacts = {
    kind,
    region,
    ...(attribution === undefined ? {} : { attribution }),
    ...(licence === undefined ? {} : { licence }),
  };
  return { sha256, length, version, chunkList, facts };
}

const wholeWorld: RegionFacts['boundsE7'] = [-1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000];

/**
 * What is known of a file that was installed before its facts were recorded: what the metadata on disk says, else what its
 * name tells.
 */
export async function knownFacts(
  { name, facts }: InstalledTarget,
  stored: () => Promise<ReadonlyMap<string, MapTarget>>,
): Promise<MapFacts> {
  if (facts !== undefined) return facts;
  const target = await storedTarget(name, stored);
  if (target !== undefined) return factsOf(target).facts ?? target;
  const [region = '', file = ''] = name.split('/');
  return { kind: kindByName(file), region: { id: region, names: {}, boundsE7: wholeWorld } };
}

async function storedTarget(
  name: string,
  stored: () => Promise<ReadonlyMap<string, MapTarget>>,
): Promise<MapTarget | undefined> {
  try {
    return (await stored()).get(name);
  } catch (error) {
    if (hasCode(error, 'map.metadata-invalid', 'store.unreadable')) return undefined;
    throw error;
  }
}

const kindByName = (file: string): MapKind => {
  if (file.endsWith('.pmtiles')) return 'tiles';
  if (file.endsWith('.places')) return 'places';
  return file.endsWith('.graph') ? 'graph' : 'style';
};
