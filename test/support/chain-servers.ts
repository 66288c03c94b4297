import { buildAllocation } from '../../local-servers/allocation/app.ts';
import { removeRule, setRule } from '../../local-servers/allocation/operator.ts';
import type { AllocationRule, AllocationTarget } from '../../local-servers/allocation/rules/rule.ts';
import { openAllocationDatabase } from '../../local-servers/allocation/store/allocation-store.ts';
import { buildAuthentication } from '../../local-servers/authentication/app.ts';
import { provisionDevice, type NewDevice } from '../../local-servers/authentication/operator.ts';
import { openAuthenticationDatabase } from '../../local-servers/authentication/store/authentication-store.ts';
import type { RoleContext } from '../../local-servers/kit/role-context.ts';
import type { SqlDatabase } from '../../local-servers/kit/storage/database.ts';
import { sealSecondPart, walkChain, type Walked, type WalkOptions } from '../../src/allocation/walk.ts';
import type { DeviceProvisioning } from '../../src/contract/terminal-configuration.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { createInstallation, publicFacts, type InstallationOptions, type TestInstallation } from './role-context.ts';

/** The terminal that most tests are about. */
export const acmeDevice = { makerId: 'acme', modelId: 'N-100', hardwareNumber: 'SN000123' };

const chainRoles = {
  first: { role: 'first-allocation', settings: { stage: 'first' } },
  second: { role: 'second-allocation', settings: { stage: 'second' } },
  authentication: { role: 'authentication', settings: {} },
  maps: { role: 'service', settings: {} },
  'other-maps': { role: 'service', settings: {} },
} as const;

export interface ChainServers extends TestInstallation<typeof chainRoles> {
  /** Changes the rules of a running server as its operator does: through the same database, from outside. */
  setRules(server: 'first' | 'second', ...rules: AllocationRule[]): Promise<void>;
  removeRule(server: 'first' | 'second', name: string): Promise<void>;
  provision(device?: NewDevice): Promise<DeviceProvisioning>;
  /** The database of the authentication server, for its operator's functions. */
  withDevices<T>(work: (database: SqlDatabase) => Promise<T>): Promise<T>;
}

/**
 * First allocation, second allocation and authentication server, listening, with no rules and no devices yet; and the
 * keys of two services, which the directory names.
 */
export async function startChainServers(options: InstallationOptions = {}): Promise<ChainServers> {
  const installation = await createInstallation(chainRoles, options);
  const { contexts, sealingKeys } = installation;
  await installation.start('first', await buildAllocation({ ...contexts.first, sealingKeys }));
  await installation.start('second', await buildAllocation({ ...contexts.second, sealingKeys }));
  await installation.start('authentication', await buildAuthentication(contexts.authentication));
  const devices = contexts.authentication;
  const withDevices: ChainServers['withDevices'] = (work) => using(openAuthenticationDatabase(devices.folder), work);
  return {
    ...installation,
    withDevices,
    setRules: (server, ...rules) => setRulesIn(contexts[server], ...rules),
    removeRule: (server, name) =>
      using(openAllocationDatabase(contexts[server].folder), async (database) => {
        await removeRule(contexts[server], database, name);
      }),
    provision: (device = acmeDevice) => withDevices((database) => provisionDevice(devices, database, device)),
  };
}

export async function setRulesIn(context: RoleContext<unknown>, ...rules: AllocationRule[]): Promise<void> {
  await using(openAllocationDatabase(context.folder), async (database) => {
    for (const rule of rules) await setRule(context, database, rule);
  });
}

async function using<T, Database extends SqlDatabase>(
  opening: Promise<Database>,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await opening;
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** A server as a rule names it. */
export function targetOf(context: RoleContext<unknown>, more: Partial<AllocationTarget> = {}): AllocationTarget {
  const role = context.role === 'authentication' ? 'authentication' : 'second-allocation';
  const asks: AllocationTarget['asks'] = role === 'authentication' ? [] : ['second'];
  return { role, serverId: context.serverId, ...publicFacts(context), asks, weight: 1, ...more };
}

/** acme's terminals go from the first to the second server, those with models N-… on to the authentication server. */
export async function setAcmeRules(servers: ChainServers): Promise<void> {
  const { contexts } = servers;
  await servers.setRules('first', { name: 'acme', match: { makerId: 'acme' }, targets: [targetOf(contexts.second)] });
  const match = { makerId: 'acme', modelPrefix: 'N-' };
  await servers.setRules('second', { name: 'acme-n', match, targets: [targetOf(contexts.authentication)] });
}

/** What a walk needs of an installation. */
interface Walkable extends Pick<TestInstallation<Record<string, never>>, 'trust' | 'sealingKey'> {
  readonly contexts: { readonly maps: Pick<RoleContext<unknown>, 'transport'> };
}
type WalkParts = Partial<Omit<WalkOptions, 'makerId' | 'secondPart'>> & { readonly device?: NewDevice };

/** A1: walks as the terminal itself does. */
export function walkAsTerminal({ trust, contexts }: Walkable, parts: WalkParts = {}): Promise<Walked> {
  const { device = acmeDevice, ...more } = parts;
  const { makerId, ...second } = device;
  return walkChain({
    first: trust.firstAllocation,
    anchor: trust.anchor,
    makerId,
    secondPart: { second },
    nonce: toBase64url(randomBytes(32)),
    seen: {},
    transport: contexts.maps.transport,
    ...more,
  });
}

/** A2: what the service server does with what the terminal gave it; `binding` is what the terminal will look for. */
export async function walkAsService(
  { trust, contexts, sealingKey }: Walkable,
  parts: WalkParts = {},
): Promise<Walked & { readonly binding: string }> {
  const { device = acmeDevice, ...more } = parts;
  const { makerId, ...second } = device;
  const nonce = parts.nonce ?? toBase64url(randomBytes(32));
  const { sealedSecond, bindingDigest } = sealSecondPart(second, sealingKey.publicKey, nonce, makerId);
  const walked = await walkChain({
    first: trust.firstAllocation,
    anchor: trust.anchor,
    makerId,
    secondPart: { sealedSecond },
    nonce,
    seen: {},
    transport: contexts.maps.transport,
    ...more,
  });
  return { ...walked, binding: bindingDigest };
}
