import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { SqliteConnection } from '../../../../local-servers/kit/storage/sqlite-connection.ts';

it('a full disk is told in words, and what was there stays', () => {
  const database = new Sqlite(':memory:');
  const connection = new SqliteConnection(database);
  connection.script('CREATE TABLE entries (body)');
  connection.run('INSERT INTO entries VALUES (?)', ['kept']);
  // As many pages as there are: the next one finds no room.
  database.pragma('max_page_count = 2');
  const insert = () => connection.run('INSERT INTO entries VALUES (?)', [new Uint8Array(100_000)]);
  expect(insert).toThrow(
    expect.objectContaining({ code: 'server.unavailable', detail: expect.stringContaining('full') }),
  );
  expect(connection.all('SELECT body FROM entries', [])).toEqual([{ body: 'kept' }]);
  connection.close();
});
