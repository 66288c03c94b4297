/** C2, C5: what an account is entitled to. */
export interface Contract {
  readonly plan: string;
  /** Region ids; `*` covers all. */
  readonly regions: readonly string[];
  /** The server's seconds. */
  readonly endsAt: number;
}

/** Sealed or keyed; neither password nor licence number can be had from them. */
export interface Credentials {
  readonly loginRecord: Uint8Array;
  readonly licenceMac: Uint8Array;
}

export interface Account extends Credentials {
  readonly userId: string;
  /** Absent where an operator issued it without an application. */
  readonly applicationNumber: string | undefined;
  /** `issued` until the first access key is given out under it. */
  readonly state: 'issued' | 'active' | 'revoked';
  readonly contract: Contract;
  /** As it was asked for at the issue. */
  readonly contractSeconds: number;
  readonly createdAt: number;
}

export interface AccountStore {
  find(userId: string): Promise<Account | undefined>;
  findByApplication(applicationNumber: string): Promise<Account | undefined>;
  /** The first `limit` accounts after `afterUserId`, by user id. */
  list(afterUserId: string, limit: number): Promise<readonly Account[]>;
  insert(account: Account): Promise<void>;
  replaceCredentials(userId: string, credentials: Credentials): Promise<void>;
  setState(userId: string, state: Account['state']): Promise<void>;
}
