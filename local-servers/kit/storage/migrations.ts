import { CodedError } from '../../../src/errors/coded-error.ts';

/** One step of a store's schema. Versions count from 1 without gaps; a step, once released, never changes. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** Statements; `{{blob}}` and `{{sequence}}` (a primary key that counts up by itself) are spelt per engine. */
  readonly sql: string;
}

export interface AppliedMigration {
  readonly version: number;
  readonly name: string;
}

export const migrationsTable =
  'CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL)';

/**
 * Which steps a store still needs.
 * @throws configuration.invalid where the store is newer than this program, or went another way.
 */
export function pendingMigrations(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  known.forEach((migration, index) => {
    if (migration.version !== index + 1) throw refusal(`migration "${migration.name}" must have version ${index + 1}`);
  });
  if (applied.length > known.length) {
    throw refusal(`its version is ${applied.length}, but this program knows ${known.length}: use a newer program`);
  }
  applied.forEach(({ version, name }, index) => {
    const expected = known[index];
    if (expected?.version !== version || expected.name !== name) {
      throw refusal(`its step ${version} is "${name}", which this program does not know under that number`);
    }
  });
  return known.slice(applied.length);
}

/** Spells a migration for one engine. */
export function spellMigration(sql: string, words: Readonly<Record<string, string>>): string {
  return sql.replaceAll(/\{\{(\w+)\}\}/g, (_whole, word: string) => {
    const spelling = words[word];
    if (spelling === undefined) throw refusal(`a migration uses the unknown word "${word}"`);
    return spelling;
  });
}

function refusal(reason: string): CodedError {
  return new CodedError('configuration.invalid', { detail: `the database cannot be used: ${reason}` });
}
