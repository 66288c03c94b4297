import { auditMigration } from '../kit/audit.ts';
import { channelTables } from '../kit/channel/channel-store.ts';
import type { Migration } from '../kit/storage/migrations.ts';

export const allocationMigrations: readonly Migration[] = [
  auditMigration,
  { version: 2, name: 'channels', sql: channelTables },
  {
    version: 3,
    name: 'allocation rules',
    // G2: every change of a rule counts the one row of allocation_table up; the count is what answers are signed with.
    sql: `
      CREATE TABLE allocation_table (id BIGINT PRIMARY KEY, version BIGINT NOT NULL);
      INSERT INTO allocation_table (id, version) VALUES (1, 1);
      CREATE TABLE allocation_rules (name TEXT PRIMARY KEY, content TEXT NOT NULL);
    `,
  },
  {
    version: 4,
    name: 'imported tables and their versions',
    // A state is what the table was at one version: a file of imported rules, and the changes that hold at that version.
    sql: `
      CREATE TABLE allocation_states (version BIGINT PRIMARY KEY, file TEXT, change TEXT NOT NULL);
      CREATE TABLE allocation_edits (
        name TEXT NOT NULL, since BIGINT NOT NULL, until BIGINT, content TEXT, PRIMARY KEY (name, since)
      );
      INSERT INTO allocation_states (version, file, change)
        SELECT version, NULL, 'rules set one by one' FROM allocation_table;
      INSERT INTO allocation_edits (name, since, until, content)
        SELECT r.name, t.version, NULL, r.content FROM allocation_rules r CROSS JOIN allocation_table t;
      DROP TABLE allocation_rules;
    `,
  },
];
