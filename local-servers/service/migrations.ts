import { auditMigration } from '../kit/audit.ts';
import type { Migration } from '../kit/storage/migrations.ts';

const admissions = `
  CREATE TABLE admissions (
    device_key TEXT PRIMARY KEY,
    pseudonym TEXT NOT NULL,
    authentication_server TEXT NOT NULL,
    expires_at DOUBLE PRECISION NOT NULL
  );
  CREATE INDEX admissions_by_expiry ON admissions (expires_at);
  CREATE TABLE seen_versions (link TEXT PRIMARY KEY, version BIGINT NOT NULL);
`;

// An artefact is one version of one target: 'preparing' until its publication is complete, then 'current', then
// 'previous' for those that are still downloading it.
const maps = `
  CREATE TABLE secrets (name TEXT PRIMARY KEY, sealed {{blob}} NOT NULL);
  CREATE TABLE regions (id TEXT PRIMARY KEY, sealed_key {{blob}} NOT NULL);
  CREATE TABLE artefacts (
    id TEXT PRIMARY KEY,
    target TEXT NOT NULL,
    region_id TEXT NOT NULL REFERENCES regions (id),
    state TEXT NOT NULL,
    facts TEXT,
    touched_at DOUBLE PRECISION NOT NULL
  );
  CREATE TABLE chunks (id TEXT PRIMARY KEY, region_id TEXT NOT NULL REFERENCES regions (id));
  CREATE TABLE artefact_chunks (
    artefact_id TEXT NOT NULL REFERENCES artefacts (id) ON DELETE CASCADE,
    chunk_id TEXT NOT NULL REFERENCES chunks (id),
    PRIMARY KEY (artefact_id, chunk_id)
  );
  CREATE INDEX artefact_chunks_by_chunk ON artefact_chunks (chunk_id);
  CREATE TABLE metadata (
    role TEXT NOT NULL,
    version BIGINT NOT NULL,
    bytes {{blob}} NOT NULL,
    PRIMARY KEY (role, version)
  );
`;

export const serviceMigrations: readonly Migration[] = [
  auditMigration,
  { version: 2, name: 'admissions', sql: admissions },
  { version: 3, name: 'maps', sql: maps },
];
