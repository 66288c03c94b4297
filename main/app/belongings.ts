import type { Navigator } from '../navigation/navigator.ts';
import type { Account } from '../terminal/account.ts';
import type { TerminalHost } from '../terminal/terminal-host.ts';
import { defaultSettings } from './initial-state.ts';
import type { KeptState } from './kept-state.ts';
import type { StateBoard } from './state-board.ts';

export interface BelongingsOptions {
  readonly board: StateBoard;
  readonly kept: KeptState;
  readonly account: Account;
  readonly host: TerminalHost;
  readonly navigator: Navigator;
  readonly log: (words: string) => void;
  /** The settings are others, or nobody is signed in any more. */
  readonly onChange: () => void;
}

/** What its owner or a visitor leaves in a terminal, and how it is forgotten. */
export class Belongings {
  readonly #options: BelongingsOptions;

  constructor(options: BelongingsOptions) {
    this.#options = options;
  }

  /** Before a sale: revokes the keys, then nothing of its owner is left here. @throws network.*, vault.unavailable */
  async forgetOwner(): Promise<void> {
    const { board, kept, account, navigator, onChange } = this.#options;
    // First, for what is forgotten cannot be revoked any more.
    await account.signOut();
    navigator.clear();
    const { settings, destinations, guidance } = kept;
    const written = [
      settings.change((before) => defaultSettings(before.language)),
      destinations.change(() => ({ recent: [], favourites: [] })),
      guidance.change(() => null),
    ];
    board.set('settings', settings.value);
    board.set('destinations', destinations.value);
    onChange();
    await Promise.all(written);
  }

  /** Kiosk: whoever comes next sees nothing of who was here. */
  async forgetVisitor(signOut: boolean): Promise<void> {
    const { board, kept, account, host, navigator, log, onChange } = this.#options;
    navigator.clear();
    const written = kept.destinations.change((before) => ({ ...before, recent: [] }));
    board.set('destinations', kept.destinations.value);
    await written.catch((error: unknown) => log(`not kept: ${String(error)}`));
    if (!signOut || !host.signedIn) return;
    await account.signOut().catch(async (error: unknown) => {
      // Who cannot be reached hears of it at the key's next use, which there is none of: here nothing of it stays.
      log(`signing the visitor out: ${String(error)}`);
      await host.terminal.sessions.forget();
      onChange();
    });
  }
}
