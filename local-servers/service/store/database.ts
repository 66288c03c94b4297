import { join } from 'node:path';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import { openSqlite } from '../../kit/storage/sqlite.ts';
import { serviceMigrations } from '../migrations.ts';

/** The store of a service, for the server itself and for the operator's commands beside it. */
export function openServiceDatabase(folder: string): Promise<SqlDatabase> {
  return openSqlite(join(folder, 'store.sqlite'), serviceMigrations);
}
