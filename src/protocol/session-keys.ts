import type { SessionReply } from '../contract/sessions.ts';
import { CodedError } from '../errors/coded-error.ts';
import { fromBase64url, utf8 } from './bytes.ts';
import { hmacSha256 } from './hash.ts';
import { deriveKey, type KeyLabel } from './labels.ts';

/** What one audience (service server, content provider, the account server itself) knows a session by. */
export interface Audience {
  readonly audienceKey: Uint8Array;
  /** base64url, 16 bytes. */
  readonly handle: string;
}

/** What a terminal holds of a session. */
export interface SessionKeys {
  readonly sessionKey: Uint8Array;
  /** The handle for each audience that the session was opened for, by the audience's id. */
  readonly handles: ReadonlyMap<string, string>;
}

/** Of the session that `channel` has opened with this reply. */
export function sessionKeysOf(
  channel: { exportKey(label: KeyLabel): Uint8Array },
  reply: Pick<SessionReply, 'audiences'>,
): SessionKeys {
  const handles = new Map(reply.audiences.map(({ id, handle }) => [id, handle]));
  return { sessionKey: channel.exportKey('session key'), handles };
}

/** @throws session.audience-unknown where the session was not opened for it */
export function audienceOf({ sessionKey, handles }: SessionKeys, audienceId: string): Audience {
  const handle = handles.get(audienceId);
  if (handle === undefined) throw new CodedError('session.audience-unknown', { detail: audienceId });
  return { audienceKey: audienceKey(sessionKey, handle, audienceId), handle };
}

/** HKDF(session key, salt = handle, `audience key` + audience id): useless, and unlinkable, anywhere else. */
export function audienceKey(sessionKey: Uint8Array, handle: string, audienceId: string): Uint8Array {
  return deriveKey(sessionKey, fromBase64url(handle), 'audience key', 32, audienceId);
}

/** What the certificate's key signs to be bound to a session: `exported` is the channel's `device binding` key. */
export function deviceBindingStatement(exported: Uint8Array): Uint8Array {
  return Buffer.concat([utf8('naviterm/1 device binding\0'), exported]);
}

/** C3: proof that the terminal holds the new access key, bound to the channel that delivered it. */
export function confirmationProof(accessKey: Uint8Array, handshakeHash: Uint8Array): Uint8Array {
  return hmacSha256(deriveKey(accessKey, handshakeHash, 'access key confirmation'), handshakeHash);
}
