import { auditMigration } from '../kit/audit.ts';
import { channelTables } from '../kit/channel/channel-store.ts';
import type { Migration } from '../kit/storage/migrations.ts';

/** Times are the server's own seconds since 1970; what is secret is sealed under the master key before it comes here. */
export const accountsMigrations: readonly Migration[] = [
  auditMigration,
  { version: 2, name: 'channels', sql: channelTables },
  {
    version: 3,
    name: 'accounts, access keys, terminals',
    sql: `
      CREATE TABLE accounts (
        user_id TEXT PRIMARY KEY,
        application_number TEXT UNIQUE,
        state TEXT NOT NULL,
        plan TEXT NOT NULL,
        regions TEXT NOT NULL,
        contract_seconds BIGINT NOT NULL,
        contract_ends_at DOUBLE PRECISION NOT NULL,
        login_record {{blob}} NOT NULL,
        licence_mac {{blob}} NOT NULL,
        created_at DOUBLE PRECISION NOT NULL
      );
      CREATE TABLE access_keys (
        id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL REFERENCES accounts (user_id),
        slot_id TEXT NOT NULL,
        state TEXT NOT NULL,
        sealed_key {{blob}} NOT NULL,
        terminal_name TEXT NOT NULL,
        maker_id TEXT NOT NULL,
        model_id TEXT NOT NULL,
        created_at DOUBLE PRECISION NOT NULL,
        ended_at DOUBLE PRECISION
      );
      CREATE INDEX access_keys_by_account ON access_keys (user_id, state);
      CREATE INDEX access_keys_by_slot ON access_keys (slot_id, state);
      CREATE INDEX access_keys_by_end ON access_keys (ended_at);
      CREATE TABLE terminals (
        slot_id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL REFERENCES accounts (user_id),
        access_key_id TEXT NOT NULL REFERENCES access_keys (id),
        name TEXT NOT NULL,
        maker_id TEXT NOT NULL,
        model_id TEXT NOT NULL,
        registered_at DOUBLE PRECISION NOT NULL
      );
      CREATE INDEX terminals_by_account ON terminals (user_id, registered_at);
      CREATE INDEX terminals_by_key ON terminals (access_key_id);`,
  },
  {
    version: 4,
    name: 'sessions, guesses',
    sql: `
      CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL,
        access_key_id TEXT NOT NULL,
        state TEXT NOT NULL,
        sealed_key {{blob}} NOT NULL,
        device_key TEXT,
        expires_at DOUBLE PRECISION NOT NULL,
        ends_at DOUBLE PRECISION NOT NULL
      );
      CREATE INDEX sessions_by_key ON sessions (access_key_id, state, expires_at);
      CREATE INDEX sessions_by_account ON sessions (user_id);
      CREATE INDEX sessions_by_end ON sessions (ends_at);
      CREATE TABLE session_audiences (
        handle TEXT PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        audience TEXT NOT NULL
      );
      CREATE INDEX session_audiences_by_session ON session_audiences (session_id);
      CREATE TABLE guesses (
        subject TEXT PRIMARY KEY,
        count BIGINT NOT NULL,
        last_at DOUBLE PRECISION NOT NULL
      );
      CREATE INDEX guesses_by_time ON guesses (last_at);`,
  },
  {
    version: 5,
    name: 'changes under a session',
    sql: `
      ALTER TABLE sessions ADD COLUMN opened_at DOUBLE PRECISION NOT NULL DEFAULT 0;
      CREATE TABLE session_windows (
        session_id TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
        highest BIGINT NOT NULL,
        blocks TEXT NOT NULL
      );
      CREATE TABLE session_answers (
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        idempotency_key TEXT NOT NULL,
        request_hash {{blob}} NOT NULL,
        answer TEXT NOT NULL,
        PRIMARY KEY (session_id, idempotency_key)
      );`,
  },
  {
    version: 6,
    name: 'sessions that are found by what stands in their handles',
    // Sessions of before are forgotten: their terminals open new ones.
    sql: `
      DROP TABLE session_audiences;
      DELETE FROM sessions;
      DROP INDEX sessions_by_account;
      ALTER TABLE sessions ADD COLUMN audiences TEXT NOT NULL DEFAULT '[]';`,
  },
];
