import { CodedError } from '../../../src/errors/coded-error.ts';
import type { SqlExecutor } from '../../kit/storage/database.ts';

/** A device secret, sealed, and the id by which its device names it. */
export interface StoredSecret {
  readonly id: Uint8Array;
  readonly sealed: Uint8Array;
}

/** `next` was given to the device and is not confirmed yet: until then both are good. */
export interface StoredSecrets {
  /** Without an id where it is from before secrets had ids. */
  readonly current: { readonly id: Uint8Array | undefined; readonly sealed: Uint8Array };
  readonly next: StoredSecret | undefined;
}

/** Secrets that no device has, to stand where there are none. */
export interface NobodysSecret extends StoredSecret {
  readonly deviceId: Uint8Array;
}

/** What a look-up gives, whether there is such a device or not: the device itself, or another one in its place. */
export interface FoundSecrets extends StoredSecrets {
  readonly deviceId: Uint8Array;
  readonly isActive: boolean;
  readonly next: StoredSecret;
  readonly hasNext: boolean;
}

export interface DeviceSecretStore {
  /**
   * B1: the secrets of the first device from this id on, in the order of ids: by the same work for a device that is there
   * and one that is not, for already reading a row or none takes longer or shorter. `nobody`'s stand behind the last device,
   * where there is no next secret, and where a revoked device has none any more.
   */
  lookUp(deviceId: Uint8Array, nobody: NobodysSecret): Promise<FoundSecrets>;
  /** The secrets of an active device. */
  ofDevice(deviceId: Uint8Array): Promise<StoredSecrets | undefined>;
  /** In this server's seconds: since when the current secret is in use; 0 where it is to be renewed at once. */
  inUseSince(deviceId: Uint8Array): Promise<number>;
  /** Keeps a secret beside the current one, in place of any that was given before and never used. */
  offer(deviceId: Uint8Array, next: StoredSecret): Promise<void>;
  /** The device has used the next secret: from now on it is the only one. */
  promote(deviceId: Uint8Array, now: number): Promise<void>;
  /** The device's secret, or those of all active devices, are renewed at the next authentication. @returns how many */
  demandRenewal(deviceId?: Uint8Array): Promise<number>;
}

interface SecretRow {
  readonly secret_id: Uint8Array | null;
  readonly sealed_secret: Uint8Array;
  readonly next_secret_id: Uint8Array | null;
  readonly next_sealed_secret: Uint8Array | null;
}

interface FoundRow {
  readonly device_id: Uint8Array;
  readonly secret_id: Uint8Array | null;
  readonly sealed_secret: Uint8Array;
  readonly next_secret_id: Uint8Array;
  readonly next_sealed_secret: Uint8Array;
  readonly active: number;
  readonly has_next: number;
}

export class SqlDeviceSecretStore implements DeviceSecretStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async lookUp(deviceId: Uint8Array, nobody: NobodysSecret): Promise<FoundSecrets> {
    const row = await this.#sql.get<FoundRow>(
      `SELECT * FROM (
         SELECT device_id, secret_id, CASE WHEN state = 'active' THEN sealed_secret ELSE ? END AS sealed_secret,
           COALESCE(next_secret_id, ?) AS next_secret_id, COALESCE(next_sealed_secret, ?) AS next_sealed_secret,
           CASE WHEN state = 'active' THEN 1 ELSE 0 END AS active,
           CASE WHEN next_sealed_secret IS NULL THEN 0 ELSE 1 END AS has_next
         FROM devices WHERE device_id >= ? ORDER BY device_id LIMIT 1
       ) UNION ALL SELECT ?, ?, ?, ?, ?, 0, 0 LIMIT 1`,
      nobody.sealed,
      nobody.id,
      nobody.sealed,
      deviceId,
      nobody.deviceId,
      nobody.id,
      nobody.sealed,
      nobody.id,
      nobody.sealed,
    );
    if (row === undefined) throw new CodedError('server.internal', { detail: 'a look-up without a row' });
    return {
      deviceId: row.device_id,
      isActive: row.active === 1,
      current: { id: row.secret_id ?? undefined, sealed: row.sealed_secret },
      next: { id: row.next_secret_id, sealed: row.next_sealed_secret },
      hasNext: row.has_next === 1,
    };
  }

  async ofDevice(deviceId: Uint8Array): Promise<StoredSecrets | undefined> {
    const row = await this.#sql.get<SecretRow>(
      `SELECT secret_id, sealed_secret, next_secret_id, next_sealed_secret FROM devices
       WHERE device_id = ? AND state = 'active'`,
      deviceId,
    );
    if (row === undefined) return undefined;
    const { next_secret_id: nextId, next_sealed_secret: nextSealed } = row;
    return {
      current: { id: row.secret_id ?? undefined, sealed: row.sealed_secret },
      next: nextId === null || nextSealed === null ? undefined : { id: nextId, sealed: nextSealed },
    };
  }

  async inUseSince(deviceId: Uint8Array): Promise<number> {
    const row = await this.#sql.get<{ secret_since: number }>(
      'SELECT secret_since FROM devices WHERE device_id = ?',
      deviceId,
    );
    return row?.secret_since ?? 0;
  }

  async offer(deviceId: Uint8Array, next: StoredSecret): Promise<void> {
    await this.#sql.run(
      'UPDATE devices SET next_secret_id = ?, next_sealed_secret = ? WHERE device_id = ?',
      next.id,
      next.sealed,
      deviceId,
    );
  }

  async promote(deviceId: Uint8Array, now: number): Promise<void> {
    await this.#sql.run(
      `UPDATE devices SET secret_id = next_secret_id, sealed_secret = next_sealed_secret, secret_since = ?,
         next_secret_id = NULL, next_sealed_secret = NULL
       WHERE device_id = ? AND next_sealed_secret IS NOT NULL`,
      now,
      deviceId,
    );
  }

  async demandRenewal(deviceId?: Uint8Array): Promise<number> {
    const all = "UPDATE devices SET secret_since = 0 WHERE state = 'active'";
    const { changes } =
      deviceId === undefined ? await this.#sql.run(all) : await this.#sql.run(`${all} AND device_id = ?`, deviceId);
    return changes;
  }
}
