import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqlDatabase } from '../../../../local-servers/kit/storage/database.ts';
import type { Migration } from '../../../../local-servers/kit/storage/migrations.ts';
import { openSqlite } from '../../../../local-servers/kit/storage/sqlite.ts';

const migrations: Migration[] = [
  { version: 1, name: 'entries', sql: 'CREATE TABLE entries (id TEXT PRIMARY KEY, amount BIGINT, body {{blob}})' },
];
const insert = 'INSERT INTO entries (id, amount) VALUES (?, ?)';

let folder: string;
let path: string;
let database: SqlDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'storage-'));
  path = join(folder, 'store.sqlite');
  database = await openSqlite(path, migrations);
});

afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function ids(): Promise<string[]> {
  const rows = await database.all<{ id: string }>('SELECT id FROM entries ORDER BY id');
  return rows.map((row) => row.id);
}

describe('a store in SQLite', () => {
  it('keeps values of every type, and gives bytes as plain Uint8Array', async () => {
    const body = new Uint8Array([0, 1, 255]);
    await database.run('INSERT INTO entries (id, amount, body) VALUES (?, ?, ?)', 'a', 4_000_000_000, body);
    await database.run(insert, 'b', null);
    expect(await database.all('SELECT * FROM entries ORDER BY id')).toEqual([
      { id: 'a', amount: 4_000_000_000, body },
      { id: 'b', amount: null, body: null },
    ]);
    expect(await database.get('SELECT * FROM entries WHERE id = ?', 'c')).toBeUndefined();
  });

  it('is readable by its owner only', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
  });

  it('rolls back only the transaction of a group that throws', async () => {
    const outcomes = await Promise.allSettled([
      database.transaction((tx) => tx.run(insert, 'a', 1)),
      database.transaction(async (tx) => {
        await tx.run(insert, 'b', 2);
        throw new RangeError('no');
      }),
      database.run(insert, 'a', 3),
      database.run(insert, 'c', 4),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: expect.any(RangeError) });
    expect(await ids()).toEqual(['a', 'c']);
  });

  it('settles every promise of a group only after its COMMIT, refusals too', async () => {
    const seen: string[] = [];
    const look = async (name: string) => {
      // Another connection, as after a restart: it sees what is committed.
      const other = new Sqlite(path, { readonly: true });
      seen.push(`${name}: ${other.prepare('SELECT count(*) AS n FROM entries').pluck().get()}`);
      other.close();
    };
    await Promise.all([
      database.run(insert, 'a', 1).then(() => look('first')),
      database.run(insert, 'a', 2).catch(() => look('refused')),
      database.run(insert, 'b', 3).then(() => look('last')),
    ]);
    expect(seen).toEqual(['first: 2', 'refused: 2', 'last: 2']);
  });

  it('shows readers outside nothing that is not committed', async () => {
    let during: string[] | undefined;
    await database.transaction(async (tx) => {
      await tx.run(insert, 'a', 1);
      expect(await tx.get('SELECT amount FROM entries WHERE id = ?', 'a')).toEqual({ amount: 1 });
      during = await ids();
    });
    expect(during).toEqual([]);
    expect(await ids()).toEqual(['a']);
  });

  it('lets the later transactions of a group see the earlier ones', async () => {
    await database.run(insert, 'sum', 0);
    const add = (tx: { run: SqlDatabase['run'] }) => tx.run("UPDATE entries SET amount = amount + 1 WHERE id = 'sum'");
    await Promise.all(Array.from({ length: 200 }, () => database.transaction(add)));
    expect(await database.get('SELECT amount FROM entries')).toEqual({ amount: 200 });
  });

  it('rolls back a savepoint and goes on', async () => {
    await database.transaction(async (tx) => {
      await tx.run(insert, 'a', 1);
      const inner = tx.savepoint(async (nested) => {
        await nested.run(insert, 'b', 2);
        await nested.savepoint((deeper) => deeper.run(insert, 'c', 3));
        throw new RangeError('no');
      });
      await expect(inner).rejects.toThrow(RangeError);
      await tx.savepoint((nested) => nested.run(insert, 'd', 4));
    });
    expect(await ids()).toEqual(['a', 'd']);
  });

  it('refuses a transaction that is used after its end, or around an open savepoint', async () => {
    let kept: { run: SqlDatabase['run'] } | undefined;
    await database.transaction(async (tx) => {
      kept = tx;
      await tx.savepoint(async () => {
        await expect(tx.run(insert, 'a', 1)).rejects.toThrow(/inside a savepoint/);
      });
    });
    await expect(kept?.run(insert, 'a', 1)).rejects.toThrow(/ended/);
    expect(await ids()).toEqual([]);
  });

  it('cannot be changed through a read', async () => {
    await expect(database.all("INSERT INTO entries (id) VALUES ('a') RETURNING id")).rejects.toThrow(/readonly/);
  });

  it('says that it is damaged, where it is', async () => {
    for (let row = 0; row < 500; row += 1) await database.run(insert, `row ${row}`, row);
    await database.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, 5 * 4096));
    database = await openSqlite(path, migrations);
    await expect(ids()).rejects.toMatchObject({
      code: 'server.unavailable',
      detail: expect.stringContaining('damaged'),
    });
  });

  it('waits for another process that writes, without stopping this one', async () => {
    const other = new Sqlite(path);
    other.exec("BEGIN IMMEDIATE; INSERT INTO entries (id) VALUES ('other')");
    const writing = database.run(insert, 'mine', 1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    other.exec('COMMIT');
    other.close();
    await writing;
    expect(await ids()).toEqual(['mine', 'other']);
  });

  it('answers a failed COMMIT to all of its group', async () => {
    await database.close();
    database = await openSqlite(path, [
      ...migrations,
      {
        version: 2,
        name: 'links',
        sql: 'CREATE TABLE links (id TEXT REFERENCES entries (id) DEFERRABLE INITIALLY DEFERRED)',
      },
    ]);
    const outcomes = await Promise.allSettled([
      database.run(insert, 'a', 1),
      database.run("INSERT INTO links (id) VALUES ('nowhere')"),
    ]);
    expect(outcomes).toMatchObject([
      { reason: { code: 'server.unavailable' } },
      { reason: { code: 'server.unavailable' } },
    ]);
    expect(await ids()).toEqual([]);
    await database.run(insert, 'b', 1);
    expect(await ids()).toEqual(['b']);
  });

  it('finishes what is queued before it closes, and then refuses', async () => {
    const writing = database.run(insert, 'a', 1);
    await database.close();
    await writing;
    await expect(database.run(insert, 'b', 1)).rejects.toMatchObject({ code: 'server.unavailable' });
    database = await openSqlite(path, migrations);
    expect(await ids()).toEqual(['a']);
  });
});

describe('migrations', () => {
  it('are applied once, in order, and what is there stays', async () => {
    await database.run(insert, 'a', 1);
    await database.close();
    const second = {
      version: 2,
      name: 'notes',
      sql: "ALTER TABLE entries ADD COLUMN note TEXT NOT NULL DEFAULT 'none'",
    };
    database = await openSqlite(path, [...migrations, second]);
    expect(await database.all('SELECT id, note FROM entries')).toEqual([{ id: 'a', note: 'none' }]);
    await database.close();
    await expect(openSqlite(path, migrations)).rejects.toMatchObject({ code: 'configuration.invalid' });
    database = await openSqlite(path, [...migrations, second]);
  });

  it('leave nothing behind when one fails', async () => {
    await database.close();
    const broken = { version: 2, name: 'broken', sql: 'CREATE TABLE half (id TEXT); CREATE TABLE entries (id TEXT)' };
    await expect(openSqlite(path, [...migrations, broken])).rejects.toThrow(/already exists/);
    database = await openSqlite(path, migrations);
    expect(await database.get("SELECT name FROM sqlite_schema WHERE name = 'half'")).toBeUndefined();
  });

  it('refuse a damaged file, and name it', async () => {
    await database.close();
    const bytes = readFileSync(path);
    for (const from of [0, 100, 4096]) {
      writeFileSync(path, Buffer.from(bytes).fill(0xa5, from, from + 2_000));
      const refused = { code: 'configuration.invalid', detail: expect.stringContaining(path) };
      await expect(openSqlite(path, migrations)).rejects.toMatchObject(refused);
    }
    writeFileSync(path, bytes);
    database = await openSqlite(path, migrations);
  });

  it.each([
    ['a gap', [...migrations, { version: 3, name: 'later', sql: '' }]],
    ['another history', [{ version: 1, name: 'other', sql: '' }]],
    ['an unknown word', [...migrations, { version: 2, name: 'word', sql: 'CREATE TABLE t (a {{unheard}})' }]],
  ])('refuse %s', async (_what, changed) => {
    await database.close();
    await expect(openSqlite(path, changed)).rejects.toMatchObject({ code: 'configuration.invalid' });
    database = await openSqlite(path, migrations);
  });
});
