import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAllocationDatabase } from '../../local-servers/allocation/store/allocation-store.ts';
import { allocationTarget } from '../support/allocation-target.ts';
import { importRules } from '../support/allocation-tables.ts';
import {
  acmeDevice,
  setAcmeRules,
  startChainServers,
  walkAsService,
  walkAsTerminal,
  type ChainServers,
} from '../support/chain-servers.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
  await setAcmeRules(servers);
  const rule = (name: string, match: object) => ({
    name,
    match,
    targets: [allocationTarget({ role: 'authentication', serverId: name, asks: [] })],
  });
  const ranges = Array.from({ length: 2_000 }, (_, index) => {
    const serials = { from: `SN${String(index).padStart(5, '0')}0`, to: `SN${String(index).padStart(5, '0')}9` };
    return rule(`range-${index}`, { makerId: 'acme', modelPrefix: 'N-', serials });
  });
  const database = await openAllocationDatabase(servers.contexts.second.folder);
  await importRules(database, [
    rule('others', {}),
    rule('acme', { makerId: 'acme' }),
    rule('old-models', { makerId: 'acme', modelPrefix: 'N-', serials: { from: 'SN000000', to: 'SN000999' } }),
    rule('exact-model', { makerId: 'acme', modelId: 'N-7' }),
    ...ranges,
  ]);
  await database.close();
});
afterAll(() => servers.close());

test.each([
  ['SN000123', 'N-100', 'range-12'],
  ['SN019999', 'N-100', 'range-1999'],
  ['SN000123', 'N-7', 'exact-model'],
  ['SN000123', 'M-1', 'acme'],
  ['SN0001234', 'N-100', 'acme'],
])('A1: of %s, model %s, the rule "%s" decides, whoever walks', async (hardwareNumber, modelId, expected) => {
  const device = { ...acmeDevice, modelId, hardwareNumber };
  expect((await walkAsTerminal(servers, { device })).authentication.information.serverId).toBe(expected);
  expect((await walkAsService(servers, { device })).authentication.information.serverId).toBe(expected);
});
