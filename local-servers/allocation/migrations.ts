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
];
