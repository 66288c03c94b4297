import { check } from '../../../src/contract/check.ts';
import { SessionCheck, type SessionCheckReply } from '../../../src/contract/sessions.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { equalBytes, fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { hmacSha256 } from '../../../src/protocol/hash.ts';
import type { ChannelDefinition } from '../../kit/channel/register-channel.ts';
import type { AccountsServer } from '../accounts-server.ts';
import { checkSession, summarise } from '../contract-state.ts';
import { findSession, useSession } from '../session-audience.ts';

/**
 * C5, C9: a service or content provider asks about a handle that it has not seen before, and shows the signed request
 * that it came with. Without a signature that verifies it learns nothing: an unknown handle, another audience's handle
 * and a wrong signature get one answer.
 */
export function sessionCheckConversation(
  server: AccountsServer,
  audienceKeys: ReadonlyMap<string, Uint8Array>,
): ChannelDefinition {
  return {
    purpose: 'session-check',
    remoteStaticOf: (initiatorId) => audienceKeys.get(initiatorId),
    handle: async (request, { initiatorId }) => {
      const { handle, signatureBase, signature } = check(SessionCheck, request, 'request.malformed');
      const base = fromBase64url(signatureBase);
      const mac = fromBase64url(signature);
      return async (tx) => {
        const now = server.clock.now();
        const found = await findSession(server, tx, initiatorId, handle);
        if (found === undefined || !equalBytes(hmacSha256(found.audience.audienceKey, base), mac)) {
          throw new CodedError('session.unknown');
        }
        const { session, audience } = found;
        checkSession(session, now);
        const result: SessionCheckReply = {
          audienceKey: toBase64url(audience.audienceKey),
          pseudonym: server.secrets.pseudonym(session.userId, initiatorId),
          contract: summarise(session.contract, now),
          expiresIn: await useSession(tx, session, now),
          ...(session.deviceKey === undefined ? {} : { deviceKey: session.deviceKey }),
        };
        return { result };
      };
    },
  };
}
