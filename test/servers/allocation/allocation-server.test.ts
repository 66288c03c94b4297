import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAllocation } from '../../../local-servers/allocation/app.ts';
import { firstBrokenEntry } from '../../../local-servers/kit/audit.ts';
import { openAllocationDatabase } from '../../../local-servers/allocation/store/allocation-store.ts';
import { sealSecondPart } from '../../../src/allocation/walk.ts';
import { AllocationAnswer, AllocationReply, type AllocationRequest } from '../../../src/contract/allocation.ts';
import { check } from '../../../src/contract/check.ts';
import { directoryPath } from '../../../src/contract/directory.ts';
import { payloadTypes } from '../../../src/contract/documents.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { generateX25519 } from '../../../src/protocol/keys.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { openDocument } from '../../../src/protocol/signed-document.ts';
import { allocationTarget } from '../../support/allocation-target.ts';
import { importRules } from '../../support/allocation-tables.ts';
import { setRulesIn, startChainServers, walkAsTerminal, type ChainServers } from '../../support/chain-servers.ts';
import { channelTo } from '../../support/channel-to.ts';
import { codeOfRejection } from '../../support/coded.ts';
import { createInstallation } from '../../support/role-context.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

const nonce = () => toBase64url(randomBytes(32));
const second = { modelId: 'N-100', hardwareNumber: 'SN000123' };
const first = { makerId: 'acme' };

async function ask(server: 'first' | 'second', request: AllocationRequest): Promise<AllocationAnswer> {
  const context = servers.contexts[server];
  const channel = await channelTo(context, 'allocation');
  const { answer } = check(AllocationReply, await channel.request(request), 'channel.message-invalid');
  return openDocument(answer, context.signingKey.publicKey, payloadTypes.allocationAnswer, AllocationAnswer);
}

describe('an allocation server', () => {
  it('signs each answer for its request, with the table’s version', async () => {
    await servers.setRules('first', { name: 'acme', match: first, targets: [allocationTarget()] });
    const request = { nonce: nonce(), first };
    const { weight: _weight, ...facts } = allocationTarget();
    expect(await ask('first', request)).toEqual({
      nonce: request.nonce,
      information: { ...facts, scope: first, version: 2 },
    });
  });

  it('uses a changed table from the next answer on, and counts its version up', async () => {
    await servers.setRules('first', { name: 'acme', match: first, targets: [allocationTarget({ serverId: 'b' })] });
    const { information } = await ask('first', { nonce: nonce(), first });
    expect([information.serverId, information.version]).toEqual(['b', 3]);
    await servers.removeRule('first', 'acme');
    expect(await codeOfRejection(ask('first', { nonce: nonce(), first }))).toBe('allocation.maker-unknown');
    await servers.removeRule('first', 'acme');
    await servers.setRules('first', { name: 'acme', match: first, targets: [allocationTarget()] });
    expect((await ask('first', { nonce: nonce(), first })).information.version).toBe(5);
  });

  it('keeps a device at its server, and spreads makers’ requests over all', async () => {
    const targets = ['a', 'b', 'c'].map((serverId) => allocationTarget({ serverId }));
    const match = { makerId: 'acme' };
    await servers.setRules('second', { name: 'spread', match, targets });
    const device = new Set<string>();
    for (let index = 0; index < 4; index++) {
      device.add((await ask('second', { nonce: nonce(), second })).information.serverId);
    }
    expect(device.size).toBe(1);
    await servers.setRules('first', { name: 'acme', match, targets });
    const maker = new Set<string>();
    for (let index = 0; index < 40; index++) {
      maker.add((await ask('first', { nonce: nonce(), first })).information.serverId);
    }
    expect(maker.size).toBe(3);
  });

  it('demands the part that it is there for, and nothing that contradicts itself', async () => {
    const value = nonce();
    const { sealedSecond } = sealSecondPart(second, servers.sealingKey.publicKey, value, 'acme');
    const malformed = async (server: 'first' | 'second', request: AllocationRequest) =>
      expect(await codeOfRejection(ask(server, request))).toBe('request.malformed');
    await malformed('first', { nonce: value, second });
    await malformed('second', { nonce: value, first });
    await malformed('second', { nonce: value, first, second, sealedSecond });
    await malformed('second', { nonce: value, sealedSecond });
    // Sealed for another request, for another maker, to another key.
    await malformed('second', { nonce: nonce(), first, sealedSecond });
    await malformed('second', { nonce: value, first: { makerId: 'other' }, sealedSecond });
    const elsewhere = sealSecondPart(second, generateX25519().publicKey, value, 'acme');
    await malformed('second', { nonce: value, first, sealedSecond: elsewhere.sealedSecond });
    expect(await ask('second', { nonce: value, first, sealedSecond })).toHaveProperty('binding');
  });

  it('hands out the directory and its description', async () => {
    const { baseUrl } = servers.contexts.first;
    const answer = await fetch(baseUrl + directoryPath);
    expect(await answer.json()).toEqual(servers.trust.directoryDocument);
    expect(await (await fetch(`${baseUrl}/health`)).json()).toMatchObject({ role: 'first-allocation', status: 'ok' });
    const { paths } = (await (await fetch(`${baseUrl}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(paths)).toContain('/v1/channels/allocation/handshake');
  });

  it('records every answer and refusal in its audit trail', async () => {
    const database = await openAllocationDatabase(servers.contexts.first.folder);
    try {
      await codeOfRejection(ask('first', { nonce: nonce(), first: { makerId: 'nobody' } }));
      const last = await database.get('SELECT action, outcome, code, subject FROM audit ORDER BY seq DESC LIMIT 1');
      expect(last).toEqual({
        action: 'allocation.answer',
        outcome: 'refused',
        code: 'allocation.maker-unknown',
        subject: 'nobody/',
      });
      expect(await firstBrokenEntry(database)).toBeUndefined();
    } finally {
      await database.close();
    }
  });
});

it('A6: an allocation server runs alone, with no sealing key and no other server there', async () => {
  const alone = await createInstallation({ only: { role: 'first-allocation', settings: { stage: 'first' } } } as const);
  try {
    const { only } = alone.contexts;
    await alone.start('only', await buildAllocation(only));
    await setRulesIn(only, { name: 'all', match: {}, targets: [allocationTarget()] });
    const parts = { trust: alone.trust, sealingKey: alone.sealingKey, contexts: { maps: only } };
    const walking = walkAsTerminal(parts);
    await expect(walking).rejects.toMatchObject({ code: 'allocation.server-unreachable', info: { hop: 1 } });
  } finally {
    await alone.close();
  }
});

it('A1: a damaged table is the server’s own trouble, until another one is imported', async () => {
  const own = await startChainServers();
  const { second: context } = own.contexts;
  const database = await openAllocationDatabase(context.folder);
  try {
    const rules = [{ name: 'all', match: {}, targets: [allocationTarget()] }];
    await importRules(database, rules);
    const file = (await readdir(context.folder)).find((name) => name.startsWith('rules-')) ?? '';
    await writeFile(join(context.folder, file), 'no table');
    const asking = async () => {
      const channel = await channelTo(context, 'allocation');
      return channel.request({ nonce: nonce(), first, second });
    };
    expect(await codeOfRejection(asking())).toBe('server.unavailable');
    await importRules(database, rules);
    expect(await asking()).toHaveProperty('answer');
  } finally {
    await database.close();
    await own.close();
  }
});
