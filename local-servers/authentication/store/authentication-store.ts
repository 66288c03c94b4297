import { join } from 'node:path';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import { openSqlite } from '../../kit/storage/sqlite.ts';
import { authenticationMigrations } from '../migrations.ts';

export function openAuthenticationDatabase(folder: string): Promise<SqlDatabase> {
  return openSqlite(join(folder, 'store.sqlite'), authenticationMigrations);
}
