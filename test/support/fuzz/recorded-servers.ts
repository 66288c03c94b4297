import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { directoryPath } from '../../../src/contract/directory.ts';
import { rootSuccessorsPath } from '../../../src/contract/root-succession.ts';
import { httpTransport } from '../../../src/host/http-transport.ts';
import type { HttpRequest, HttpTransport } from '../../../src/protocol/transport.ts';
import { channelExchange } from '../../../src/protocol/transport.ts';
import { asInitiator, channelTo } from '../channel-to.ts';
import { writeArchive } from '../map-archive.ts';
import { applicant, goodCard, TestPortal } from '../portal.ts';
import { newAccount, realTerminal, signUp } from '../real-terminal.ts';
import type { ServiceUnderTest } from '../service-under-test.ts';
import type { HttpTarget } from './exchange.ts';
import { startListening } from './listening-service.ts';
import type { RecordedRequest } from './mutate-request.ts';

/** A server with every request that it was sent on the straight path, and every route that it has. */
export interface RecordedServer {
  readonly name: string;
  readonly target: HttpTarget;
  /** Only this machine's own address is answered. */
  readonly local: boolean;
  /** Whether it shows refusals to browsers as pages. */
  readonly pages: boolean;
  readonly requests: readonly RecordedRequest[];
  /** `POST /v1/…/:name`, hidden ones too. */
  readonly routes: readonly string[];
}

export interface RecordedServers {
  readonly servers: readonly RecordedServer[];
  readonly service: ServiceUnderTest;
  readonly portal: TestPortal;
  /** Log lines of level error and above, of all servers, so far. */
  complaints(): string[];
  close(): Promise<void>;
}

/** Starts every server and drives the whole story once: application, account, sign-up, both allocations, a download, the end. */
export async function recordServers(): Promise<RecordedServers> {
  const routes = new Map<FastifyInstance, string[]>();
  const onStart = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    const own: string[] = [];
    routes.set(fastify, own);
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) if (each !== 'HEAD') own.push(`${each} ${url}`);
    });
  };
  subscribe('fastify.initialization', onStart);
  const seen: HttpRequest[] = [];
  const recording: HttpTransport = (sent) => {
    seen.push(sent);
    return httpTransport(sent);
  };
  const listening = await startListening(recording);
  const { service } = listening;
  const portal = await new TestPortal().start();
  unsubscribe('fastify.initialization', onStart);
  seen.push(...(await tellTheStory(service, recording)));
  const visited = await visitPortal(portal);

  const routesOf = (origin: string) => [...routes].find(([app]) => listensAt(app, origin))?.[1] ?? [];
  const plain = Object.values(service.contexts).flatMap(({ serverId, baseUrl }): RecordedServer[] =>
    routesOf(baseUrl).length === 0
      ? []
      : [
          {
            name: serverId,
            target: targetOf(baseUrl),
            local: false,
            pages: false,
            requests: distinct([
              ...seen.filter(({ url }) => url.startsWith(baseUrl)).map(recorded),
              ...usual(baseUrl),
              request(baseUrl, 'GET', directoryPath, { accept: 'application/json' }),
              request(baseUrl, 'GET', rootSuccessorsPath, { accept: 'application/json' }),
            ]),
            routes: routesOf(baseUrl),
          },
        ],
  );
  const { portal: portalUrl, mailbox, ca } = portal.addresses;
  return {
    servers: [
      ...plain,
      {
        name: 'portal',
        target: { ...targetOf(portalUrl), ca },
        local: false,
        pages: true,
        requests: distinct([...visited.portal, ...usual(portalUrl)]),
        routes: routesOf(portalUrl),
      },
      {
        name: 'mailbox',
        target: targetOf(mailbox),
        local: true,
        pages: true,
        requests: distinct([...visited.mailbox, ...usual(mailbox)]),
        routes: routesOf(mailbox),
      },
    ],
    service,
    portal,
    complaints: () => [
      ...listening.complaints(),
      ...readFileSync(portal.logFile, 'utf8')
        .split('\n')
        .filter((line) => /^\{"level":[56]0,/.test(line)),
    ],
    close: async () => void (await Promise.all([service.close(), portal.close()])),
  };
}

function listensAt(app: FastifyInstance, origin: string): boolean {
  const address = app.server.address();
  return typeof address === 'object' && String(address?.port) === new URL(origin).port;
}

const targetOf = (url: string): HttpTarget => ({ host: '127.0.0.1', port: Number(new URL(url).port) });

/** Everything that a terminal does, and what servers ask of one another meanwhile. */
async function tellTheStory(service: ServiceUnderTest, recording: HttpTransport): Promise<HttpRequest[]> {
  const file = join(service.folder, 'region.pmtiles');
  await writeArchive(file, { tiles: ['a', 'b'] });
  await service.publish({ file, regionId: 'montevideo' });
  const requests: HttpRequest[] = [];
  for (const route of ['terminal-walked', 'service-walked'] as const) {
    const terminal = await realTerminal(service, { route });
    await signUp(terminal, await newAccount(service));
    await terminal.terminal.maps.list();
    await terminal.terminal.maps.download('montevideo');
    await terminal.terminal.currentSession();
    await terminal.terminal.terminals();
    service.clock.advance(280);
    await terminal.terminal.maps.list();
    await (route === 'terminal-walked' ? terminal.terminal.signOut() : terminal.terminal.sessions.forget());
    requests.push(...terminal.line.requests);
  }
  const { accounts, portal } = service.contexts;
  const exchange = channelExchange(recording, accounts.baseUrl);
  const issuing = await channelTo(accounts, 'account-issue', { ...asInitiator(portal), exchange });
  await issuing.request({
    applicationNumber: 'NT-7KQ4-M2XD',
    plan: 'standard',
    contractSeconds: 86_400,
    regions: ['*'],
  });
  return requests;
}

async function visitPortal(portal: TestPortal): Promise<Record<'portal' | 'mailbox', RecordedRequest[]>> {
  const visitor = portal.visitor();
  const application = await portal.apply(visitor);
  const paid = await portal.apply(visitor);
  await visitor.postJson('/pay', { application: paid, ...goodCard });
  const page = await visitor.get('/apply');
  const formToken = /name="formToken" value="([^"]*)"/.exec(page.body)?.[1] ?? '';
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const [message] = await portal.mails();
  const { portal: url, mailbox } = portal.addresses;
  const browser = { 'accept-language': 'ja,en;q=0.5', accept: 'text/html', cookie };
  const json = { 'content-type': 'application/json', accept: 'application/json' };
  const form = { ...browser, 'content-type': 'application/x-www-form-urlencoded' };
  const fields = (values: Record<string, string>) => new URLSearchParams({ formToken, ...values }).toString();
  const shown = (path: string) => request(url, 'GET', path, browser);
  return {
    portal: [
      ...['/', '/?language=ja', '/apply', `/pay?application=${application}`, '/pay', '/style.css', '/icon.svg'].map(
        shown,
      ),
      shown(`/application?application=${paid}`),
      request(url, 'GET', `/application?application=${paid}`, { accept: 'application/json' }),
      request(url, 'POST', '/apply', json, JSON.stringify(applicant)),
      request(url, 'POST', '/pay', json, JSON.stringify({ application, ...goodCard })),
      request(url, 'POST', '/apply', form, fields(applicant)),
      request(url, 'POST', '/pay', form, fields({ application, ...goodCard })),
    ],
    mailbox: [
      '/',
      '/?to=hanako@example.jp',
      `/messages/${message?.id}`,
      '/style.css',
      '/api/messages',
      `/api/messages/${message?.id}`,
    ].map((path) =>
      request(mailbox, 'GET', path, { accept: path.startsWith('/api') ? 'application/json' : 'text/html' }),
    ),
  };
}

/** What anybody may ask of any server. */
const usual = (origin: string): RecordedRequest[] =>
  ['/health', '/openapi.json'].map((path) => request(origin, 'GET', path, { accept: 'application/json' }));

function request(
  origin: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): RecordedRequest {
  return { method, path, headers: { host: new URL(origin).host, ...headers }, body: Buffer.from(body) };
}

function recorded({ method, url, headers, body = new Uint8Array(0) }: HttpRequest): RecordedRequest {
  const { host, pathname, search } = new URL(url);
  return { method, path: pathname + search, headers: { host, ...headers }, body };
}

/** One of each method and path: the story asks for many chunks. */
function distinct(requests: readonly RecordedRequest[]): RecordedRequest[] {
  const byName = new Map<string, RecordedRequest[]>();
  for (const each of requests) {
    const name = `${each.method} ${each.path} ${each.headers['content-type'] ?? ''}`;
    byName.set(name, [...(byName.get(name) ?? []), each]);
  }
  return [...byName.values()].flatMap((same) => same.slice(0, 3));
}
