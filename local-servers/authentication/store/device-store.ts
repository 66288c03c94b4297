import type { SqlExecutor } from '../../kit/storage/database.ts';

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

export interface DeviceStore {
  add(device: Device, sealedSecret: Uint8Array): Promise<void>;
  /** B1: the sealed secret of an active device. */
  sealedSecret(deviceId: Uint8Array): Promise<Uint8Array | undefined>;
  active(deviceId: Uint8Array): Promise<Device | undefined>;
  activeByHardwareNumber(makerId: string, modelId: string, hardwareNumber: string): Promise<Device | undefined>;
  all(): Promise<Device[]>;
  /** Forgets the secret. @returns whether there was such an active device */
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

export class SqlDeviceStore implements DeviceStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async add(device: Device, sealedSecret: Uint8Array): Promise<void> {
    await this.#sql.run(
      `INSERT INTO devices (${columns}, sealed_secret) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      device.deviceId,
      device.makerId,
      device.modelId,
      device.hardwareNumber,
      device.state,
      device.provisionedAt,
      sealedSecret,
    );
  }

  async sealedSecret(deviceId: Uint8Array): Promise<Uint8Array | undefined> {
    const row = await this.#sql.get<{ sealed_secret: Uint8Array }>(
      "SELECT sealed_secret FROM devices WHERE device_id = ? AND state = 'active'",
      deviceId,
    );
    return row?.sealed_secret;
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

  async all(): Promise<Device[]> {
    const rows = await this.#sql.all<DeviceRow>(
      `SELECT ${columns} FROM devices ORDER BY maker_id, model_id, hardware_number, provisioned_at`,
    );
    return rows.flatMap((row) => toDevice(row) ?? []);
  }

  async revoke(deviceId: Uint8Array): Promise<boolean> {
    const { changes } = await this.#sql.run(
      "UPDATE devices SET state = 'revoked', sealed_secret = ? WHERE device_id = ? AND state = 'active'",
      new Uint8Array(0),
      deviceId,
    );
    return changes > 0;
  }
}

function toDevice(row: DeviceRow | undefined): Device | undefined {
  if (row === undefined) return undefined;
  return {
    deviceId: row.device_id,
    makerId: row.maker_id,
    modelId: row.model_id,
    hardwareNumber: row.hardware_number,
    state: row.state,
    provisionedAt: row.provisioned_at,
  };
}
