import type { Contract } from './account-store.ts';

/** What a terminal says of itself at sign-up. */
export interface TerminalFacts {
  readonly name: string;
  readonly makerId: string;
  readonly modelId: string;
}

/**
 * C3: `pending` until the terminal has confirmed that it holds the key, then `active`; `ended` when it was displaced,
 * replaced before it was confirmed, signed out or revoked. An ended key is kept for a while, so that its terminal can be
 * told in a channel that it proved itself in.
 */
export interface AccessKey {
  readonly id: string;
  readonly userId: string;
  /** The terminal's place in the account; an overwriting terminal takes over the place. */
  readonly slotId: string;
  readonly state: 'pending' | 'active' | 'ended';
  readonly sealedKey: Uint8Array;
  readonly terminal: TerminalFacts;
  readonly createdAt: number;
}

/** A key as it is kept, sealed for its own id. */
export interface SealedKey {
  readonly id: string;
  readonly sealed: Uint8Array;
}

/** C7: a terminal that is signed up. */
export interface Registration {
  readonly slotId: string;
  readonly userId: string;
  readonly accessKeyId: string;
  readonly terminal: TerminalFacts;
  readonly registeredAt: number;
}

/** Who comes with an access key, and with what contract. */
export interface KeyHolder {
  readonly keyState: AccessKey['state'];
  readonly userId: string;
  readonly contract: Contract;
}

export interface KeyStore {
  find(keyId: string): Promise<AccessKey | undefined>;
  findSealed(keyId: string): Promise<Uint8Array | undefined>;
  /**
   * C4: the first key from this id on, in the order of ids: by the same work for a key that is there and one that is not, for
   * already reading a row or none takes longer or shorter. `nobodys` stands behind the last one.
   */
  lookUpSealed(keyId: string, nobodys: SealedKey): Promise<SealedKey>;
  findHolder(keyId: string): Promise<KeyHolder | undefined>;
  insert(key: AccessKey): Promise<void>;
  activate(keyId: string): Promise<void>;
  end(keyId: string, now: number): Promise<void>;
  /** Ends what waits in this slot, and of the account's other waiting keys all but the newest `keep`. */
  endPending(userId: string, slotId: string, keep: number, now: number): Promise<void>;
  endAllOfAccount(userId: string, now: number): Promise<void>;
  forgetEnded(before: number): Promise<void>;

  listTerminals(userId: string): Promise<readonly Registration[]>;
  findTerminal(slotId: string): Promise<Registration | undefined>;
  /** Enters a terminal, in place of the one that has the slot. */
  register(registration: Registration): Promise<void>;
  removeTerminalsOfKey(keyId: string): Promise<void>;
  removeTerminalsOfAccount(userId: string): Promise<void>;
}
