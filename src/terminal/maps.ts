import { Catalog, catalogPath, chunkPath, regionKeyPath } from '../contract/maps.ts';
import { check } from '../contract/check.ts';
import { SealedRegionKey } from '../contract/sessions.ts';
import { CodedError } from '../errors/coded-error.ts';
import { decodeChunkList } from '../maps/chunks/chunk-list.ts';
import { digestOf, type Digest } from '../maps/chunks/digest.ts';
import { downloadArtefact } from '../maps/download/download-artefact.ts';
import type { DownloadProgress, InstalledFile } from '../maps/download/ports.ts';
import { findDamage, verifyInstalled } from '../maps/download/verify-installed.ts';
import { boundsInDegrees, type MapFacts, type MapTarget } from '../maps/map-target.ts';
import { openRegionKey } from '../maps/region-key.ts';
import { decodeJson, fromBase64url } from '../protocol/bytes.ts';
import { factsOf, InstalledMaps, knownFacts, type InstalledFacts, type InstalledTarget } from './installed-maps.ts';
import { MapMetadata } from './map-metadata.ts';
import type { ArtefactFiles } from './ports.ts';
import type { ServiceClient } from './service-client.ts';
import type { TerminalContext } from './terminal-context.ts';

export interface RegionOverview {
  readonly id: string;
  readonly names: Readonly<Record<string, string>>;
  readonly entitled: boolean;
  /** Bytes of all artefacts, plain. */
  readonly size: number;
  readonly version: string;
  readonly state: 'not-installed' | 'installed' | 'update-available';
  readonly targets: readonly MapTarget[];
}

/** A region on this terminal, as far as is known without a network. */
export interface InstalledRegion {
  readonly id: string;
  readonly names: Readonly<Record<string, string>>;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
  readonly version: string;
  readonly files: readonly InstalledMapFile[];
  readonly attribution?: string;
  readonly licence?: string;
}

export interface InstalledMapFile {
  /** `<region>/<file>` */
  readonly name: string;
  readonly kind: MapFacts['kind'];
  readonly sha256: string;
  readonly length: number;
  readonly path: string;
  /** Whether there is a file of that length; what is in it, `verify` says. */
  readonly present: boolean;
}

export interface DownloadOptions {
  /** Told before the first byte: what will be there, in bytes. */
  readonly onPlan?: (files: readonly { readonly name: string; readonly length: number }[]) => void;
  readonly onProgress?: (name: string, progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
}

export interface DownloadedArtefact {
  readonly name: string;
  readonly path: string;
  readonly length: number;
  /** Sealed bytes that came over the network in this run; 0 where it was there already. */
  readonly fetchedBytes: number;
}

/** The maps of this terminal (C11, G4): what may be had, what is installed, downloads and checks. */
export class MapLibrary {
  readonly metadata: MapMetadata;
  readonly #context: TerminalContext;
  readonly #service: ServiceClient;
  readonly #installed: InstalledMaps;

  constructor(context: TerminalContext, service: ServiceClient) {
    this.#context = context;
    this.#service = service;
    this.#installed = new InstalledMaps(context.ports.store);
    this.metadata = new MapMetadata(context, service);
  }

  /** Regions of the publisher's newest metadata, with what the contract covers and what is installed. */
  async list(): Promise<RegionOverview[]> {
    const targets = [...(await this.metadata.update()).values()];
    const { body } = await this.#service.get({ path: catalogPath, maximumBytes: 1_048_576, signedReply: true });
    const catalog = check(Catalog, decodeJson(body, 'network.answer-invalid'), 'network.answer-invalid');
    const installed = await this.#installed.all();
    return [...new Set(targets.map(({ region }) => region.id))].map((id) => {
      const members = targets.filter(({ region }) => region.id === id);
      return {
        id,
        names: members[0]?.region.names ?? {},
        entitled: catalog.regions.some((region) => region.id === id && region.entitled),
        size: members.reduce((sum, { length }) => sum + length, 0),
        version: members[0]?.version ?? '',
        state: stateOf(members, installed),
        targets: members,
      };
    });
  }

  /**
   * Installs the newest version of every artefact of a region, or goes on where an earlier download stopped. The version
   * in use stays until the new one is complete and checked.
   * @throws map.*, contract.*, network.*, store.full, terminal.cancelled
   */
  async download(regionId: string, options: DownloadOptions = {}): Promise<DownloadedArtefact[]> {
    const targets = [...(await this.metadata.update()).values()].filter(({ region }) => region.id === regionId);
    if (targets.length === 0) throw new CodedError('map.region-unknown', { detail: regionId });
    options.onPlan?.(targets.map(({ name, length }) => ({ name, length })));
    const done: DownloadedArtefact[] = [];
    for (const target of targets) done.push(await this.#install(target, options));
    return done;
  }

  /** What is on this terminal; asks nobody. @throws store.unreadable */
  async installedRegions(): Promise<InstalledRegion[]> {
    const targets = Object.entries(await this.#installed.all()).map(([name, facts]) => ({ name, ...facts }));
    const ids = [...new Set(targets.map(({ name }) => regionOf(name)))];
    return Promise.all(
      ids.map((id) =>
        this.#region(
          id,
          targets.filter(({ name }) => regionOf(name) === id),
        ),
      ),
    );
  }

  async #region(id: string, targets: readonly InstalledTarget[]): Promise<InstalledRegion> {
    const known = await Promise.all(targets.map((target) => knownFacts(target, () => this.metadata.stored())));
    const files = targets.map(async (target, index): Promise<InstalledMapFile> => {
      const { name, sha256, length } = target;
      const size = await this.#files(name).withVersion(sha256, (file) => file.size());
      const kind = known[index]?.kind ?? 'tiles';
      return { name, kind, sha256, length, path: this.#files(name).path(sha256), present: size === length };
    });
    // The tiles' own words come first: they are what the map shows.
    const main = known.find(({ kind }) => kind === 'tiles') ?? known[0];
    return {
      id,
      names: main?.region.names ?? {},
      bounds: main === undefined ? [-180, -85, 180, 85] : boundsInDegrees(main.region),
      version: targets[0]?.version ?? '',
      files: await Promise.all(files),
      ...(main?.attribution === undefined ? {} : { attribution: main.attribution }),
      ...(main?.licence === undefined ? {} : { licence: main.licence }),
    };
  }

  /** Takes a region off this terminal, with what was begun of it. @throws map.not-installed, store.* */
  async remove(regionId: string): Promise<void> {
    const names = (await this.#installed.ofRegion(regionId)).map(([name]) => name);
    // From here on nothing uses the files; what a power cut leaves of them goes at the next download.
    await this.#installed.forget(regionId);
    for (const name of names) {
      const files = this.#files(name);
      for (const version of await files.versions()) await files.removeVersion(version);
      for (const list of await files.lists.names()) await files.lists.remove(list);
      for (const draft of await files.drafts.names()) await files.drafts.remove(draft);
    }
  }

  /** Throws away what was begun of a region and is not in use. @throws store.* */
  async discard(regionId: string): Promise<void> {
    for (const { name, region } of (await this.metadata.stored()).values()) {
      if (region.id !== regionId) continue;
      const { drafts } = this.#files(name);
      for (const draft of await drafts.names()) await drafts.remove(draft);
    }
  }

  /** Reads every installed file of a region against what the publisher signed. @throws map.not-installed, map.file-damaged */
  async verify(
    regionId: string,
    onProgress?: (name: string, doneBytes: number, totalBytes: number) => void,
  ): Promise<readonly string[]> {
    const installed = await this.#installed.ofRegion(regionId);
    const paths: string[] = [];
    for (const [name, facts] of installed) {
      const files = this.#files(name);
      const chunkList = await this.#chunkList(files, facts);
      const found = await files.withVersion(facts.sha256, async (file) => {
        const progress = (bytes: number) => onProgress?.(name, bytes, facts.length);
        await verifyInstalled({ target: { name, ...facts }, chunkList, file, onProgress: progress });
        return true;
      });
      if (found === undefined) throw new CodedError('map.file-damaged', { detail: `${name} is gone` });
      paths.push(files.path(facts.sha256));
    }
    return paths;
  }

  /** Paths of a region's installed files, by target name. @throws map.not-installed */
  async paths(regionId: string): Promise<ReadonlyMap<string, string>> {
    const installed = await this.#installed.ofRegion(regionId);
    return new Map(installed.map(([name, { sha256 }]) => [name, this.#files(name).path(sha256)]));
  }

  async #install(target: MapTarget, options: DownloadOptions): Promise<DownloadedArtefact> {
    const files = this.#files(target.name);
    const before = (await this.#installed.all())[target.name];
    const path = files.path(target.sha256);
    const same = (await files.versions()).includes(target.sha256);
    const damaged = same ? await this.#damage(files, target) : undefined;
    if (damaged?.size === 0) {
      // The file is in place and intact; only its record may be missing, after a power cut between the two.
      if (before?.sha256 !== target.sha256) await this.#installed.record(target);
      await this.#tidy(files, target);
      return { name: target.name, path, length: target.length, fetchedBytes: 0 };
    }
    const source = same ? factsOf(target) : before;
    const download = async (installed: InstalledFile | undefined) => {
      const { fetchedBytes } = await downloadArtefact({
        target,
        regionKey: await this.#regionKey(target.region.id),
        fetchSealed: async (id, { maxBytes, ...rest }) =>
          (
            await this.#service.get({
              path: chunkPath(id),
              maximumBytes: maxBytes,
              timeout: 60,
              signedReply: false,
              ...rest,
            })
          ).body,
        lists: files.lists,
        drafts: files.drafts,
        installed,
        onProgress: (progress) => options.onProgress?.(target.name, progress),
        signal: options.signal,
      });
      return fetchedBytes;
    };
    const chunkList = source === undefined ? undefined : await this.#chunkList(files, source);
    const fetchedBytes =
      (source === undefined || chunkList === undefined
        ? undefined
        : await files.withVersion(source.sha256, (file) =>
            download({ chunkList, file, damaged: damaged ?? new Set() }),
          )) ?? (await download(undefined));
    await this.#installed.record(target);
    await this.#tidy(files, target);
    return { name: target.name, path, length: target.length, fetchedBytes };
  }

  /** Removes what an installed version does not need: other versions, their lists, and drafts. */
  async #tidy(files: ArtefactFiles, { sha256, chunkList }: MapTarget): Promise<void> {
    for (const old of await files.versions()) if (old !== sha256) await files.removeVersion(old);
    for (const old of await files.lists.names()) if (old !== chunkList.sha256) await files.lists.remove(old);
    for (const old of await files.drafts.names()) await files.drafts.remove(old);
  }

  /** Damaged chunks of the installed file; damage that no chunk's name tells counts under the file's own. */
  async #damage(files: ArtefactFiles, target: MapTarget): Promise<Set<Digest>> {
    const chunkList = await this.#chunkList(files, factsOf(target));
    const damage = await files.withVersion(target.sha256, (file) => findDamage({ target, chunkList, file }));
    return new Set((damage ?? []).map(({ sha256 }) => sha256 ?? target.sha256));
  }

  async #chunkList(files: ArtefactFiles, facts: InstalledFacts) {
    const encoded = await files.lists.get(facts.chunkList.sha256);
    // A damaged list counts as none: it is fetched again, and the map is checked as a whole.
    return encoded === undefined || digestOf(encoded) !== facts.chunkList.sha256 ? undefined : decodeChunkList(encoded);
  }

  async #regionKey(regionId: string): Promise<Uint8Array> {
    const { body, audienceKey } = await this.#service.get({
      path: regionKeyPath(regionId),
      maximumBytes: 4_096,
      signedReply: true,
    });
    const { sealed } = check(SealedRegionKey, decodeJson(body, 'network.answer-invalid'), 'network.answer-invalid');
    return openRegionKey(audienceKey, regionId, fromBase64url(sealed, 'network.answer-invalid'));
  }

  #files(name: string): ArtefactFiles {
    return this.#context.ports.maps.artefact(name);
  }
}

const regionOf = (name: string): string => name.slice(0, name.indexOf('/'));

function stateOf(
  targets: readonly MapTarget[],
  installed: Readonly<Record<string, InstalledFacts>>,
): RegionOverview['state'] {
  const known = targets.filter(({ name }) => installed[name] !== undefined);
  if (known.length === 0) return 'not-installed';
  return targets.every(({ name, sha256 }) => installed[name]?.sha256 === sha256) ? 'installed' : 'update-available';
}
