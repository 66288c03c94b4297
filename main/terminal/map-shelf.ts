import type { ScreenState } from '../../src/contract/screen/state.ts';
import { CodedError, hasCode } from '../../src/errors/coded-error.ts';
import { boundsInDegrees } from '../../src/maps/map-target.ts';
import { failureOf } from '../../src/terminal/failure.ts';
import type { InstalledRegion, RegionOverview } from '../../src/terminal/maps.ts';
import type { StateBoard } from '../app/state-board.ts';
import { mapAddress } from '../scheme/address.ts';
import type { InstalledMap } from '../scheme/answer.ts';
import type { TerminalHost } from './terminal-host.ts';

type Region = ScreenState['maps']['regions'][number];

export interface MapShelfOptions {
  readonly board: StateBoard;
  readonly host: TerminalHost;
  /** What is installed, or where, is another now. */
  readonly onChange: (regions: readonly InstalledRegion[]) => void;
}

/** The maps as the screen lists them: what is installed is known without a network, what may be had comes with it. */
export class MapShelf {
  readonly #options: MapShelfOptions;
  #installed: readonly InstalledRegion[] = [];
  #offered: readonly RegionOverview[] | undefined;
  /** Regions with a file that could not be read, until they are downloaded again. */
  readonly #damaged = new Set<string>();
  #refreshing: Promise<void> | undefined;

  constructor(options: MapShelfOptions) {
    this.#options = options;
  }

  /** Reads anew what is installed; asks nobody. */
  async readInstalled(): Promise<void> {
    const { host, board, onChange } = this.#options;
    try {
      this.#installed = await host.terminal.maps.installedRegions();
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      board.update('maps', (maps) => ({ ...maps, failure: failureOf(error) }));
      return;
    }
    this.#publish();
    onChange(this.#installed);
  }

  /** Asks the publisher. @throws any coded error, which the topic tells, too */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    const { host, board } = this.#options;
    const { failure: _failure, ...before } = board.state.maps;
    board.set('maps', { ...before, refreshing: true });
    try {
      this.#offered = await host.terminal.maps.list();
      board.update('maps', (maps) => ({ ...maps, refreshing: false }));
      this.#publish();
    } catch (error) {
      board.update('maps', (maps) => ({ ...maps, refreshing: false, failure: failureOf(error) }));
      throw error;
    }
  }

  /** A download has changed what is installed. */
  async installed(regionId: string): Promise<void> {
    this.#damaged.delete(regionId);
    await this.readInstalled();
    this.#offered = this.#offered?.map((region) =>
      region.id === regionId ? { ...region, state: 'installed' } : region,
    );
    this.#publish();
  }

  async remove(regionId: string): Promise<void> {
    await this.#options.host.terminal.maps.remove(regionId);
    this.#damaged.delete(regionId);
    this.#offered = this.#offered?.map((region) =>
      region.id === regionId ? { ...region, state: 'not-installed' } : region,
    );
    await this.readInstalled();
  }

  /** Where a file of an installed map lies. @param target `<region>/<file>` */
  find(target: string): InstalledMap | undefined {
    const file = this.#installed.flatMap(({ files }) => files).find(({ name }) => name === target);
    return file === undefined ? undefined : { path: file.path, sha256: file.sha256 };
  }

  boundsOf(regionId: string): Region['bounds'] | undefined {
    const bounds = this.#installed.find(({ id }) => id === regionId)?.bounds;
    return bounds === undefined ? undefined : [...bounds];
  }

  /** A file of a region could not be read, or holds what nobody signed. */
  damaged(regionId: string): void {
    if (this.#damaged.has(regionId)) return;
    this.#damaged.add(regionId);
    this.#publish();
  }

  /** Reads all files of a region against what was signed; damage is told by the topic. @throws map.not-installed, store.* */
  async verify(regionId: string): Promise<void> {
    try {
      await this.#options.host.terminal.maps.verify(regionId);
    } catch (error) {
      if (!hasCode(error, 'map.file-damaged')) throw error;
      this.damaged(regionId);
    }
  }

  /** Nobody is signed in any more: what an account may have is its own business. */
  forgetOffers(): void {
    this.#offered = undefined;
    this.#publish();
  }

  #publish(): void {
    const { board } = this.#options;
    const offered = this.#offered ?? [];
    const ids = [...new Set([...this.#installed.map(({ id }) => id), ...offered.map(({ id }) => id)])];
    const listed = this.#offered === undefined ? 'installed-only' : 'publisher';
    const regions = ids.map((id) => this.#region(id));
    board.update('maps', (maps) => ({ ...maps, listed, regions }));
  }

  #region(id: string): Region {
    const installed = this.#installed.find((region) => region.id === id);
    const offered = this.#offered?.find((region) => region.id === id);
    const target = offered?.targets.find(({ kind }) => kind === 'tiles') ?? offered?.targets[0];
    const attribution = target?.attribution ?? installed?.attribution;
    const licence = target?.licence ?? installed?.licence;
    const version = offered?.version ?? installed?.version;
    const bounds = target === undefined ? installed?.bounds : boundsInDegrees(target.region);
    return {
      id,
      names: { ...(offered?.names ?? installed?.names) },
      bounds: bounds === undefined ? [-180, -85, 180, 85] : [...bounds],
      // Without the publisher's word, an installed map goes on being used.
      entitled: offered?.entitled ?? installed !== undefined,
      state: this.#stateOf(id, installed, offered),
      files: (installed?.files ?? []).map(({ name, kind, sha256, length }) => ({
        kind,
        url: mapAddress(name, sha256),
        size: length,
      })),
      ...(offered === undefined ? {} : { size: offered.size }),
      ...(offered?.state === 'not-installed' ? { updateSize: offered.size } : {}),
      ...(version === undefined ? {} : { version }),
      ...(attribution === undefined ? {} : { attribution }),
      ...(licence === undefined ? {} : { licence }),
    };
  }

  #stateOf(id: string, installed: InstalledRegion | undefined, offered: RegionOverview | undefined): Region['state'] {
    if (installed === undefined) return 'not-installed';
    if (this.#damaged.has(id) || installed.files.some(({ present }) => !present)) return 'damaged';
    return offered?.state === 'update-available' ? 'update-available' : 'installed';
  }
}
