import { channelMediaType } from '../../src/contract/channel.ts';
import { TestPortal } from './portal.ts';
import { startService, type ServiceUnderTest } from './service-under-test.ts';

/** One address of one server, as its own description names it. */
export interface ServedRoute {
  /** `accounts POST /v1/…`, to tell which one a test fails at. */
  readonly name: string;
  readonly url: string;
  readonly method: string;
  /** What its bodies are. */
  readonly mediaType: string;
  readonly isServed: boolean;
  readonly ca?: string;
}

export interface EveryServer {
  /** Every described address of every server, and one that is not there. */
  readonly routes: readonly ServedRoute[];
  readonly service: ServiceUnderTest;
  close(): Promise<void>;
}

/** All servers of an installation, listening. */
export async function startEveryServer(): Promise<EveryServer> {
  const [service, portal] = await Promise.all([startService(), new TestPortal().start()]);
  const { first, second, authentication, accounts, maps } = service.contexts;
  const { ca, ...addresses } = portal.addresses;
  const routes = await Promise.all([
    ...[first, second, authentication, accounts, maps].map(({ serverId, baseUrl }) => routesOf(serverId, baseUrl)),
    routesOf('mailbox', addresses.mailbox),
    portalRoutes(addresses.portal, portal, ca),
  ]);
  return {
    routes: routes.flat(),
    service,
    close: async () => void (await Promise.all([service.close(), portal.close()])),
  };
}

type Description = { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

async function routesOf(server: string, baseUrl: string): Promise<ServedRoute[]> {
  const response = await fetch(`${baseUrl}/openapi.json`);
  return described(server, baseUrl, (await response.json()) as Description);
}

/** The portal has a certificate of its own, and its forms come from browsers. */
async function portalRoutes(baseUrl: string, portal: TestPortal, ca: string): Promise<ServedRoute[]> {
  const { body } = await portal.visitor().get('/openapi.json');
  const routes = described('portal', baseUrl, JSON.parse(body) as Description);
  const forms = routes.map((route) => ({ ...route, mediaType: 'application/x-www-form-urlencoded' }));
  return [...routes, ...forms].map((route) => ({ ...route, ca }));
}

const nowhere = '/v1/nothing';

function described(server: string, baseUrl: string, { paths }: Description): ServedRoute[] {
  const all: [string, string][] = [[nowhere, 'post']];
  for (const [path, methods] of Object.entries(paths))
    all.push(...Object.keys(methods).map((method): [string, string] => [path, method]));
  return all.map(([path, method]) => ({
    name: `${server} ${method.toUpperCase()} ${path}`,
    url: baseUrl + path.replaceAll(/\{[^}]*\}/g, 'A'.repeat(43)),
    method: method.toUpperCase(),
    mediaType: path.includes('/channels/') ? channelMediaType : 'application/json',
    isServed: path !== nowhere,
  }));
}
