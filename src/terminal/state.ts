import { Type, type Static } from 'typebox';
import { Chain } from '../contract/allocation.ts';
import { SignedDocument } from '../contract/documents.ts';
import { Bytes } from '../contract/primitives.ts';
import { encodeJson } from '../protocol/bytes.ts';
import type { Store } from './ports.ts';
import { readStoredFile } from './stored-file.ts';

const TerminalState = Type.Object(
  {
    format: Type.Literal(1),
    /** What the maker put in; its secret is in the vault. */
    device: Type.Optional(
      Type.Object({
        deviceId: Bytes(16),
        makerId: Type.String(),
        modelId: Type.String(),
        hardwareNumber: Type.String(),
      }),
    ),
    /**
     * B1: where authentication with each server has led, and where the attempt leads that is under way or was lost: written
     * down before it is sent, so that the same step is made again.
     */
    continuity: Type.Optional(
      Type.Record(Type.String(), Type.Object({ place: Bytes(16), leadsTo: Type.Optional(Bytes(16)) })),
    ),
    /** C3: the access key itself is in the vault. */
    account: Type.Optional(
      Type.Object({ userId: Type.String(), accessKeyId: Bytes(16), slotId: Bytes(16), confirmed: Type.Boolean() }),
    ),
    /** C3: what `account` becomes as soon as the vault holds the key of this SHA-256. */
    signingUp: Type.Optional(
      Type.Object({ userId: Type.String(), accessKeyId: Bytes(16), slotId: Bytes(16), keyDigest: Bytes(32) }),
    ),
    /** G2: the way from the pinned root to the present one; it only ever grows. */
    rootSuccessors: Type.Optional(Type.Array(SignedDocument)),
    directory: Type.Optional(SignedDocument),
    directoryVersion: Type.Integer({ minimum: 0 }),
    /** G2: highest versions seen. */
    seenVersions: Type.Record(Type.String(), Type.Integer()),
    /** A4: the chain that last led to an authentication server, per allocation root and first server. */
    chains: Type.Record(Type.String(), Chain),
  },
  { additionalProperties: false },
);
export type TerminalState = Static<typeof TerminalState>;

const fileName = 'terminal-state.json';
const emptyState: TerminalState = { format: 1, directoryVersion: 0, seenVersions: {}, chains: {} };

/** The terminal's own memory: one file, changed as a whole; changes wait for one another. */
export class StateFile {
  readonly #store: Store;
  #state: TerminalState;
  #writing: Promise<void> = Promise.resolve();

  private constructor(store: Store, state: TerminalState) {
    this.#store = store;
    this.#state = state;
  }

  /** @throws store.unreadable where the file is not one of this program */
  static async open(store: Store): Promise<StateFile> {
    const remedy = 'put back a copy of it, or move it away, then provision this terminal and sign up again';
    return new StateFile(store, (await readStoredFile(store, fileName, TerminalState, remedy)) ?? emptyState);
  }

  get current(): TerminalState {
    return this.#state;
  }

  /** Resolves when the change is durable; a failed write changes nothing. */
  async change(change: (state: TerminalState) => TerminalState): Promise<void> {
    const write = async () => {
      const next = change(this.#state);
      if (next === this.#state) return;
      await this.#store.write(fileName, encodeJson(next));
      this.#state = next;
    };
    const done = this.#writing.then(write);
    // The caller hears of a failure through `done`; those who wait behind it only need to know that it is over.
    this.#writing = done.catch(() => undefined);
    return done;
  }
}
