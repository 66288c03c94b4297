import { join } from 'node:path';
import { Type } from 'typebox';
import { check } from '../../src/contract/check.ts';
import { KioskConfiguration } from '../../src/contract/kiosk.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { namingPlace } from '../../src/errors/naming-place.ts';
import { readWhole } from '../../src/host/atomic-file.ts';
import { KeptValue } from '../../src/host/kept-value.ts';
import { decodeJson } from '../../src/protocol/bytes.ts';
import { isPin } from '../../src/protocol/pin.ts';
import { guessedWrong, waitForGuess, type PinGuesses } from '../../src/terminal/pin-guesses.ts';
import type { Clock } from '../../src/terminal/ports.ts';
import type { StateBoard } from '../app/state-board.ts';

const KeptGuesses = Type.Object(
  { wrong: Type.Integer({ minimum: 0, maximum: 1_000_000 }) },
  { additionalProperties: false },
);

export interface KioskOptions {
  readonly folder: string;
  readonly board: StateBoard;
  readonly clock: Clock;
  /** The window is locked in, or set free. */
  readonly onLock: (locked: boolean) => void;
  /** Nobody has touched the screen for a while: what a visitor left is to be forgotten. */
  readonly onIdle: (configuration: KioskConfiguration) => void;
}

/** Kiosk mode: locked until the operator's PIN is typed, and back at the start when nobody touches the screen. */
export class Kiosk {
  readonly #options: KioskOptions;
  readonly #configuration: KioskConfiguration;
  readonly #kept: KeptValue<typeof KeptGuesses>;
  #guesses: PinGuesses;
  #checking: Promise<void> = Promise.resolve();
  #idling = new AbortController();
  #touched = false;

  private constructor(options: KioskOptions, configuration: KioskConfiguration, kept: KeptValue<typeof KeptGuesses>) {
    this.#options = options;
    this.#configuration = configuration;
    this.#kept = kept;
    // Switching off and on does not shorten a wait.
    this.#guesses = { wrong: kept.value.wrong, lastAt: options.clock.monotonic() };
  }

  /** @throws configuration.invalid where `kiosk.json` is missing or malformed: a kiosk without a PIN could not be left */
  static async open(options: KioskOptions): Promise<Kiosk> {
    const path = join(options.folder, 'kiosk.json');
    const content = await readWhole(path, 65_536);
    if (content === undefined)
      throw new CodedError('configuration.invalid', {
        detail: `there is no ${path}; \`naviterm kiosk set-up\` writes it`,
      });
    const configuration = await namingPlace(path, () =>
      check(KioskConfiguration, decodeJson(content, 'configuration.invalid'), 'configuration.invalid'),
    );
    const initial = { wrong: 0 };
    const kept = await KeptValue.open({
      folder: options.folder,
      name: 'kiosk-guesses.json',
      schema: KeptGuesses,
      initial,
    });
    const kiosk = new Kiosk(options, configuration, kept);
    kiosk.#waitForIdle();
    return kiosk;
  }

  /** @throws kiosk.pin-wrong, kiosk.too-many-attempts */
  unlock(pin: string): Promise<void> {
    // One guess after the other, however many are sent at once.
    const done = this.#checking.then(() => this.#guess(pin));
    this.#checking = done.catch(() => undefined);
    return done;
  }

  lock(): void {
    this.#show('locked');
    this.#waitForIdle();
  }

  touched(): void {
    this.#touched = true;
    this.#waitForIdle();
  }

  stop(): void {
    this.#idling.abort();
  }

  async #guess(pin: string): Promise<void> {
    const { clock } = this.#options;
    const wait = waitForGuess(this.#guesses, clock.monotonic());
    if (wait > 0) throw new CodedError('kiosk.too-many-attempts', { retryAfter: wait });
    // Counted before it is looked at: whoever pulls the plug then has guessed, too.
    this.#guesses = guessedWrong(this.#guesses, clock.monotonic());
    await this.#kept.change(() => ({ wrong: this.#guesses.wrong }));
    if (!(await isPin(pin, this.#configuration.pin))) {
      const retryAfter = waitForGuess(this.#guesses, clock.monotonic());
      throw new CodedError('kiosk.pin-wrong', retryAfter > 0 ? { retryAfter } : {});
    }
    this.#guesses = { wrong: 0, lastAt: clock.monotonic() };
    await this.#kept.change(() => ({ wrong: 0 }));
    this.#show('unlocked');
    this.touched();
  }

  #show(kiosk: 'locked' | 'unlocked'): void {
    const { board, onLock } = this.#options;
    board.update('app', (state) => ({ ...state, kiosk }));
    onLock(kiosk === 'locked');
  }

  #waitForIdle(): void {
    this.#idling.abort();
    const idling = new AbortController();
    this.#idling = idling;
    this.#options.clock.sleep(this.#configuration.idleSeconds, idling.signal).then(
      () => this.#idle(),
      () => undefined,
    );
  }

  #idle(): void {
    const { board, onIdle } = this.#options;
    // An operator who went away locks the kiosk by going.
    if (board.state.app.kiosk === 'unlocked') this.#show('locked');
    // Who is on the way has both hands on the wheel.
    if (this.#touched && !board.state.position.moving) {
      this.#touched = false;
      board.update('app', (state) => ({ ...state, visitors: state.visitors + 1 }));
      onIdle(this.#configuration);
    }
    this.#waitForIdle();
  }
}
