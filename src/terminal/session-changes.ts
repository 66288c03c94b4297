import type { Static, TSchema } from 'typebox';
import { directoryServer } from '../allocation/directory.ts';
import { check } from '../contract/check.ts';
import { SessionDone, sessionEndPath, sessionExtensionPath, SessionExtensionReply } from '../contract/sessions.ts';
import { decodeJson, encodeJson, toBase64url } from '../protocol/bytes.ts';
import { randomBytes } from '../protocol/random.ts';
import type { DirectoryClient } from './directory-client.ts';
import { atAnsweringEndpoint } from './reach.ts';
import { sendSigned, type CountedAudience } from './signed-request.ts';
import { persistently, type TerminalContext } from './terminal-context.ts';

/** The way to the account server under one session. */
export interface SessionLine {
  readonly context: TerminalContext;
  readonly directory: DirectoryClient;
  /** Keys of the account server as audience, each time with the next counter. */
  readonly nextAudience: (serverId: string) => CountedAudience;
}

/** Seconds that the end of a session may hold up whoever signs out. */
const endTimeout = 3;

/** C4, C6: asks to live on. @returns seconds, counted from the call. @throws session.*, contract.lapsed, network.* */
export async function extendSession(line: SessionLine): Promise<number> {
  const send = sender(line, sessionExtensionPath, SessionExtensionReply);
  return (await persistently(line.context, () => send())).expiresIn;
}

/** C4: ends the session at the server; asked once and in short, since it also ends by itself. @throws any coded error */
export async function endSession(line: SessionLine): Promise<void> {
  await sender(line, sessionEndPath, SessionDone)(endTimeout);
}

/** Sends one wish as often as it is called: the same content with the same idempotency key, each time with a new counter. */
function sender<Reply extends TSchema>(line: SessionLine, path: string, schema: Reply) {
  const body = encodeJson({ idempotencyKey: toBase64url(randomBytes(16)) });
  return async (timeout?: number): Promise<Static<Reply>> => {
    const accounts = directoryServer(await line.directory.get(), 'accounts');
    const server = { role: 'accounts', serverId: accounts.id, endpoints: accounts.endpoints } as const;
    const send = (url: string) =>
      sendSigned(line.context, line.nextAudience(accounts.id), {
        method: 'POST',
        url: url.replace(/\/$/, '') + path,
        body,
        maximumBytes: 65_536,
        signedReply: true,
        ...(timeout === undefined ? {} : { timeout }),
      });
    const answer = await atAnsweringEndpoint(line.context, server, send, timeout);
    return check(schema, decodeJson(answer, 'network.answer-invalid'), 'network.answer-invalid');
  };
}
