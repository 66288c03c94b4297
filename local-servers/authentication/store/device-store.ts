import type { SqlExecutor } from '../../kit/storage/database.ts';
import type { StoredSecret } from './device-secret-store.ts';

export interface Device {
  /** 16 bytes, random; not what the maker printed on it. */
  readonly deviceId: Uint8Array;
  readonly makerId: string;
  readonly modelId: string;
  readonly hardwareNumber: string;
  readonly state: 'active' | 'revoked';
  /** In this server's own seconds. */
  readonly provisionedAt: number;
}

/** What an operator sees of a device; times in this server's own seconds. */
export interface DeviceRecord extends Device {
  readonly lastAuthenticatedAt: number | undefined;
  readonly secretSince: number;
  /** A next secret was given to it that it has not used yet. */
  readonly secretPending: boolean;
  /** Authentications that did not follow from the last one: somebody else may use its identity. */
  readonly breaks: number;
  readonly firstBreakAt: number | undefined;
  readonly lastBreakAt: number | undefined;
}

export interface DeviceStore {
  add(device: Device, secret: StoredSecret): Promise<void>;
  active(deviceId: Uint8Array): Promise<Device | undefined>;
  activeByHardwareNumber(makerId: string, modelId: string, hardwareNumber: string): Promise<Device | undefined>;
  /** Active and revoked ones of a maker's hardware number, of any model where none is said. */
  byHardwareNumber(makerId: string, modelId: string | undefined, hardwareNumber: string): Promise<Device[]>;
  find(deviceId: Uint8Array): Promise<DeviceRecord | undefined>;
  all(only?: 'suspected'): Promise<DeviceRecord[]>;
  noteAuthentication(deviceId: Uint8Array, now: number): Promise<void>;
  /** Forgets its secrets. @returns whether there was such an active device */
  revoke(deviceId: Uint8Array): Promise<boolean>;
}

interface DeviceRow {
  readonly device_id: Uint8Array;
  readonly maker_id: string;
  readonly model_id: string;
  readonly hardware_number: string;
  readonly state: Device['state'];
  readonly provisioned_at: number;
}

const columns = 'device_id, maker_id, model_id, hardware_number, state, provisioned_at';

interface RecordRow extends DeviceRow {
  readonly last_authenticated_at: number | null;
  readonly secret_since: number;
  readonly pending: number;
  readonly breaks: number;
  readonly first_break_at: number | null;
  readonly last_break_at: number | null;
}

const recordColumns = `${columns}, last_authenticated_at, secret_since, breaks, first_break_at, last_break_at,
  CASE WHEN next_sealed_secret IS NULL THEN 0 ELSE 1 END AS pending`;

export class SqlDeviceStore implements DeviceStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async add(device: Device, secret: StoredSecret): Promise<void> {
    await this.#sql.run(
      `INSERT INTO devices (${columns}, sealed_secret, secret_id, secret_since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      device.deviceId,
      device.makerId,
      device.modelId,
      device.hardwareNumber,
      device.state,
      device.provisionedAt,
      secret.sealed,
      secret.id,
      device.provisionedAt,
    );
  }

  async active(deviceId: Uint8Array): Promise<Device | undefined> {
    const sql = `SELECT ${columns} FROM devices WHERE device_id = ? AND state = 'active'`;
    return toDevice(await this.#sql.get<DeviceRow>(sql, deviceId));
  }

  async activeByHardwareNumber(makerId: string, modelId: string, hardwareNumber: string): Promise<Device | undefined> {
    const row = await this.#sql.get<DeviceRow>(
      `SELECT ${columns} FROM devices
       WHERE maker_id = ? AND model_id = ? AND hardware_number = ? AND state = 'active'`,
      makerId,
      modelId,
      hardwareNumber,
    );
    return toDevice(row);
  }

  async byHardwareNumber(makerId: string, modelId: string | undefined, hardwareNumber: string): Promise<Device[]> {
    const sql = `SELECT ${columns} FROM devices WHERE maker_id = ? AND hardware_number = ?`;
    const rows =
      modelId === undefined
        ? await this.#sql.all<DeviceRow>(sql, makerId, hardwareNumber)
        : await this.#sql.all<DeviceRow>(`${sql} AND model_id = ?`, makerId, hardwareNumber, modelId);
    return rows.flatMap((row) => toDevice(row) ?? []);
  }

  async find(deviceId: Uint8Array): Promise<DeviceRecord | undefined> {
    const sql = `SELECT ${recordColumns} FROM devices WHERE device_id = ?`;
    const row = await this.#sql.get<RecordRow>(sql, deviceId);
    return row && toRecord(row);
  }

  async all(only?: 'suspected'): Promise<DeviceRecord[]> {
    const rows = await this.#sql.all<RecordRow>(
      `SELECT ${recordColumns} FROM devices ${only === undefined ? '' : 'WHERE breaks > 0'}
       ORDER BY maker_id, model_id, hardware_number, provisioned_at`,
    );
    return rows.map(toRecord);
  }

  async noteAuthentication(deviceId: Uint8Array, now: number): Promise<void> {
    await this.#sql.run('UPDATE devices SET last_authenticated_at = ? WHERE device_id = ?', now, deviceId);
  }

  async revoke(deviceId: Uint8Array): Promise<boolean> {
    const { changes } = await this.#sql.run(
      `UPDATE devices SET state = 'revoked', sealed_secret = ?, next_sealed_secret = NULL, next_secret_id = NULL
       WHERE device_id = ? AND state = 'active'`,
      new Uint8Array(0),
      deviceId,
    );
    return changes > 0;
  }
}

const toDevice = (row: DeviceRow | undefined): Device | undefined => row && deviceOf(row);

function deviceOf(row: DeviceRow): Device {
  return {
    deviceId: row.device_id,
    makerId: row.maker_id,
    modelId: row.model_id,
    hardwareNumber: row.hardware_number,
    state: row.state,
    provisionedAt: row.provisioned_at,
  };
}

function toRecord(row: RecordRow): DeviceRecord {
  return {
    ...deviceOf(row),
    lastAuthenticatedAt: row.last_authenticated_at ?? undefined,
    secretSince: row.secret_since,
    secretPending: row.pending === 1,
    breaks: row.breaks,
    firstBreakAt: row.first_break_at ?? undefined,
    lastBreakAt: row.last_break_at ?? undefined,
  };
}
