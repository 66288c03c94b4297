import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setRule } from '../../local-servers/allocation/operator.ts';
import type { AllocationRule, AllocationTarget } from '../../local-servers/allocation/rules/rule.ts';
import type { NewDevice } from '../../local-servers/authentication/operator.ts';
import {
  openAllocationDatabase,
  type AllocationDatabase,
} from '../../local-servers/allocation/store/allocation-store.ts';
import { verifyChain, type Link } from '../../src/allocation/chain.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { allocationTarget } from '../support/allocation-target.ts';
import {
  anyMatch,
  device,
  importRules,
  makerMatch,
  operatorContext,
  spreadOver,
  table,
} from '../support/allocation-tables.ts';
import {
  startChainServers,
  targetOf,
  walkAsService,
  walkAsTerminal,
  type ChainServers,
} from '../support/chain-servers.ts';

/** Servers whose first one is told the maker alone, and others whose first one is told everything (A3). */
interface World {
  readonly servers: ChainServers;
  readonly first: AllocationDatabase;
  readonly second: AllocationDatabase;
}
let twoStages: World;
let oneStage: World;
beforeAll(async () => {
  twoStages = await openWorld(await startChainServers());
  oneStage = await openWorld(await startChainServers({ firstAsks: ['first', 'second'] }));
});
afterAll(async () => {
  for (const { servers, first, second } of [twoStages, oneStage]) {
    await first.close();
    await second.close();
    await servers.close();
  }
});

async function openWorld(servers: ChainServers): Promise<World> {
  const { first, second } = servers.contexts;
  return {
    servers,
    first: await openAllocationDatabase(first.folder),
    second: await openAllocationDatabase(second.folder),
  };
}

/** Authentication servers that nobody walks on from, so that they need not be there. */
const authentication = ['auth-1', 'auth-2', 'auth-3'].map((serverId) =>
  allocationTarget({ role: 'authentication', serverId, asks: [] }),
);

type Outcome = { readonly links: readonly Link[] } | { readonly refused: string };

async function outcome(walking: Promise<{ readonly links: readonly Link[] }>): Promise<Outcome> {
  try {
    return await walking;
  } catch (error) {
    if (error instanceof CodedError) return { refused: error.code };
    throw error;
  }
}

/** Puts a table in the place of a running server's: half of it imported, the rest set one by one. */
async function fill(database: AllocationDatabase, rules: readonly AllocationRule[]): Promise<void> {
  const half = rules.length >> 1;
  await importRules(database, rules.slice(0, half));
  for (const rule of rules.slice(half)) await setRule(operatorContext, database, rule);
}

/** Walks both ways with one nonce, and expects the same. @returns the links, where they led anywhere */
async function walkBothWays({ servers }: World, terminal: NewDevice) {
  const nonce = toBase64url(randomBytes(32));
  const own = await outcome(walkAsTerminal(servers, { device: terminal, nonce }));
  const passedOn = await outcome(
    walkAsService(servers, { device: terminal, nonce }).then(({ chain, binding }) =>
      verifyChain(chain, servers.trust.anchor, { nonce, subject: terminal, binding }, {}),
    ),
  );
  if ('refused' in own) {
    expect(passedOn).toEqual(own);
    return own;
  }
  const information = (links: readonly Link[]) => links.map((link) => link.information);
  expect('links' in passedOn && information(passedOn.links)).toEqual(information(own.links));
  expect('links' in passedOn && passedOn.links.map(({ signer }) => signer)).toEqual(
    own.links.map(({ signer }) => signer),
  );
  return own;
}

/** How often tables led somewhere; chance decides, but never against all of them. */
const reached = { one: 0, two: 0 };

test('A1, A2: whatever the tables, both routes lead to the same place, by chains that verify', async () => {
  const { servers, first, second } = twoStages;
  const { contexts } = servers;
  const next = (asks: AllocationTarget['asks']) => targetOf(contexts.second, { asks });
  const firstTargets = fc.oneof<fc.MaybeWeightedArbitrary<AllocationTarget[]>[]>(
    { weight: 3, arbitrary: fc.constant([next(['first', 'second'])]) },
    fc.constant([next(['second'])]),
    spreadOver([next(['first', 'second']), ...authentication]),
  );
  const tables = [table(makerMatch, firstTargets, 5), table(anyMatch, spreadOver(authentication), 8)] as const;
  const routes = fc.asyncProperty(
    ...tables,
    fc.array(device, { minLength: 3, maxLength: 3 }),
    async (one, two, devices) => {
      await fill(first, one);
      await fill(second, two);
      for (const terminal of devices) {
        const walked = await walkBothWays(twoStages, terminal);
        if ('refused' in walked) expect(walked.refused).toMatch(/^allocation\.(maker|model)-unknown$/);
        else reached.two++;
      }
    },
  );
  await fc.assert(routes, { numRuns: 25 });
  expect(reached.two).toBeGreaterThan(0);
});

test('A3: and so they do where one server is told everything', async () => {
  const tables = table(anyMatch, spreadOver(authentication), 10);
  const routes = fc.asyncProperty(tables, fc.array(device, { minLength: 3, maxLength: 3 }), async (rules, devices) => {
    await fill(oneStage.first, rules);
    for (const terminal of devices) {
      const walked = await walkBothWays(oneStage, terminal);
      if ('refused' in walked) expect(walked.refused).toMatch(/^allocation\.(maker|model)-unknown$/);
      else {
        reached.one++;
        expect(walked.links.map(({ information }) => information.role)).toEqual(['first-allocation', 'authentication']);
      }
    }
  });
  await fc.assert(routes, { numRuns: 25 });
  expect(reached.one).toBeGreaterThan(0);
});
