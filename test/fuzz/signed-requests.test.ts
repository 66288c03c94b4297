import { afterAll, describe, expect, it } from 'vitest';
import { admissionPath } from '../../src/contract/device-authentication.ts';
import {
  currentSessionPath,
  sessionEndPath,
  sessionExtensionPath,
  terminalsPath,
  type SessionReply,
} from '../../src/contract/sessions.ts';
import { encodeJson, fromBase64url, toBase64url, utf8 } from '../../src/protocol/bytes.ts';
import { sealToKey } from '../../src/protocol/one-way-sealing.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { signDeviceRequest, signSessionRequest } from '../../src/protocol/request-signatures.ts';
import { audienceOf, sessionKeysOf, type Audience, type SessionKeys } from '../../src/protocol/session-keys.ts';
import { channelTo } from '../support/channel-to.ts';
import { campaign, campaignTimeout, rounds } from '../support/fuzz/campaign.ts';
import { exchangeBytes } from '../support/fuzz/exchange.ts';
import { judge } from '../support/fuzz/judge.ts';
import { mutateBytes, mutateJsonBytes } from '../support/fuzz/mutate.ts';
import { honestRequest } from '../support/fuzz/mutate-request.ts';
import type { Random } from '../support/fuzz/random.ts';
import { recordServers, type RecordedServer } from '../support/fuzz/recorded-servers.ts';
import { newAccount } from '../support/real-terminal.ts';
import { add, confirm, identify, logIn, type IssuedKey } from '../support/accounts.ts';

const recording = await recordServers();
afterAll(() => recording.close());
const { service } = recording;
const { accounts, maps } = service.contexts;
const terminal = await service.device();
const certified = await terminal.certified();
const key = await signUp();

let session: SessionKeys;
let counter = 0;

async function signUp(): Promise<IssuedKey> {
  const account = await newAccount(service);
  const channel = await channelTo(accounts, 'sign-up');
  await logIn(channel, account.userId, account.password);
  await identify(channel, account.licenceNumber);
  const issued = await add(channel);
  await confirm(channel, issued);
  return issued;
}

/** In its own minute: few sessions of one terminal may wait for their first request. */
async function openSession(): Promise<void> {
  service.clock.advance(61);
  const secret = { identifier: fromBase64url(key.accessKeyId), key: fromBase64url(key.accessKey) };
  const channel = await channelTo(accounts, 'session', { secret });
  session = sessionKeysOf(channel, (await channel.request({ step: 'open', audiences: ['maps'] })) as SessionReply);
}

const audience = (server: RecordedServer): Audience => audienceOf(session, server.name);

interface Signed {
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array;
  readonly range?: string;
}

/** Sends a request that is rightly signed, whatever is in it. */
async function sendSigned(server: RecordedServer, { method, path, body, range }: Signed): Promise<void> {
  counter += 1;
  const origin = `http://127.0.0.1:${server.target.port}`;
  const fields = { 'content-type': 'application/json', ...(range === undefined ? {} : { range }) };
  const headers = signSessionRequest(
    { method, url: origin + path, body, headers: fields },
    { ...audience(server), counter },
  );
  const host = new URL(origin).host;
  const bytes = honestRequest({ method, path, headers: { host, ...headers }, body });
  for (const answer of await exchangeBytes(server.target, bytes)) judge(answer, { pages: false });
}

function changedPath(path: string, random: Random): string {
  const changed = Buffer.from(mutateBytes(utf8(path), random)).toString('latin1');
  return `/${changed.replaceAll(/[^\x21-\x7e]/g, '').replace(/^\/+/, '')}`.slice(0, 4_000);
}

const body = (more: object = {}) => encodeJson({ idempotencyKey: toBase64url(randomBytes(16)), ...more });

describe('a rightly signed request', () => {
  it('with a certificate is admitted or refused with a code', { timeout: campaignTimeout }, async () => {
    const { serviceNonce, certificate, walked } = certified;
    const honest = encodeJson({ certificate, chain: walked.chain });
    const url = maps.baseUrl + admissionPath;
    const target = { host: '127.0.0.1', port: Number(new URL(url).port) };
    const input = ({ random }: { random: Random }) => {
      const content = mutateJsonBytes(honest, random).subarray(0, 45_000);
      const sealed = sealToKey('sealed-admission', maps.staticKey.publicKey, utf8(serviceNonce), content);
      const request = encodeJson({ sealed: toBase64url(sealed) });
      return random.chance(4) ? mutateJsonBytes(request, random) : request;
    };
    const done = await campaign('admissions', { rounds: rounds(50), atOnce: 4, input }, async (content) => {
      const fields = { 'content-type': 'application/json' };
      const headers = signDeviceRequest(
        { method: 'POST', url, body: content, headers: fields },
        certified.key,
        serviceNonce,
      );
      const host = new URL(url).host;
      const bytes = honestRequest({
        method: 'POST',
        path: admissionPath,
        headers: { host, ...headers },
        body: content,
      });
      for (const answer of await exchangeBytes(target, bytes)) judge(answer, { pages: false });
    });
    expect(done).toBeGreaterThan(0);
  });

  it.each(['maps', 'accounts'])(
    'to %s is answered or refused with a code',
    { timeout: campaignTimeout },
    async (name) => {
      const server = recording.servers.find((each) => each.name === name);
      if (server === undefined) throw new Error(`there is no ${name}`);
      await openSession();
      const paths = [
        ...new Set(server.requests.map(({ path }) => path).filter((path) => !path.includes('/channels/'))),
      ];
      const posts = [sessionExtensionPath, sessionEndPath, currentSessionPath, terminalsPath];
      const input = ({ random }: { random: Random }): Signed => {
        const path = random.pick(paths) ?? '/';
        if (random.chance(2) && name === 'accounts') {
          return { method: 'POST', path: random.pick(posts) ?? '/', body: mutateJsonBytes(body(), random) };
        }
        return {
          method: random.chance(6) ? 'POST' : 'GET',
          path: random.chance(2) ? changedPath(path, random) : path,
          body: new Uint8Array(0),
          ...(random.chance(3) ? { range: changedRange(random) } : {}),
        };
      };
      const done = await campaign(
        `signed requests to ${name}`,
        { rounds: rounds(60), input },
        async (request, { random }) => {
          await sendSigned(server, request);
          // The end of a session may be among the requests.
          if (random.chance(20)) await openSession();
        },
      );
      expect(done).toBeGreaterThan(0);
    },
  );
});

it('a terminal gets in as before, and nobody complains', async () => {
  await (await service.terminal()).enter();
  expect(recording.complaints()).toEqual([]);
});

function changedRange(random: Random): string {
  const text = Buffer.from(mutateBytes(utf8('bytes=0-99'), random)).toString('latin1');
  return text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 2_000) || 'bytes=0-';
}
