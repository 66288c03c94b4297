import { check } from '../../../src/contract/check.ts';
import {
  CurrentSessionReply,
  currentSessionPath,
  SessionDone,
  SessionEnd,
  sessionEndPath,
  SessionExtension,
  sessionExtensionPath,
  SessionExtensionReply,
  SealedTerminals,
  terminalsPath,
} from '../../../src/contract/sessions.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { decodeJson, utf8 } from '../../../src/protocol/bytes.ts';
import { sha256 } from '../../../src/protocol/hash.ts';
import { sealTerminals } from '../../../src/protocol/terminals-delivery.ts';
import type { App } from '../../kit/app.ts';
import type { AccountsServer } from '../accounts-server.ts';
import { checkSession, summarise } from '../contract-state.ts';
import { useSession } from '../session-audience.ts';
import { changeSession, ending, extension, type Change } from '../session-changes.ts';
import { answerSigned, type SignedBy } from '../signed-exchange.ts';
import { SqlKeyStore } from '../store/sql-key-store.ts';
import { describeTerminals } from '../terminal-policy.ts';

/** Bytes of the content of a request that changes something. */
const bodyLimit = 1024;

/** C4: what a terminal asks of its session under the session's own key; every answer is signed, too. */
export async function addSessionRoutes(app: App, server: AccountsServer, baseUrl: string): Promise<void> {
  const schema = { summary: 'Whether the session goes on', response: { 200: CurrentSessionReply } };
  app.get<{ Body: undefined }>(currentSessionPath, { schema }, (request, reply) =>
    answerSigned(server, { request, reply, baseUrl }, async ({ session }) => {
      const now = server.clock.now();
      checkSession(session, now);
      const expiresIn = await useSession(server.database, session, now);
      const contract = summarise(session.contract, now);
      return JSON.stringify({ state: 'go-on', expiresIn, contract } satisfies CurrentSessionReply);
    }),
  );

  const listing = { summary: "The account's terminals, sealed", response: { 200: SealedTerminals } };
  app.get<{ Body: undefined }>(terminalsPath, { schema: listing }, (request, reply) =>
    answerSigned(server, { request, reply, baseUrl }, async ({ session, audience }) => {
      const now = server.clock.now();
      checkSession(session, now);
      await useSession(server.database, session, now);
      const registered = await new SqlKeyStore(server.database).listTerminals(session.userId);
      const own = registered.find(({ accessKeyId }) => accessKeyId === session.accessKeyId);
      // C7: it was signed out or overwritten since the session was looked up.
      if (own === undefined) throw new CodedError('session.revoked');
      const terminals = describeTerminals(registered, now);
      return JSON.stringify({ sealed: sealTerminals(audience.audienceKey, { terminals, thisSlotId: own.slotId }) });
    }),
  );

  const change = (path: string, signedBy: SignedBy, body: Uint8Array, idempotencyKey: string, what: Change) => {
    const { session, counter } = signedBy;
    // Another address under the same idempotency key is another request.
    const requestHash = sha256(Buffer.concat([utf8(`${path}\0`), body]));
    return changeSession(server, { sessionId: session.id, counter, idempotencyKey, requestHash }, what);
  };

  await app.register(async (scope) => {
    // The signature covers the bytes as they were sent.
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post<{ Body: unknown }>(
      sessionExtensionPath,
      { bodyLimit, schema: { summary: 'Lets the session live on', response: { 200: SessionExtensionReply } } },
      (request, reply) =>
        answerSigned(server, { request, reply, baseUrl }, async (signedBy, body) => {
          const asked = check(SessionExtension, decodeJson(body, 'request.malformed'), 'request.malformed');
          return change(sessionExtensionPath, signedBy, body, asked.idempotencyKey, extension(server, asked));
        }),
    );
    scope.post<{ Body: unknown }>(
      sessionEndPath,
      { bodyLimit, schema: { summary: 'Ends the session', response: { 200: SessionDone } } },
      (request, reply) =>
        answerSigned(server, { request, reply, baseUrl }, async (signedBy, body) => {
          const { idempotencyKey } = check(SessionEnd, decodeJson(body, 'request.malformed'), 'request.malformed');
          return change(sessionEndPath, signedBy, body, idempotencyKey, ending);
        }),
    );
  });
}
