import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openAllocationDatabase } from '../../../local-servers/allocation/store/allocation-store.ts';
import { FileRules } from '../../../local-servers/allocation/store/rule-file.ts';
import { readCsv } from '../../../local-servers/allocation/table/read-csv.ts';
import { RowReader } from '../../../local-servers/allocation/table/rule-columns.ts';
import { ServerNames } from '../../../local-servers/allocation/table/server-names.ts';
import { checkServersFile } from '../../../local-servers/allocation/table/servers-file.ts';
import { readTargetSet, writeTargetSet } from '../../../local-servers/allocation/rules/target-set.ts';
import { allocationTarget } from '../../support/allocation-target.ts';
import { csvOf, importCsv, importRules, row } from '../../support/allocation-tables.ts';
import { inFolder } from './host-cases.ts';
import { ofBytes, ofJson, ofText, type ParserCase } from './parser-case.ts';

const allocation = (...files: string[]) => files.map((file) => `local-servers/allocation/${file}.ts`);
const serials = { from: '10', to: '19' };
const device = { makerId: 'acme', modelId: 'N-100', hardwareNumber: '12' };
const { weight: _weight, ...server } = allocationTarget({ serverId: 'auth-1' });

/** Tables of rules as operators write them, and as files of rules that somebody changed. */
export async function tableCases(): Promise<ParserCase[]> {
  const csv = csvOf(
    row('a', { makerId: 'acme', modelPrefix: 'N-', serials }, 'auth-1*3 auth-2'),
    row('b', { makerPrefix: 'a' }, 'auth-2'),
  );
  const file = await inFolder(async (folder) => {
    const database = await openAllocationDatabase(folder);
    const targets = [allocationTarget()];
    await importRules(database, [
      { name: 'all', match: {}, targets },
      { name: 'outer', match: { makerId: 'acme', serials }, targets },
      { name: 'inner', match: { makerId: 'acme', serials: { from: '12', to: '13' } }, targets },
    ]);
    const name = (await database.get<{ file: string }>('SELECT file FROM allocation_states WHERE file IS NOT NULL'))
      ?.file;
    await database.close();
    return readFile(join(folder, name ?? ''));
  });
  return [
    ofText('table as CSV', allocation('table/read-csv', 'table/rule-columns'), [csv], async (text) => {
      let header: RowReader | undefined;
      await readCsv(Readable.from([Buffer.from(text)]), (cells) => {
        if (header === undefined) header = new RowReader(cells);
        else header.read(cells);
      });
    }),
    ofText(
      'table to be imported',
      allocation('table/import-table', 'table/compare'),
      [csv],
      (text) =>
        inFolder(async (folder) => {
          const database = await openAllocationDatabase(folder);
          try {
            await importCsv(database, text, { servers: [server, { ...server, serverId: 'auth-2' }] });
          } finally {
            await database.close();
          }
        }),
      { share: 0.3 },
    ),
    ofText('set of servers in a table', allocation('rules/target-set'), ['auth-1*3 auth-1~2'], (text) => {
      const shares = readTargetSet(text);
      if (writeTargetSet(shares) !== writeTargetSet(readTargetSet(writeTargetSet(shares))))
        throw new Error('not the same');
    }),
    ofJson(
      'servers of a table',
      allocation('table/servers-file'),
      [[server, { ...server, as: 'auth-1~2' }]],
      (value) => {
        const names = new ServerNames();
        for (const { as, ...facts } of checkServersFile(value)) names.give(as ?? facts.serverId, facts);
      },
    ),
    ofBytes(
      'file of an imported table',
      [...allocation('store/rule-file'), 'local-servers/kit/storage/sqlite-file.ts'],
      [file],
      (input) =>
        inFolder(async (folder) => {
          const path = join(folder, 'rules.sqlite');
          await writeFile(path, input);
          const rules = new FileRules(path);
          try {
            for (const told of [device, { makerId: 'acme' }, { ...device, makerId: 'x' }]) {
              [...rules.candidates(told)].toReversed();
              [...rules.namesForMaker(told.makerId)].toReversed();
            }
            rules.find('inner');
            rules.servers();
            [...rules.all()].toReversed();
          } finally {
            rules.close();
          }
        }),
      { share: 0.5 },
    ),
  ];
}
