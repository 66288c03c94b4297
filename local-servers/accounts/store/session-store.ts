import type { Contract } from './account-store.ts';

/** C4: `provisional` until its first signed request, then `live`; `revoked` by sign-out, displacement or the operator. */
export interface StoredSession {
  /** See `newSessionId`. */
  readonly id: string;
  readonly userId: string;
  readonly accessKeyId: string;
  readonly state: 'provisional' | 'live' | 'revoked';
  readonly sealedKey: Uint8Array;
  /** Ids; the number of one, from 0, stands in its handle. */
  readonly audiences: readonly string[];
  /** Ed25519, base64url: the admission that it is bound to. */
  readonly deviceKey: string | undefined;
  /** The server's seconds. */
  readonly openedAt: number;
  /** The server's seconds; of a provisional session, the end of that time. */
  readonly expiresAt: number;
  /** When it ends once it is live. */
  readonly endsAt: number;
}

/** With the contract as it is now. */
export interface SessionWithContract extends StoredSession {
  readonly contract: Contract;
}

export interface SessionStore {
  insert(session: StoredSession): Promise<void>;
  find(sessionId: string): Promise<SessionWithContract | undefined>;
  /** When the provisional sessions of a key end, the first one first. */
  provisionalEnds(accessKeyId: string, now: number): Promise<readonly number[]>;
  /** False where it is no longer provisional. */
  makeLive(sessionId: string): Promise<boolean>;
  /** C4, C6: of a live session. */
  extend(sessionId: string, endsAt: number): Promise<void>;
  /** The end of one session; what was answered under it is forgotten. */
  revoke(sessionId: string): Promise<void>;
  /** Ends what has not ended by itself. @returns how many sessions that were. */
  revokeOfKey(accessKeyId: string, now: number): Promise<number>;
  revokeOfAccount(userId: string, now: number): Promise<number>;
  /**
   * Forgets what was answered under sessions that have ended by `now`. The session itself is kept until `before` is past
   * its end, so that `expired` and `revoked` are told apart from `unknown`, and a used counter from a new one.
   */
  forgetEnded(now: number, before: number): Promise<void>;
}
