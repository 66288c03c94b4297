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
  {
    version: 4,
    name: 'renewed secrets and continuity',
    // A secret that was provisioned before has no id; it gets one when it is renewed.
    sql: `
      ALTER TABLE devices ADD COLUMN secret_id {{blob}};
      ALTER TABLE devices ADD COLUMN secret_since DOUBLE PRECISION NOT NULL DEFAULT 0;
      ALTER TABLE devices ADD COLUMN next_secret_id {{blob}};
      ALTER TABLE devices ADD COLUMN next_sealed_secret {{blob}};
      ALTER TABLE devices ADD COLUMN last_authenticated_at DOUBLE PRECISION;
      ALTER TABLE devices ADD COLUMN continuity_place {{blob}};
      ALTER TABLE devices ADD COLUMN continuity_step {{blob}};
      ALTER TABLE devices ADD COLUMN breaks BIGINT NOT NULL DEFAULT 0;
      ALTER TABLE devices ADD COLUMN first_break_at DOUBLE PRECISION;
      ALTER TABLE devices ADD COLUMN last_break_at DOUBLE PRECISION;
      UPDATE devices SET secret_since = provisioned_at;
      CREATE INDEX devices_by_number ON devices (maker_id, hardware_number);
      CREATE INDEX suspected_devices ON devices (device_id) WHERE breaks > 0;
      CREATE TABLE continuity_steps (step {{blob}} PRIMARY KEY, expires_at DOUBLE PRECISION NOT NULL);
      CREATE INDEX continuity_steps_by_expiry ON continuity_steps (expires_at);
    `,
  },
];
