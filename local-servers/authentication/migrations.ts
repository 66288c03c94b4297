import { auditMigration } from '../kit/audit.ts';
import { channelTables } from '../kit/channel/channel-store.ts';
import type { Migration } from '../kit/storage/migrations.ts';

export const authenticationMigrations: readonly Migration[] = [
  auditMigration,
  { version: 2, name: 'channels', sql: channelTables },
  {
    version: 3,
    name: 'devices and certificates',
    // A revoked device keeps its row, so that what the audit trail says of it can be read; another may then be
    // provisioned under its hardware number.
    sql: `
      CREATE TABLE devices (
        device_id {{blob}} PRIMARY KEY,
        sealed_secret {{blob}} NOT NULL,
        maker_id TEXT NOT NULL,
        model_id TEXT NOT NULL,
        hardware_number TEXT NOT NULL,
        state TEXT NOT NULL,
        provisioned_at DOUBLE PRECISION NOT NULL
      );
      CREATE UNIQUE INDEX active_devices ON devices (maker_id, model_id, hardware_number) WHERE state = 'active';
      CREATE TABLE certificates (
        certificate_id {{blob}} PRIMARY KEY,
        device_id {{blob}} NOT NULL REFERENCES devices (device_id),
        service_id TEXT NOT NULL,
        expires_at DOUBLE PRECISION NOT NULL,
        check_id {{blob}}
      );
      CREATE INDEX certificates_by_expiry ON certificates (expires_at);
    `,
  },
];
