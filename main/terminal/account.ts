import type { CallArgument, CallResult } from '../../src/contract/screen/calls.ts';
import type { Choice, Offer } from '../../src/contract/sign-up.ts';
import { CodedError, hasCode } from '../../src/errors/coded-error.ts';
import type { Clock } from '../../src/terminal/ports.ts';
import type { TerminalHost } from './terminal-host.ts';

interface Chosen {
  readonly choice: Choice;
  readonly slotId?: string;
}

/** A sign-up that waits for its user's choice. */
interface Pending {
  readonly choose: (chosen: Chosen) => void;
  readonly done: Promise<void>;
}

/** Seconds for the choice; the account server forgets the conversation at some time anyway. */
const patience = 300;

/** C3, C7: sign-up in two calls, one before and one after the user's choice; signing out; the account's terminals. */
export class Account {
  readonly #host: TerminalHost;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #pending: Pending | undefined;

  constructor(host: TerminalHost, clock: Clock, onChange: () => void) {
    this.#host = host;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** @throws account.*, vault.unavailable, device.not-provisioned */
  async signUp(input: CallArgument<'account.sign-up'>): Promise<CallResult<'account.sign-up'>> {
    await this.#giveUp();
    const { terminal } = this.#host;
    return new Promise((resolve, reject) => {
      const done = terminal.signUp({
        ...input,
        choose: (offer) =>
          // Within the free limit there is nothing to choose.
          offer.choices.includes('add') && offer.fee.amount === 0
            ? Promise.resolve({ choice: 'add' })
            : this.#ask(offer, () => done, resolve),
      });
      done.then(() => {
        this.#onChange();
        resolve({ outcome: 'signed-up' });
      }, reject);
    });
  }

  #ask(
    offer: Offer,
    done: () => Promise<void>,
    resolve: (result: CallResult<'account.sign-up'>) => void,
  ): Promise<Chosen> {
    return new Promise((choose) => {
      // The promise that `done` gives exists as soon as the sign-up has begun.
      const pending: Pending = { choose, done: done() };
      this.#pending = pending;
      void this.#clock.sleep(patience).then(() => this.#pending === pending && choose({ choice: 'cancel' }));
      resolve({ outcome: 'choose', offer });
    });
  }

  /** @throws account.step-unexpected where nothing is to be chosen; account.* */
  async choose({ choice, slotId }: CallArgument<'account.choose'>): Promise<CallResult<'account.choose'>> {
    const pending = this.#pending;
    if (pending === undefined)
      throw new CodedError('account.cancelled', { detail: 'there is no offer to choose from' });
    this.#pending = undefined;
    pending.choose({ choice, ...(slotId === undefined ? {} : { slotId }) });
    try {
      await pending.done;
      return { outcome: 'signed-up' };
    } catch (error) {
      if (choice === 'cancel' && hasCode(error, 'account.cancelled')) return { outcome: 'cancelled' };
      throw error;
    }
  }

  /** C3: revokes this terminal's key, then forgets it here. @throws network.*, vault.unavailable */
  async signOut(): Promise<void> {
    await this.#giveUp();
    try {
      await this.#host.terminal.signOut();
    } catch (error) {
      // The server knows the key no more: there is nothing left to revoke.
      if (!hasCode(error, 'access-key.not-active', 'terminal.not-signed-up')) throw error;
      await this.#host.terminal.sessions.forget();
    }
    this.#onChange();
  }

  async terminals(): Promise<CallResult<'account.terminals'>> {
    const { terminals, ...rest } = await this.#host.terminal.terminals();
    return { terminals: [...terminals], ...rest };
  }

  /** A sign-up that waits for a choice is over when another begins. */
  async #giveUp(): Promise<void> {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    pending.choose({ choice: 'cancel' });
    await pending.done.catch(() => undefined);
  }
}
