import { app, nativeTheme, type BrowserWindow } from 'electron';
import type { EventName, EventValues, TrustLevel } from '../../src/contract/screen/calls.ts';
import { sendEvent } from '../ipc/listen.ts';
import { CrashCount } from './crash-count.ts';
import { openWindow } from './terminal-window.ts';

/** Milliseconds that a page may be stuck before it is taken for crashed, and that a kiosk shows its trouble for. */
const patience = 15_000;
const troubleShownFor = 20_000;

export interface WindowsOptions {
  readonly built: string;
  readonly kiosk: boolean;
  readonly log: (words: string) => void;
}

/** The one window that is there at a time: the screens, or the page that stands in when they crash again and again. */
export class Windows {
  readonly #options: WindowsOptions;
  readonly #crashes = new CrashCount();
  #window: BrowserWindow | undefined;
  #level: TrustLevel = 'screen';
  #locked: boolean;
  #ending = false;

  constructor(options: WindowsOptions) {
    this.#options = options;
    this.#locked = options.kiosk;
    app.on('before-quit', () => (this.#ending = true));
  }

  get locked(): boolean {
    return this.#locked;
  }

  open(level: TrustLevel = 'screen'): void {
    const before = this.#window;
    const { built } = this.#options;
    const window = openWindow({ level, built, kiosk: this.#locked, dark: nativeTheme.shouldUseDarkColors });
    this.#window = window;
    this.#level = level;
    this.#watch(window, level);
    before?.destroy();
  }

  send<Name extends EventName>(name: Name, value: EventValues[Name]): void {
    if (this.#window !== undefined && this.#level === 'screen' && !this.#window.isDestroyed())
      sendEvent(this.#window.webContents, name, value);
  }

  focus(): void {
    this.#window?.restore();
    this.#window?.focus();
  }

  /** Locked in, a window fills the screen and cannot be closed. */
  setLocked(locked: boolean): void {
    this.#locked = locked;
    this.#window?.setKiosk(locked);
    this.#window?.setClosable(!locked);
    this.#window?.setMinimizable(!locked);
  }

  #watch(window: BrowserWindow, level: TrustLevel): void {
    const { log } = this.#options;
    window.on('close', (event) => {
      if (this.#locked && !this.#ending) event.preventDefault();
    });
    window.on('leave-full-screen', () => {
      if (this.#locked && !this.#ending) window.setKiosk(true);
    });
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (this.#ending || window.isDestroyed() || reason === 'clean-exit') return;
      log(`the ${level} page ended: ${reason} (${exitCode})`);
      this.#afterCrash(window, level);
    });
    let stuck: NodeJS.Timeout | undefined;
    window.on('unresponsive', () => {
      stuck ??= setTimeout(() => window.isDestroyed() || window.webContents.forcefullyCrashRenderer(), patience);
    });
    window.on('responsive', () => {
      clearTimeout(stuck);
      stuck = undefined;
    });
    window.on('closed', () => clearTimeout(stuck));
  }

  /** The screens come back by themselves, with their state; too often in a minute, and a plain page takes their place. */
  #afterCrash(window: BrowserWindow, level: TrustLevel): void {
    const tooOften = this.#crashes.crashed(performance.now() / 1000);
    if (level === 'screen' && tooOften) {
      this.open('trouble');
      // Nobody may be there who presses a button.
      if (this.#options.kiosk)
        setTimeout(() => this.#ending || this.#level === 'screen' || this.open(), troubleShownFor);
      return;
    }
    window.webContents.reload();
  }
}
