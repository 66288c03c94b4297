import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../local-servers/kit/app.ts';
import { channelTables } from '../../../local-servers/kit/channel/channel-store.ts';
import { registerChannel, type ChannelDefinition } from '../../../local-servers/kit/channel/register-channel.ts';
import { ServerClient, ServerClients, type Peer } from '../../../local-servers/kit/server-client.ts';
import { openSqlite } from '../../../local-servers/kit/storage/sqlite.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { httpTransport } from '../../../src/host/http-transport.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import type { HttpTransport } from '../../../src/protocol/transport.ts';
import { codeOfRejection } from '../../support/coded.ts';
import { createInstallation, publicFacts, type TestInstallation } from '../../support/role-context.ts';

const specs = { accounts: { role: 'accounts', settings: {} }, service: { role: 'service', settings: {} } } as const;

let installation: TestInstallation<typeof specs>;
let peer: Peer;
let posted: string[];
/** What the line does with an answer; may throw instead. */
let onAnswer: (path: string) => void;

const transport: HttpTransport = async (request) => {
  const { pathname } = new URL(request.url);
  posted.push(pathname.split('/').at(-1) ?? '');
  const response = await httpTransport(request);
  onAnswer(pathname);
  return response;
};

beforeEach(async () => {
  posted = [];
  onAnswer = () => {};
  installation = await createInstallation(specs, { transport });
  const { accounts } = installation.contexts;
  peer = { id: 'accounts', ...publicFacts(accounts) };
});

afterEach(() => installation.close());

async function startPeer(handle: (request: unknown) => unknown): Promise<{ forget: () => Promise<unknown> }> {
  const { accounts, service } = installation.contexts;
  const database = await openSqlite(join(accounts.folder, 'store.sqlite'), [
    { version: 1, name: 'channels', sql: channelTables },
  ]);
  const app = await createApp({ role: 'accounts', serverId: 'accounts', logger: accounts.logger });
  const definition: ChannelDefinition = {
    purpose: 'session-check',
    remoteStaticOf: (id) => (id === 'service' ? service.staticKey.publicKey : undefined),
    handle: async (request) => async () => ({ result: handle(request) }),
  };
  registerChannel(app, { ...accounts, database }, definition);
  await installation.start('accounts', {
    app,
    close: async () => {
      await app.close();
      await database.close();
    },
  });
  return { forget: () => database.run('DELETE FROM channels') };
}

const client = () => new ServerClient(installation.contexts.service, 'session-check', peer);

describe('a client of another server', () => {
  it('keeps its channel open between calls', async () => {
    await startPeer((request) => ({ echo: request }));
    const caller = client();
    expect(await caller.call({ n: 1 })).toEqual({ echo: { n: 1 } });
    expect(await caller.call({ n: 2 })).toEqual({ echo: { n: 2 } });
    expect(posted).toEqual(['handshake', 'messages', 'messages']);
  });

  it('serves more calls at once than it has channels', async () => {
    await startPeer((request) => request);
    const caller = client();
    const calls = Array.from({ length: 20 }, (_, n) => caller.call({ n }));
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 20 }, (_, n) => ({ n })));
    expect(posted.filter((path) => path === 'handshake').length).toBeLessThanOrEqual(4);
  });

  it('opens another channel when the peer has forgotten the one it had', async () => {
    const { forget } = await startPeer((request) => request);
    const caller = client();
    await caller.call(1);
    await forget();
    expect(await caller.call(2)).toBe(2);
    expect(posted).toEqual(['handshake', 'messages', 'messages', 'handshake', 'messages']);
  });

  it('asks again for a lost answer, with the same bytes: the peer decides once', async () => {
    let decided = 0;
    await startPeer(() => (decided += 1));
    let lost = false;
    onAnswer = (path) => {
      if (lost || !path.endsWith('/messages')) return;
      lost = true;
      throw new CodedError('network.timeout');
    };
    expect(await client().call('x')).toBe(1);
    expect(posted).toEqual(['handshake', 'messages', 'messages']);
  });

  it('passes on what the peer refuses, and goes on in the same channel', async () => {
    await startPeer((request) => {
      if (request === 'no') throw new CodedError('session.revoked', { detail: 'signed out' });
      return request;
    });
    const caller = client();
    await expect(caller.call('no')).rejects.toMatchObject({ code: 'session.revoked', detail: 'signed out' });
    expect(await caller.call('yes')).toBe('yes');
    expect(posted).toEqual(['handshake', 'messages', 'messages']);
  });

  it('says that the peer is away, to all that wait', async () => {
    const caller = client();
    const calls = Array.from({ length: 10 }, () => codeOfRejection(caller.call({})));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['server.unavailable']));
    await startPeer((request) => request);
    expect(await caller.call('back')).toBe('back');
  });

  it('believes nobody with another key', async () => {
    await startPeer((request) => request);
    peer = { ...peer, staticKey: toBase64url(installation.sealingKey.publicKey) };
    expect(await codeOfRejection(client().call({}))).toBe('server.unavailable');
  });

  it('is kept per peer', () => {
    const clients = new ServerClients(installation.contexts.service, 'certificate-check');
    expect(clients.to({ ...peer })).toBe(clients.to(peer));
    expect(clients.to({ ...peer, id: 'other' })).not.toBe(clients.to(peer));
  });
});
