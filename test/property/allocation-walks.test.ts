import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AllocationRule } from '../../local-servers/allocation/rules/rule.ts';
import {
  openAllocationDatabase,
  SqlAllocationStore,
  type AllocationDatabase,
} from '../../local-servers/allocation/store/allocation-store.ts';
import { verifyChain, type Link } from '../../src/allocation/chain.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import {
  acmeDevice,
  startChainServers,
  targetOf,
  walkAsService,
  walkAsTerminal,
  type ChainServers,
} from '../support/chain-servers.ts';

let servers: ChainServers;
let databases: { readonly first: AllocationDatabase; readonly second: AllocationDatabase };
beforeAll(async () => {
  servers = await startChainServers();
  const { first, second } = servers.contexts;
  databases = {
    first: await openAllocationDatabase(first.folder),
    second: await openAllocationDatabase(second.folder),
  };
});
afterAll(async () => {
  await databases.first.close();
  await databases.second.close();
  await servers.close();
});

const id = fc.stringMatching(/^[ab]{1,2}$/);
const device = fc.record({ makerId: id, modelId: id, hardwareNumber: fc.stringMatching(/^[0-3]{2}$/) });
const makerMatch = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  id.map((makerId) => ({ makerId })),
  id.map((makerPrefix) => ({ makerPrefix })),
);
const modelMatch = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  id.map((modelId) => ({ modelId })),
  id.map((modelPrefix) => ({ modelPrefix })),
);
const serialMatch = fc.constantFrom({}, { serials: { from: '00', to: '13' } }, { serials: { from: '12', to: '33' } });
const secondMatch = fc.tuple(makerMatch, modelMatch, serialMatch).map((parts) => Object.assign({}, ...parts) as object);
const table = (match: fc.Arbitrary<object>) => fc.array(match, { minLength: 1, maxLength: 4 });

/** Replaces a server's whole table. */
async function fill(server: 'first' | 'second', rules: readonly AllocationRule[]): Promise<void> {
  await databases[server].transaction(async (tx) => {
    const store = new SqlAllocationStore(tx);
    for (const { name } of (await store.state()).edits) await store.remove(name, { isImported: false });
    for (const rule of rules) await store.put(rule);
  });
}

type Outcome = { readonly links: readonly Link[] } | { readonly refused: string };

async function outcome(walking: Promise<{ readonly links: readonly Link[] }>): Promise<Outcome> {
  try {
    return await walking;
  } catch (error) {
    if (error instanceof CodedError) return { refused: error.code };
    throw error;
  }
}

test('A1, A2: whatever the tables, both routes lead to the same place, by chains that verify', async () => {
  let reached = 0;
  const routes = fc.asyncProperty(table(makerMatch), table(secondMatch), device, async (first, second, terminal) => {
    const { contexts, trust } = servers;
    const asks: ('first' | 'second')[] = ['first', 'second'];
    const rules = (matches: readonly object[], target: ReturnType<typeof targetOf>) =>
      matches.map((match, index) => ({ name: `rule-${index}`, match, targets: [target] }));
    await fill('first', rules(first, targetOf(contexts.second, { asks })));
    await fill('second', rules(second, targetOf(contexts.authentication)));

    const own = await outcome(walkAsTerminal(servers, { device: terminal }));
    const passedOn = await outcome(
      walkAsService(servers, { device: terminal }).then(({ chain, binding }) =>
        verifyChain(chain, trust.anchor, { nonce: chain.nonce, subject: terminal, binding }, {}),
      ),
    );
    if ('refused' in own) {
      expect(own.refused).toMatch(/^allocation\.(maker|model)-unknown$/);
      expect(passedOn).toEqual(own);
    } else {
      reached++;
      const information = (links: readonly Link[]) => links.map((link) => link.information);
      expect('links' in passedOn && information(passedOn.links)).toEqual(information(own.links));
    }
  });
  // Chance decides how many of the others lead anywhere; this one does.
  const open: [object[], object[], typeof acmeDevice] = [[{}], [{}], acmeDevice];
  await fc.assert(routes, { numRuns: 20, examples: [open] });
  expect(reached).toBeGreaterThan(0);
});
