import { currentSessionPath, sessionExtensionPath, type SessionReply } from '../../src/contract/sessions.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { encodeJson, toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { signSessionRequest, verifyReply } from '../../src/protocol/request-signatures.ts';
import { audienceOf, sessionKeysOf, type Audience } from '../../src/protocol/session-keys.ts';
import type { AccountsUnderTest, IssuedKey } from './accounts.ts';
import { channelTo } from './channel-to.ts';
import type { ChannelServers } from './channel-servers.ts';
import { conversations } from './conversations.ts';

export const newIdempotencyKey = (): string => toBase64url(randomBytes(16));

export interface SignedAnswer {
  readonly status: number;
  /** The content as it came. */
  readonly text: string;
  readonly json: { readonly code?: string; readonly expiresIn?: number; readonly done?: true; readonly state?: string };
  /** Whether it carried a signature; one that does not hold for this request fails the test. */
  readonly signed: boolean;
}

/** A signed request that a test sends as often, and to whichever process of the server, as it likes. */
export interface PreparedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  /** @param at where another process of the same server listens */
  send(at?: string, more?: { headers?: Record<string, string>; body?: Uint8Array }): Promise<SignedAnswer>;
}

/** Signed for the server's own address, as a terminal does that does not know which process it reaches. */
export function prepareRequest(
  { baseUrl }: { readonly baseUrl: string },
  audience: Audience,
  what: {
    readonly counter: number;
    readonly method?: 'GET' | 'POST';
    readonly path: string;
    readonly content?: object;
  },
): PreparedRequest {
  const { method = 'POST', path, counter, content } = what;
  const body = content === undefined ? undefined : encodeJson(content);
  const fields: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const unsigned = { method, url: baseUrl + path, body: body ?? new Uint8Array(0), headers: fields };
  const headers = signSessionRequest(unsigned, { ...audience, counter });
  return {
    headers,
    body,
    async send(at = baseUrl, more = {}) {
      const sent = { ...headers, ...more.headers };
      const sentBody = more.body ?? body;
      const response = await httpTransport({
        method,
        url: at + path,
        headers: sent,
        ...(sentBody === undefined ? {} : { body: sentBody }),
        maximumBytes: 65_536,
        timeout: 10,
      });
      const signed = response.headers['signature'] !== undefined;
      if (signed)
        verifyReply('session', { ...response, request: { ...unsigned, targetUri: unsigned.url, headers } }, audience);
      const text = Buffer.from(response.body).toString();
      return { status: response.status, text, json: JSON.parse(text) as SignedAnswer['json'], signed };
    },
  };
}

/** A wish to live on; each has an idempotency key of its own unless it says so. */
export function prepareExtension(
  server: { readonly baseUrl: string },
  audience: Audience,
  { counter, ...content }: { counter: number; idempotencyKey?: string; lifetime?: number },
): PreparedRequest {
  const full = { idempotencyKey: newIdempotencyKey(), ...content };
  return prepareRequest(server, audience, { path: sessionExtensionPath, counter, content: full });
}

/** What the account server says of the session: seconds that remain, or the code of its refusal. */
export async function remaining(server: { readonly baseUrl: string }, audience: Audience): Promise<number | string> {
  const what = { method: 'GET', path: currentSessionPath, counter: 1 } as const;
  const { json } = await prepareRequest(server, audience, what).send();
  return json.expiresIn ?? json.code ?? 'neither';
}

/** A session that was used once, so that it lives its whole life; what its requests to the account server are signed under. */
export async function liveSession(accounts: AccountsUnderTest, key: IssuedKey): Promise<Audience> {
  const audience = (await accounts.openSession(key)).audience('accounts');
  await remaining(accounts.context, audience);
  return audience;
}

/** The same at servers of which several processes may run. */
export async function liveSessionAt(servers: ChannelServers): Promise<Audience> {
  const accounts = await servers.listening('accounts');
  const channel = await channelTo(accounts, 'session', (await conversations.session.prepare(servers)).options);
  const reply = (await channel.request({ step: 'open', audiences: [] })) as SessionReply;
  const audience = audienceOf(sessionKeysOf(channel, reply), accounts.serverId);
  await remaining(accounts, audience);
  return audience;
}
