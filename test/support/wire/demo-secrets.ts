import * as opaque from '@serenity-kit/opaque';
import { createPrivateKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadOpaqueSetup } from '../../../local-servers/accounts/opaque-setup.ts';
import { openAccountsStore } from '../../../local-servers/accounts/accounts-server.ts';
import { AccountSecrets } from '../../../local-servers/accounts/secrets.ts';
import { SqlAccountStore } from '../../../local-servers/accounts/store/sql-account-store.ts';
import { installationPaths } from '../../../local-servers/cli/installation/files.ts';
import { readIdentity } from '../../../local-servers/cli/installation/identity.ts';
import { roleNames } from '../../../local-servers/cli/installation/roles.ts';
import { readMasterKey } from '../../../local-servers/kit/master-key.ts';
import type { SqlDatabase } from '../../../local-servers/kit/storage/database.ts';
import { openSqlite } from '../../../local-servers/kit/storage/sqlite.ts';
import { MessageStore, mailboxMigrations } from '../../../local-servers/mailbox/store/message-store.ts';
import { MapSecrets } from '../../../local-servers/service/store/map-secrets.ts';
import { openServiceDatabase } from '../../../local-servers/service/store/database.ts';
import { SqlMapStore } from '../../../local-servers/service/store/sql-map-store.ts';
import { FileStore } from '../../../src/host/file-store.ts';
import { UnsafeFileVault } from '../../../src/host/unsafe-file-vault.ts';
import { exportPrivate, type KeyPair } from '../../../src/protocol/keys.ts';
import { StateFile } from '../../../src/terminal/state.ts';
import type { Secret } from '../secret-search.ts';

const text = (name: string, value: string): Secret => ({ name, value: Buffer.from(value) });
const base64url = (name: string, value: string): Secret => ({ name, value: Buffer.from(value, 'base64url') });
/** What is longer than a key may come out in part. */
const parts = (name: string, value: Uint8Array): Secret[] =>
  Array.from({ length: Math.floor(value.byteLength / 32) }, (_, index) => ({
    name: `${name}, part ${index}`,
    value: value.subarray(32 * index, 32 * (index + 1)),
  }));

const closing = (database: SqlDatabase) => ({ database, [Symbol.asyncDispose]: () => database.close() });

/** Everything that a run of the demo has left on disk and nobody may hear; sealed things opened by the product's own code. */
export async function demoSecrets(demo: string): Promise<Secret[]> {
  const servers = join(demo, 'servers');
  const masterKey = await readMasterKey(join(servers, 'master.key'));
  const account = await mailedAccount(servers);
  return [
    ...personal(account),
    ...(await ofTerminal(join(demo, 'terminal'))),
    { name: 'master key', value: masterKey },
    ...(await ofServers(servers, masterKey)),
    ...(await ofAccounts(servers, masterKey, account)),
    ...(await ofMaps(servers, masterKey)),
    ...(await mapContents(join(demo, 'terminal', 'maps'))),
  ];
}

interface MailedAccount {
  readonly userId: string;
  readonly password: string;
  readonly licenceNumber: string;
  readonly applicationNumber: string;
  readonly mail: string;
}

/** C2: the one place where the account stands in plain after the run. */
async function mailedAccount(servers: string): Promise<MailedAccount> {
  await using opened = closing(await openSqlite(join(servers, 'mailbox', 'mailbox.sqlite'), mailboxMigrations));
  const store = new MessageStore(opened.database);
  const [summary] = await store.list();
  const message = await store.find(summary?.id ?? '');
  const words = message?.text ?? '';
  const found = (pattern: RegExp) => pattern.exec(words)?.[1] ?? '';
  return {
    userId: found(/User id: (\S+)/),
    password: found(/Password: (\S+)/),
    licenceNumber: found(/Licence number: (\S+)/),
    applicationNumber: /\((NT-\S+)\)/.exec(message?.subject ?? '')?.[1] ?? '',
    mail: message?.to[0] ?? '',
  };
}

function personal(account: MailedAccount): Secret[] {
  return [
    ...Object.entries<string>({ ...account }).map(([name, value]) => text(name, value)),
    text('password without hyphens', account.password.replaceAll('-', '')),
    text('licence number without hyphens', account.licenceNumber.slice(3).replaceAll('-', '')),
    // As demo/application.ts types them in.
    text('name', 'Naviterm demo'),
    text('postal address', '1 Demo Street'),
    text('phone', '+81 3 0000 0000'),
    text('card number', '4242424242424242'),
    text('declined card number', '4000000000000002'),
    text('card holder', 'NAVITERM DEMO'),
  ];
}

async function ofTerminal(folder: string): Promise<Secret[]> {
  const { device, account } = (await StateFile.open(new FileStore(folder))).current;
  const vault = new UnsafeFileVault(folder);
  return [
    base64url('device secret', (await vault.get('device-secret')) ?? ''),
    base64url('device id', device?.deviceId ?? ''),
    text('hardware number', device?.hardwareNumber ?? ''),
    text('model id', device?.modelId ?? ''),
    base64url('access key', (await vault.get('access-key')) ?? ''),
    base64url('access key id', account?.accessKeyId ?? ''),
    base64url('slot id', account?.slotId ?? ''),
  ];
}

async function ofServers(servers: string, masterKey: Uint8Array): Promise<Secret[]> {
  const paths = installationPaths(servers);
  const secrets: Secret[] = [];
  for (const role of roleNames) {
    const { staticKey, signingKey, sealingKey } = await readIdentity(paths.identity(role), masterKey);
    const add = (what: string, key: KeyPair) => secrets.push({ name: `${role}'s ${what}`, value: exportPrivate(key) });
    add('static key', staticKey);
    add('signing key', signingKey);
    if (sealingKey !== undefined) add('sealing key', sealingKey);
  }
  const root = JSON.parse(await readFile(join(paths.root, 'root.json'), 'utf8')) as Record<string, string>;
  secrets.push(base64url('allocation root key', root['rootPrivateKey'] ?? ''));
  secrets.push(base64url('allocation sealing key', root['sealingPrivateKey'] ?? ''));
  for (const role of ['root', 'targets', 'snapshot', 'timestamp']) {
    const key = await readFile(join(paths.publisher, `${role}.key`), 'utf8');
    secrets.push(base64url(`publisher's ${role} key`, key.trim()));
  }
  for (const role of ['portal', 'mailbox'] as const) {
    const key = createPrivateKey(await readFile(join(paths.role(role), 'tls', 'key.pem')));
    secrets.push(base64url(`${role}'s TLS key`, key.export({ format: 'jwk' }).d ?? ''));
  }
  return secrets;
}

/** C3: the setup, the record, and what a login with the password gives besides the session key. */
async function ofAccounts(
  servers: string,
  masterKey: Uint8Array,
  { userId, password }: MailedAccount,
): Promise<Secret[]> {
  const folder = join(servers, 'accounts');
  const serverSetup = await loadOpaqueSetup(folder, masterKey);
  await using opened = closing(await openAccountsStore({ folder }));
  const account = await new SqlAccountStore(opened.database).find(userId);
  const registrationRecord = new AccountSecrets(masterKey).openLoginRecord(userId, account?.loginRecord) ?? '';
  await opaque.ready;
  const identifiers = { client: userId, server: 'naviterm/1 accounts' };
  const { clientLoginState, startLoginRequest } = opaque.client.startLogin({ password });
  const { loginResponse } = opaque.server.startLogin({
    serverSetup,
    userIdentifier: userId,
    registrationRecord,
    startLoginRequest,
    identifiers,
  });
  const login = opaque.client.finishLogin({ clientLoginState, loginResponse, password, identifiers });
  if (login === undefined) throw new Error('the mailed password is not the one of the account');
  return [
    ...parts('OPAQUE setup', Buffer.from(serverSetup, 'base64url')),
    ...parts('OPAQUE record', Buffer.from(registrationRecord, 'base64url')),
    ...parts('OPAQUE export key', Buffer.from(login.exportKey, 'base64url')),
  ];
}

async function ofMaps(servers: string, masterKey: Uint8Array): Promise<Secret[]> {
  await using opened = closing(await openServiceDatabase(join(servers, 'service')));
  const store = new SqlMapStore(opened.database);
  const secrets = new MapSecrets(masterKey);
  const found: Secret[] = [];
  for (const region of ['montevideo', 'world']) {
    const value = await secrets.regionKey(store, region);
    if (value !== undefined) found.push({ name: `region key of ${region}`, value });
  }
  const timestamp = await secrets.timestampKey(store);
  if (timestamp !== undefined) found.push({ name: "service's timestamp key", value: exportPrivate(timestamp) });
  return found;
}

/** Pieces from all over the installed maps. */
async function mapContents(folder: string): Promise<Secret[]> {
  const names = await readdir(folder, { recursive: true });
  const found: Secret[] = [];
  for (const name of names.filter((path) => /\.pmtiles\/[0-9a-f]{64}$/.test(path))) {
    const content = await readFile(join(folder, name));
    for (let at = 8_192; at + 48 <= content.byteLength; at += 65_536)
      found.push({ name: `map content ${name.slice(0, 20)} at ${at}`, value: content.subarray(at, at + 48) });
  }
  return found;
}
