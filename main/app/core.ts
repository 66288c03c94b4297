import { app } from 'electron';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { EventName, EventValues } from '../../src/contract/screen/calls.ts';
import type { ScreenSettings } from '../../src/contract/screen/settings.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { demoRegions } from '../../src/host/demo-preparation.ts';
import { makeFolder } from '../../src/host/durable-file.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { monotonicClock } from '../../src/host/monotonic-clock.ts';
import { failureOf } from '../../src/terminal/failure.ts';
import type { InstalledRegion } from '../../src/terminal/maps.ts';
import type { Answer } from '../ipc/answer.ts';
import { answerCall, type Handlers } from '../ipc/answer-call.ts';
import { Kiosk } from '../kiosk/kiosk.ts';
import { Navigator } from '../navigation/navigator.ts';
import { Positions } from '../navigation/positions.ts';
import { NavigationThread } from '../navigation/thread.ts';
import { KeyringWatch } from '../platform/keyring-watch.ts';
import { WatchedVault } from '../platform/watched-vault.ts';
import type { InstalledMap } from '../scheme/answer.ts';
import { chooseLaunch } from '../stack/launch.ts';
import { findCarried, type Carried } from '../stack/carried.ts';
import { DemoSetUp } from '../stack/demo-set-up.ts';
import { LocalServers } from '../stack/local-servers.ts';
import { Account } from '../terminal/account.ts';
import { Connection } from '../terminal/connection.ts';
import { Downloads } from '../terminal/downloads.ts';
import { MapShelf } from '../terminal/map-shelf.ts';
import { TerminalHost } from '../terminal/terminal-host.ts';
import { watchedTransport } from '../terminal/watched-transport.ts';
import { Belongings } from './belongings.ts';
import type { CommandLine } from './command-line.ts';
import { callHandlers } from './handlers.ts';
import { initialState } from './initial-state.ts';
import { openKeptState, type KeptState } from './kept-state.ts';
import { receiverOf } from './receiver.ts';
import { StateBoard } from './state-board.ts';
import { applyTheme } from './theme.ts';

export interface CoreOptions {
  readonly commandLine: CommandLine;
  /** The folder of the built main process. */
  readonly built: string;
  readonly log: (words: string) => void;
  readonly send: <Name extends EventName>(name: Name, value: EventValues[Name]) => void;
  readonly quit: () => void;
  readonly restartScreen: () => void;
  /** Kiosk: locks the window in, or sets it free. */
  readonly setLocked: (locked: boolean) => void;
}

const clock = monotonicClock;
/** Seconds between looks at a terminal that cannot be opened. */
const lookEvery = 5;
/** Seconds that a page takes to draw what it has read. */
const drawnWithin = 0.3;

/** What the main process does beside its windows: wires the terminal's core to the screens, once. */
export class Core {
  readonly options: CoreOptions;
  readonly board: StateBoard;
  readonly kept: KeptState;
  readonly vault: WatchedVault;
  readonly host: TerminalHost;
  readonly connection: Connection;
  readonly shelf: MapShelf;
  readonly downloads: Downloads;
  readonly account: Account;
  readonly thread: NavigationThread;
  readonly positions: Positions;
  readonly navigator: Navigator;
  readonly servers: LocalServers;
  readonly belongings: Belongings;
  readonly answer: Answer;
  readonly #keyring: KeyringWatch;
  readonly #ending = new AbortController();
  readonly #pageReads: Promise<void>;
  /** Undefined where this is no kiosk, or its configuration cannot be used. */
  kiosk: Kiosk | undefined;
  #carried: Carried | undefined;
  #demo: DemoSetUp | undefined;
  #receiver: ScreenSettings['position'] | undefined;
  #resumed = false;

  private constructor(options: CoreOptions, board: StateBoard, kept: KeptState) {
    const { commandLine, log, send, built } = options;
    this.options = options;
    this.board = board;
    this.kept = kept;
    this.vault = new WatchedVault({
      folder: commandLine.data,
      unsafeFile: commandLine.allowUnsafeFileVault,
      clock,
      onState: (state) => board.set('keyring', state),
    });
    this.host = new TerminalHost(
      {
        data: commandLine.data,
        ...(commandLine.configuration === undefined ? {} : { configuration: commandLine.configuration }),
        unsafeFileVault: commandLine.allowUnsafeFileVault,
        vault: this.vault,
        transport: watchedTransport(httpTransport, (state) => board.set('network', state)),
        tell: (event) => this.connection.heard(event),
      },
      (state) => board.set('terminal', state),
      () => this.shelf.readInstalled(),
    );
    this.connection = new Connection({ board, host: this.host, clock, log, onSession: () => this.#onSession() });
    this.shelf = new MapShelf({ board, host: this.host, onChange: (regions) => this.#onInstalled(regions) });
    this.downloads = new Downloads({
      board,
      host: this.host,
      clock,
      log,
      kept: kept.downloads,
      onInstalled: (regionId) => this.#onDownloaded(regionId),
    });
    this.account = new Account(this.host, clock, () => this.#onAccount());
    this.thread = new NavigationThread(join(built, 'navigation-worker.cjs'), (id) => this.shelf.damaged(id));
    this.positions = new Positions({
      board,
      onReport: (report) => this.navigator.heard(report),
      onRoad: () => this.navigator.onRoad(),
      onDaylight: () => applyTheme(board.state),
    });
    this.navigator = new Navigator({
      board,
      thread: this.thread,
      positions: this.positions,
      clock,
      log,
      speak: (value) => send('speak', value),
      save: (saved) => this.#keep(kept.guidance.change(() => saved ?? null)),
    });
    this.servers = new LocalServers({ board, host: this.host, clock, onRunning: () => this.#goOnline() });
    this.belongings = new Belongings({
      board,
      kept,
      log,
      account: this.account,
      host: this.host,
      navigator: this.navigator,
      onChange: () => {
        this.applySettings();
        this.#onAccount();
      },
    });
    this.#keyring = new KeyringWatch(this.vault, clock, () => this.connection.keep());
    const handlers: Handlers = callHandlers(this);
    let pageReads = (): void => undefined;
    this.#pageReads = new Promise((resolve) => {
      pageReads = resolve;
    });
    this.answer = (call) => {
      pageReads();
      return answerCall(
        () => Promise.resolve(handlers),
        call,
        (name, error) =>
          log(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
      );
    };
  }

  /** Resolves when the screens can be answered; everything else comes up behind. */
  static async start(options: CoreOptions): Promise<Core> {
    const { commandLine, log, send } = options;
    await makeFolder(commandLine.data);
    const language = app.getLocale().startsWith('ja') ? 'ja' : 'en';
    const kept = await openKeptState(commandLine.data, language);
    const facts = {
      version: app.getVersion(),
      electron: process.versions['electron'] ?? '',
      chromium: process.versions['chrome'] ?? '',
      node: process.versions.node,
      kiosk: commandLine.kiosk,
      language,
    } as const;
    const initial = { ...initialState(facts), settings: kept.settings.value, destinations: kept.destinations.value };
    const board = new StateBoard(initial, (name, value) => send('topic', { name, value } as EventValues['topic']));
    const core = new Core(options, board, kept);
    for (const damage of kept.damages) log(`a file was not taken: ${damage.message}`);
    void core.#comeUp().catch((error: unknown) => log(`starting: ${String(error)}`));
    return core;
  }

  findMap(target: string): InstalledMap | undefined {
    return this.shelf.find(target);
  }

  mapDamaged(target: string): void {
    this.shelf.damaged(target.slice(0, target.indexOf('/')));
  }

  /** What counts down, told as it is now. */
  publishTimes(): void {
    this.connection.publish();
    this.downloads.publish();
    this.servers.publish();
  }

  /** Tries again now whatever waits. */
  async retry(): Promise<void> {
    this.servers.retryNow();
    this.downloads.retryNow();
    if (await this.host.open()) await this.#onOpen();
    await this.#keyring.look();
    this.connection.keep();
  }

  /** F4: becomes a map service of its own, with what the program brings along. */
  async prepareDemo(): Promise<void> {
    if (this.#demo === undefined)
      throw new CodedError('configuration.invalid', { detail: 'this terminal brings no servers along' });
    await this.#demo.prepare();
  }

  /** F4: applies, pays and signs up as a first-time user would. */
  async signUpForDemo(): Promise<void> {
    await this.host.terminal.checkReadyToSignUp();
    const account = await this.servers.applyForAccount();
    await this.account.signUp({ ...account, terminalName: 'Naviterm' });
  }

  /** The settings are others now. */
  applySettings(): void {
    const { position } = this.board.state.settings;
    // Whoever turns the volume up does not lose the satellites.
    if (!isDeepStrictEqual(position, this.#receiver)) {
      this.#receiver = position;
      this.positions.setReceiver(position.kind, receiverOf(position, clock));
    }
    applyTheme(this.board.state);
    this.navigator.relabel();
  }

  /** The licences of what is in the program. */
  async licences(): Promise<string> {
    const path = join(this.options.built, '..', 'LICENCES.txt');
    return readFile(path, 'utf8').catch(() => 'Naviterm: Apache-2.0. Map data: see the attribution on the map.');
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    this.kiosk?.stop();
    this.downloads.stop();
    this.positions.stop();
    await this.#demo?.stop();
    await Promise.all([this.connection.stop(), this.thread.stop(), this.servers.stop()]);
    await this.host.close();
  }

  async #comeUp(): Promise<void> {
    this.applySettings();
    if (this.options.commandLine.kiosk) await this.#openKiosk();
    await this.#findCarried();
    while (!(await this.host.open())) {
      await this.#demo?.look();
      if (!(await this.#pause(lookEvery))) return;
    }
    await this.#onOpen();
    await this.#demo?.look();
    await this.#demo?.tidy();
    const [damage] = this.kept.damages;
    if (damage !== undefined) this.host.remark(failureOf(damage));
    await this.#keyring.follow(this.#ending.signal);
  }

  /** F4: what the program brings along to be its own map service, unless an integrator says which one it has. */
  async #findCarried(): Promise<void> {
    const { data, configuration } = this.options.commandLine;
    const place = { packaged: app.isPackaged, resources: process.resourcesPath, application: app.getAppPath() };
    this.#carried = await findCarried(place, demoRegions);
    if (this.#carried === undefined || configuration !== undefined) return;
    this.#demo = new DemoSetUp({
      data,
      carried: this.#carried,
      launch: chooseLaunch(),
      host: this.host,
      open: async () => {
        if (await this.host.open()) await this.#onOpen();
        else void this.host.terminal; // which throws why
      },
      started: () => this.servers.untilTheyAnswer(this.#ending.signal),
      onState: (state) =>
        this.board.update('app', ({ demoSetUp: _before, ...rest }) =>
          state === undefined ? rest : { ...rest, demoSetUp: state },
        ),
    });
  }

  /** Without its configuration a kiosk stays locked, and says why. */
  async #openKiosk(): Promise<void> {
    const { commandLine, log, setLocked } = this.options;
    try {
      this.kiosk = await Kiosk.open({
        folder: commandLine.data,
        board: this.board,
        clock,
        onLock: setLocked,
        onIdle: ({ signOutWhenIdle }) => void this.belongings.forgetVisitor(signOutWhenIdle),
      });
    } catch (error) {
      log(`kiosk: ${String(error)}`);
      this.host.remark(failureOf(error));
    }
  }

  /** The terminal's folder is open: what needs no network comes first. */
  async #onOpen(): Promise<void> {
    if (this.#resumed) return;
    this.#resumed = true;
    const { configuration } = this.host;
    const portalUrl = configuration?.portalUrl;
    this.board.update('app', (state) => ({
      ...state,
      demo: configuration?.localStack !== undefined,
      ...(portalUrl === undefined ? {} : { portalUrl }),
    }));
    void this.#resumeGuidance();
    this.servers.start(this.#carried?.program);
    if (configuration?.localStack === undefined) void this.#goOnlineAfterFirstScreen();
  }

  /** The first screen waits for no network, nor for what the processor has to do for it. */
  async #goOnlineAfterFirstScreen(): Promise<void> {
    await this.#pageReads;
    if (await this.#pause(drawnWithin)) this.#goOnline();
  }

  #goOnline(): void {
    this.connection.keep();
    this.downloads.start();
    this.downloads.retryNow();
  }

  async #resumeGuidance(): Promise<void> {
    const saved = this.kept.guidance.value;
    if (saved === null) return;
    await this.navigator.resume(saved).catch((error: unknown) => {
      // The way is planned anew when its user asks for it.
      this.options.log(`guidance is not taken up again: ${String(error)}`);
    });
  }

  #onSession(): void {
    void this.shelf.refresh().catch((error: unknown) => {
      if (!(error instanceof CodedError)) this.options.log(`maps: ${String(error)}`);
    });
  }

  #onAccount(): void {
    this.host.publish();
    if (!this.host.signedIn) this.shelf.forgetOffers();
    this.connection.publishSession();
    this.connection.keep();
  }

  async #onDownloaded(regionId: string): Promise<void> {
    await this.shelf.installed(regionId);
    const bounds = this.shelf.boundsOf(regionId);
    if (bounds !== undefined) this.options.send('show-bounds', { bounds });
  }

  #onInstalled(regions: readonly InstalledRegion[]): void {
    const pathOf = (region: InstalledRegion, kind: 'places' | 'graph') =>
      region.files.find((file) => file.kind === kind && file.present)?.path;
    const installed = regions.map((region) => ({
      id: region.id,
      bounds: region.bounds,
      places: pathOf(region, 'places'),
      graph: pathOf(region, 'graph'),
    }));
    void this.thread.setRegions(installed);
  }

  #keep(writing: Promise<void>): void {
    writing.catch((error: unknown) => this.options.log(`not kept: ${String(error)}`));
  }

  /** @returns false where the program ends */
  async #pause(seconds: number): Promise<boolean> {
    return clock.sleep(seconds, this.#ending.signal).then(
      () => true,
      () => false,
    );
  }
}
