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

it('a parameter counts as what it is, wherever it stands', () => {
  const connection = new SqliteConnection(new Sqlite(':memory:'));
  connection.script(
    'CREATE TABLE words (word TEXT PRIMARY KEY, weight REAL); CREATE TABLE marks (word TEXT, mark BLOB)',
  );
  connection.run('INSERT INTO words VALUES (?, ?), (?, ?)', ['12', 2, 'twelve', 1]);
  connection.run('INSERT INTO marks VALUES (?, ?)', ['12', Uint8Array.of(0, 255)]);
  const joined = 'SELECT mark FROM words JOIN marks ON marks.word = words.word WHERE words.word = ? AND weight - ? > 0';
  expect(connection.get(joined, ['12', 1])).toEqual({ mark: Uint8Array.of(0, 255) });
  expect(connection.get(joined, ['12', 2])).toBeUndefined();
  expect(connection.get('SELECT word FROM marks WHERE mark = ?', [Uint8Array.of(0, 255)])).toEqual({ word: '12' });
  const listed = 'SELECT word FROM words WHERE word IN (?, ?) ORDER BY weight LIMIT ?';
  expect(connection.all(listed, ['12', 'twelve', 1])).toEqual([{ word: 'twelve' }]);
  const values = `SELECT ? AS text, ? AS number, ? AS absent, 'it''s what?' AS question`;
  const row = { text: '007', number: 7, absent: null, question: "it's what?" };
  expect(connection.get(values, ['007', 7, null])).toEqual(row);
  connection.close();
});
