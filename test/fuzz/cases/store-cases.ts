import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import PostalMime from 'postal-mime';
import { listRules } from '../../../local-servers/allocation/operator.ts';
import { openAllocationDatabase } from '../../../local-servers/allocation/store/allocation-store.ts';
import type { SqlDatabase } from '../../../local-servers/kit/storage/database.ts';
import { openPublisher, ensurePublisher, noteSigned } from '../../../local-servers/service/publish/publisher.ts';
import { openArchive } from '../../../local-servers/service/publish/archive.ts';
import { factsOfMbtiles, metadataForPmtiles } from '../../../local-servers/service/maps/mbtiles-metadata.ts';
import { mbtilesToPmtiles } from '../../../local-servers/service/maps/mbtiles.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { readWhole } from '../../../src/host/atomic-file.ts';
import { gzip } from '../../../src/maps/pmtiles/gzip.ts';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { allocationTarget } from '../../support/allocation-target.ts';
import { writeArchive } from '../../support/map-archive.ts';
import { Repository } from '../../unit/maps/tuf/repository.ts';
import { inFolder } from './host-cases.ts';
import { ofBytes, ofJson, ofJsonBytes, ofText, type ParserCase } from './parser-case.ts';

const local = (...files: string[]) => files.map((file) => `local-servers/${file}.ts`);
const insertEdit = 'INSERT INTO allocation_edits (name, since, content) VALUES (?, 1, ?)';
const publisherFiles = ['1.root.json', 'signed.json', 'targets.key'];

/** Databases with other bytes in them, archives to publish, the publisher's folder, mail. */
export async function storeCases(): Promise<ParserCase[]> {
  const database = await inFolder(async (folder) => {
    const store = await openAllocationDatabase(folder);
    const rule = { name: 'acme', match: { makerId: 'acme' }, targets: [allocationTarget()] };
    await store.run(insertEdit, 'acme', JSON.stringify(rule));
    await store.close();
    return bytesOf(join(folder, 'store.sqlite'));
  });
  const mbtiles = await inFolder(async (folder) => {
    const path = join(folder, 'a.mbtiles');
    writeMbtiles(path);
    return bytesOf(path);
  });
  const pmtiles = await inFolder((folder) => writeArchive(join(folder, 'a.pmtiles'), { tiles: ['a'] }));
  const repository = new Repository();
  const publisher = await inFolder(async (folder) => {
    await ensurePublisher(folder, new Date('2026-11-20T12:00:00Z'));
    const { targets, snapshot } = repository;
    if (targets !== undefined && snapshot !== undefined) await noteSigned(folder, { targets, snapshot });
    const names = [...publisherFiles, 'snapshot.key', 'timestamp.key'];
    return new Map(await Promise.all(names.map(async (name) => [name, await bytesOf(join(folder, name))] as const)));
  });
  const metadata = {
    name: 'Harbour',
    format: 'pbf',
    bounds: '-56.3,-35,-56,-34.8',
    center: '-56.2,-34.9,12',
    json: '{"a":1}',
  };
  return [
    ofBytes(
      'database of a server',
      local(
        'kit/storage/sqlite',
        'kit/storage/migrations',
        'kit/storage/sqlite-connection',
        'allocation/store/allocation-store',
      ),
      [database],
      (input) =>
        inFolder(async (folder) => {
          await writeFile(join(folder, 'store.sqlite'), input);
          await using opened = await disposable(openAllocationDatabase(folder));
          await listRules(opened.database).catch(unlessTableIsGone);
        }),
      { share: 0.5 },
    ),
    ofText(
      'rule in a database',
      local('allocation/store/allocation-store'),
      ['{"name":"a"}'],
      (text) =>
        inFolder(async (folder) => {
          await using opened = await disposable(openAllocationDatabase(folder));
          await opened.database.run(insertEdit, 'acme', text);
          await listRules(opened.database);
        }),
      { share: 0.3 },
    ),
    ofBytes('MBTiles archive', local('service/maps/mbtiles'), [mbtiles], (input) =>
      inFolder(async (folder) => {
        await writeFile(join(folder, 'a.mbtiles'), input);
        await mbtilesToPmtiles(join(folder, 'a.mbtiles'), join(folder, 'a.pmtiles'));
      }),
    ),
    ofJson('MBTiles metadata', local('service/maps/mbtiles-metadata'), [metadata], (value) => {
      const rows = Object.entries(value ?? {}).filter((row): row is [string, string] => typeof row[1] === 'string');
      factsOfMbtiles(new Map(rows));
      metadataForPmtiles(new Map(rows));
    }),
    ofBytes(
      'archive to publish',
      local('service/publish/archive'),
      [mbtiles, pmtiles.slice(0, 40_000)],
      (input) =>
        inFolder(async (folder) => {
          await writeFile(join(folder, 'a'), input);
          const archive = await openArchive(join(folder, 'a'), join(folder, 'incoming'), () => {});
          await archive.close();
        }),
      { share: 0.5 },
    ),
    ...publisherFiles.map((name) =>
      ofJsonBytes(
        `publisher's ${name}`,
        local('service/publish/publisher'),
        [publisher.get(name) ?? new Uint8Array()],
        (input) =>
          inFolder(async (folder) => {
            for (const [other, bytes] of publisher) await writeFile(join(folder, other), bytes, { mode: 0o600 });
            await writeFile(join(folder, name), input, { mode: 0o600 });
            await openPublisher(folder);
            const { targets, snapshot } = repository;
            if (targets !== undefined && snapshot !== undefined) await noteSigned(folder, { targets, snapshot });
          }),
      ),
    ),
    ofBytes('mail', local('mailbox/smtp'), [mail], (input) =>
      // As the mailbox reads it: what cannot be read is refused there, whatever the parser throws.
      PostalMime.parse(input, { maxNestingDepth: 10, maxHeadersSize: 64 * 1024 }).catch((cause: unknown) => {
        throw new CodedError('request.malformed', { cause });
      }),
    ),
  ];
}

const mail = utf8(
  [
    'From: a@example.jp',
    'To: "b" <b@example.jp>, c@example.jp',
    'Subject: =?utf-8?B?55Sz6L6855Wq5Y+3?=',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="x"',
    '',
    '--x',
    'Content-Type: text/plain; charset=iso-2022-jp',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'NT-7KQ4=2DM2XD',
    '--x',
    'Content-Type: text/html',
    '',
    '<p>NT</p>',
    '--x--',
    '',
  ].join('\r\n'),
);

async function bytesOf(path: string): Promise<Uint8Array> {
  const content = await readWhole(path, 16 << 20);
  if (content === undefined) throw new Error(`${path} was not made`);
  return content;
}

/** Where the bytes that were changed are a table's name, the schema is another one: a fault of the server's own by then. */
function unlessTableIsGone(error: unknown): void {
  if (!(error instanceof Sqlite.SqliteError) || !/^no such (table|column)/.test(error.message)) throw error;
}

async function disposable<Database extends SqlDatabase>(opening: Promise<Database>) {
  const database = await opening;
  return { database, [Symbol.asyncDispose]: () => database.close() };
}

function writeMbtiles(path: string): void {
  const database = new Sqlite(path);
  database.exec(`CREATE TABLE metadata (name TEXT, value TEXT);
    CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);`);
  const row = database.prepare('INSERT INTO metadata VALUES (?, ?)');
  row.run('name', 'Harbour');
  row.run('format', 'pbf');
  row.run('bounds', '-56.3,-35,-56,-34.8');
  const tile = database.prepare('INSERT INTO tiles VALUES (?, ?, ?, ?)');
  tile.run(0, 0, 0, gzip(utf8('tile')));
  tile.run(1, 1, 0, gzip(utf8('other')));
  database.close();
}
