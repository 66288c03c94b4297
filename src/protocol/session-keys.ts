import { toBase64url, utf8 } from './bytes.ts';
import { hmacSha256 } from './hash.ts';
import { deriveKey } from './labels.ts';

/** What one audience (service server, content provider, the account server itself) knows a session by. */
export interface Audience {
  readonly audienceKey: Uint8Array;
  /** base64url, 16 bytes. */
  readonly handle: string;
}

/**
 * Derived from the session key and session id for one audience: useless, and unlinkable, anywhere else.
 * HKDF(session key, salt = session id, `audience key`/`audience handle` + audience id).
 */
export function deriveAudience(sessionKey: Uint8Array, sessionId: Uint8Array, audienceId: string): Audience {
  return {
    audienceKey: deriveKey(sessionKey, sessionId, 'audience key', 32, audienceId),
    handle: audienceHandle(sessionKey, sessionId, audienceId),
  };
}

/** The handle alone: all that the account server needs of an audience until that audience asks. */
export function audienceHandle(sessionKey: Uint8Array, sessionId: Uint8Array, audienceId: string): string {
  return toBase64url(deriveKey(sessionKey, sessionId, 'audience handle', 16, audienceId));
}

/** What the certificate's key signs to be bound to a session: `exported` is the channel's `device binding` key. */
export function deviceBindingStatement(exported: Uint8Array): Uint8Array {
  return Buffer.concat([utf8('naviterm/1 device binding\0'), exported]);
}

/** C3: proof that the terminal holds the new access key, bound to the channel that delivered it. */
export function confirmationProof(accessKey: Uint8Array, handshakeHash: Uint8Array): Uint8Array {
  return hmacSha256(deriveKey(accessKey, handshakeHash, 'access key confirmation'), handshakeHash);
}
