import { afterAll, beforeAll, expect, test } from 'vitest';
import { rollBack } from '../../local-servers/allocation/operator.ts';
import {
  openAllocationDatabase,
  type AllocationDatabase,
} from '../../local-servers/allocation/store/allocation-store.ts';
import { AllocationAnswer, AllocationReply } from '../../src/contract/allocation.ts';
import { check } from '../../src/contract/check.ts';
import { payloadTypes } from '../../src/contract/documents.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { openDocument } from '../../src/protocol/signed-document.ts';
import { allocationTarget } from '../support/allocation-target.ts';
import { importRules, operatorContext } from '../support/allocation-tables.ts';
import { channelTo } from '../support/channel-to.ts';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';

let servers: ChainServers;
let database: AllocationDatabase;
beforeAll(async () => {
  servers = await startChainServers();
  database = await openAllocationDatabase(servers.contexts.second.folder);
});
afterAll(async () => {
  await database.close();
  await servers.close();
});

/** A table that leads everybody to one server, by many rules. */
const tableTo = (serverId: string) =>
  Array.from({ length: 300 }, (_, index) => {
    const serials = { from: `SN${String(index).padStart(3, '0')}`, to: `SN${String(index).padStart(3, '0')}` };
    const targets = [allocationTarget({ role: 'authentication', serverId, asks: [] })];
    return { name: `range-${index}`, match: { makerId: 'acme', serials }, targets };
  });

async function ask(hardwareNumber: string): Promise<AllocationAnswer['information']> {
  const context = servers.contexts.second;
  const channel = await channelTo(context, 'allocation');
  const request = { nonce: toBase64url(randomBytes(32)), second: { modelId: 'N-100', hardwareNumber } };
  const { answer } = check(AllocationReply, await channel.request(request), 'channel.message-invalid');
  const { publicKey } = context.signingKey;
  return openDocument(answer, publicKey, payloadTypes.allocationAnswer, AllocationAnswer).information;
}

test('A1: who asks while tables are imported and taken back is answered by one of them, never by a mixture', async () => {
  const serverOf = new Map([[await importRules(database, tableTo('server-0')), 'server-0']]);
  const changes = { areDone: false };
  const seen: { version: number; serverId: string }[] = [];
  const asking = async (lane: number) => {
    for (let turn = 0; !changes.areDone; turn++)
      seen.push(await ask(`SN${String((turn * 7 + lane) % 300).padStart(3, '0')}`));
  };
  const lanes = [0, 1, 2].map(asking);
  // Until enough was asked in between, however quick the imports are.
  const versionsSeen = () => new Set(seen.map(({ version }) => version)).size;
  for (let number = 1; number <= 6 || seen.length <= 20 || versionsSeen() <= 2; number++) {
    serverOf.set(await importRules(database, tableTo(`server-${number}`)), `server-${number}`);
    const { version } = await rollBack(operatorContext, database);
    serverOf.set(version, serverOf.get(version - 2) ?? '');
  }
  changes.areDone = true;
  await Promise.all(lanes);
  for (const { version, serverId } of seen) expect(serverId).toBe(serverOf.get(version));
  // The next answer is the new table's at once.
  expect((await ask('SN000')).version).toBe(Math.max(...serverOf.keys()));
});
