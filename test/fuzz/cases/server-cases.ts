import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { addressNetwork } from '../../../local-servers/kit/address-network.ts';
import { loadOpaqueSetup } from '../../../local-servers/accounts/opaque-setup.ts';
import { normaliseLicenceNumber } from '../../../local-servers/accounts/readable-codes.ts';
import { newSessionId, SessionHandles } from '../../../local-servers/accounts/session-handles.ts';
import { AccountsSettings } from '../../../local-servers/accounts/settings.ts';
import { AllocationSettings } from '../../../local-servers/allocation/settings.ts';
import { readRevocationList } from '../../../local-servers/authentication/revocation-list.ts';
import { AuthenticationSettings } from '../../../local-servers/authentication/settings.ts';
import { installationPaths, readChecked } from '../../../local-servers/cli/installation/files.ts';
import { createIdentity, readIdentity, writeIdentity } from '../../../local-servers/cli/installation/identity.ts';
import { installAnswer, readRoleFile, RoleFile } from '../../../local-servers/cli/installation/role-files.ts';
import { AllocationRoot, openSealingKey } from '../../../local-servers/cli/installation/root.ts';
import { checkConfiguration, readConfiguration } from '../../../local-servers/kit/configuration.ts';
import { ChannelSealer } from '../../../local-servers/kit/channel/channel-store.ts';
import { openKeptClock } from '../../../local-servers/kit/kept-clock.ts';
import { createLogger } from '../../../local-servers/kit/logging.ts';
import { createMasterKey, readMasterKey } from '../../../local-servers/kit/master-key.ts';
import { openDemoCertificate } from '../../../local-servers/kit/tls.ts';
import { MailboxSettings } from '../../../local-servers/mailbox/settings.ts';
import { parseApplicationNumber } from '../../../local-servers/portal/applications/number.ts';
import { readApplicant, readCard } from '../../../local-servers/portal/forms/fields.ts';
import { PortalSettings } from '../../../local-servers/portal/settings.ts';
import { singleRange } from '../../../local-servers/service/delivery/file-answer.ts';
import { ServiceSettings } from '../../../local-servers/service/settings.ts';
import { ApplyRequest, PayRequest } from '../../../src/contract/portal.ts';
import { check } from '../../../src/contract/check.ts';
import { readWhole } from '../../../src/host/atomic-file.ts';
import { encodeJson, toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { ChannelKeys } from '../../../src/protocol/channel/channel-keys.ts';
import { generateEd25519, generateX25519 } from '../../../src/protocol/keys.ts';
import { sealToKey } from '../../../src/protocol/one-way-sealing.ts';
import { applicant, goodCard } from '../../support/portal.ts';
import { inFolder } from './host-cases.ts';
import { ofBytes, ofJson, ofJsonBytes, ofText, type ParserCase } from './parser-case.ts';

const masterKey = new Uint8Array(32).fill(5);
const handles = new SessionHandles(masterKey);
const local = (...files: string[]) => files.map((file) => `local-servers/${file}.ts`);

/** What `name` holds once `make` ran in a folder. */
function made(name: string, make: (folder: string) => Promise<unknown>): Promise<Uint8Array> {
  return inFolder(async (folder) => {
    await make(folder);
    const content = await readWhole(join(folder, name), 65_536);
    if (content === undefined) throw new Error(`${name} was not made`);
    return content;
  });
}

/** Reads a folder in which `name` has these bytes. */
const withFile =
  (name: string, read: (folder: string) => Promise<unknown>, prepare?: (folder: string) => Promise<unknown>) =>
  (input: Uint8Array) =>
    inFolder(async (folder) => {
      await prepare?.(folder);
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), input, { mode: 0o600 });
      await read(folder);
    });

const silent = createLogger({ name: 'fuzz', level: 'silent' });

/** Settings, keys and files of an installation. */
export async function installationCases(): Promise<ParserCase[]> {
  const settings = {
    accounts: [AccountsSettings, {}],
    allocation: [AllocationSettings, { stage: 'first' }],
    authentication: [
      AuthenticationSettings,
      { certificateLifetime: 60, deviceSecretLifetime: 600, clonedDevices: 'revoke' },
    ],
    mailbox: [MailboxSettings, { smtp: { host: '127.0.0.1', port: 2_525 } }],
    portal: [PortalSettings, { mail: { host: '127.0.0.1', port: 2_525, caFile: 'ca.pem' } }],
    service: [ServiceSettings, { requestsPerMinute: 100 }],
  } as const;
  const roleFile = {
    role: 'accounts',
    serverId: 'accounts-1',
    listen: { host: '127.0.0.1', port: 8_000 },
    baseUrl: 'http://127.0.0.1:8000',
    settings: {},
  };
  const staticKey = generateX25519();
  const sealedKey = sealToKey(
    'sealed-allocation-key',
    staticKey.publicKey,
    utf8('allocation sealing key'),
    encodeJson({ privateKey: toBase64url(masterKey) }),
  );
  const request = {
    role: 'accounts',
    serverId: 'accounts-1',
    endpoints: [{ url: 'http://127.0.0.1:8000', priority: 0, weight: 1 }],
    staticKey: toBase64url(staticKey.publicKey),
    signingKey: toBase64url(generateEd25519().publicKey),
  };
  const rootFile = await made('root.json', async (folder) => {
    const root = await AllocationRoot.create(folder);
    await root.sign(request);
    await root.sign({ ...request, role: 'first-allocation' });
  });
  const answer = await inFolder(async (folder) => {
    const root = await AllocationRoot.create(folder);
    await root.sign({ ...request, role: 'first-allocation' });
    return root.sign(request);
  });
  return [
    ...Object.entries(settings).map(([role, [schema, value]]) =>
      ofJsonBytes(
        `settings: ${role}`,
        local('kit/configuration'),
        [encodeJson(value)],
        withFile('s.json', (folder) => readConfiguration(join(folder, 's.json'), schema)),
      ),
    ),
    ofJson('settings at hand', local('kit/configuration'), [{ mail: { host: 'a', port: 1, caFile: 'c' } }], (value) =>
      checkConfiguration(value, PortalSettings),
    ),
    ofBytes(
      'master key',
      local('kit/master-key'),
      [await made('key', (folder) => createMasterKey(join(folder, 'key')))],
      withFile('key', (folder) => readMasterKey(join(folder, 'key'), {})),
    ),
    ofText('master key in the environment', local('kit/master-key'), [toBase64url(masterKey)], (text) =>
      readMasterKey('/nowhere', { NAVITERM_MASTER_KEY: text }),
    ),
    ofJsonBytes(
      'clock.json',
      local('kit/kept-clock'),
      [encodeJson({ bootId: '0a1b', sinceBoot: 10.5, time: 1_800_000_000 })],
      withFile('clock.json', (folder) => openKeptClock(join(folder, 'clock.json'), silent)),
    ),
    ofJsonBytes(
      'role.json',
      local('cli/installation/files', 'cli/installation/role-files'),
      [encodeJson(roleFile)],
      withFile('accounts/role.json', async (folder) => {
        await readRoleFile(installationPaths(folder), 'accounts');
        await readChecked(join(folder, 'accounts/role.json'), RoleFile);
      }),
    ),
    ofJsonBytes(
      'identity.json',
      local('cli/installation/identity'),
      [
        await made('identity.json', (folder) =>
          writeIdentity(join(folder, 'identity.json'), masterKey, {
            ...createIdentity(),
            sealingKey: staticKey,
            formerKeys: [{ ...createIdentity(), until: 1 }],
            formerSealingKeys: [{ key: staticKey, until: 1 }],
          }),
        ),
      ],
      withFile('identity.json', (folder) => readIdentity(join(folder, 'identity.json'), masterKey)),
    ),
    ofJsonBytes(
      'root.json',
      local('cli/installation/root'),
      [rootFile],
      withFile('root.json', async (folder) => (await AllocationRoot.open(folder)).answer(request)),
    ),
    ofJson(
      'request to the root',
      local('cli/installation/root'),
      [request, { ...request, role: 'first-allocation' }],
      (value) =>
        inFolder(async (folder) => {
          const { SigningRequest } = await import('../../../local-servers/cli/installation/root.ts');
          const checked = check(SigningRequest, value, 'configuration.invalid');
          await (await AllocationRoot.create(folder)).sign(checked);
        }),
    ),
    ofJson('answer of the root', local('cli/installation/role-files'), [answer], (value) =>
      inFolder(async (folder) => {
        await mkdir(join(folder, 'accounts'));
        await installAnswer(installationPaths(folder), 'accounts', value);
      }),
    ),
    ofText(
      'list of stolen devices',
      local('authentication/revocation-list'),
      [`deviceId,makerId,modelId,hardwareNumber\n,acme,N-1,SN1\n${'A'.repeat(22)},,,\n`],
      readRevocationList,
    ),
    ofText('sealed sealing key', local('cli/installation/root'), [toBase64url(sealedKey)], (text) =>
      openSealingKey(staticKey, text),
    ),
  ];
}

/** What servers keep beside their databases, and the small texts that requests bring them. */
export async function serverCases(): Promise<ParserCase[]> {
  const keys = new ChannelKeys({
    initiatorKey: masterKey,
    responderKey: masterKey,
    handshakeHash: masterKey,
    exporterSecret: masterKey,
  });
  const state = {
    purpose: 'sign-up',
    identifier: masterKey,
    initiatorId: '',
    staticKeyId: 'k',
    keys,
    context: { at: 'start' },
  } as const;
  const channelSealer = new ChannelSealer(masterKey);
  const tls = { names: ['localhost'], validDays: 30 } as const;
  const certificate = await made('cert.pem', (folder) => openDemoCertificate(folder, tls));
  const card = { application: 'NT-7KQ4-M2XD', ...goodCard };
  return [
    ofBytes(
      'sealed channel state',
      local('kit/channel/channel-store'),
      [channelSealer.seal('cookie', state, 60)],
      (input) => channelSealer.open('cookie', input),
    ),
    ofBytes(
      'opaque setup',
      local('accounts/opaque-setup'),
      [await made('opaque-setup.sealed', (folder) => loadOpaqueSetup(folder, masterKey))],
      withFile('opaque-setup.sealed', (folder) => loadOpaqueSetup(folder, masterKey)),
    ),
    ofBytes(
      'TLS certificate',
      local('kit/tls'),
      [certificate],
      withFile(
        'cert.pem',
        (folder) => openDemoCertificate(folder, tls),
        async (folder) => {
          await writeFile(join(folder, 'key.pem'), 'key');
          await writeFile(join(folder, 'ca.pem'), 'ca');
        },
      ),
      { share: 0.3 },
    ),
    ofText(
      'address',
      local('kit/address-network'),
      ['127.0.0.1', '::1', '2001:db8::1%eth0', '::ffff:1.2.3.4'],
      (text) => expect(typeof addressNetwork(text)).toBe('string'),
    ),
    ofText('licence number', local('accounts/readable-codes'), ['NL-1234-5678-9ABC'], (text) =>
      expect(normaliseLicenceNumber(text)).toMatch(/^[0-9A-Z]*$/),
    ),
    ofText(
      'handle of a session',
      local('accounts/session-handles'),
      handles.make(newSessionId(1_700_000_000), ['accounts', 'maps']).map(({ handle }) => handle),
      (text) => expect(handles.read(text)?.sessionId ?? '0'.repeat(24)).toMatch(/^[0-9a-f]{24}$/),
    ),
    ofText('application number', local('portal/applications/number'), ['NT-7KQ4-M2XD'], (text) =>
      expect(parseApplicationNumber(text) ?? 'NT-0000-0000').toMatch(/^NT-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
    ),
    ofJson('application form', local('portal/forms/fields'), [applicant], (value) =>
      readApplicant(check(ApplyRequest, value, 'request.malformed')),
    ),
    ofJson('payment form', local('portal/forms/fields'), [card], (value) =>
      readCard(check(PayRequest, value, 'request.malformed'), 1_800_000_000),
    ),
    ofText('range field', local('service/delivery/file-answer'), ['bytes=0-9', 'bytes=5-'], (text) => {
      const range = singleRange(text, 100);
      if (range === undefined) return;
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.start).toBeLessThan(range.end);
      expect(range.end).toBeLessThanOrEqual(100);
    }),
  ];
}
