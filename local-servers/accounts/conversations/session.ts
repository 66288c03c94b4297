import { check } from '../../../src/contract/check.ts';
import { SessionRequest, type SessionOpen, type SessionReply } from '../../../src/contract/sessions.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { verifyEd25519 } from '../../../src/protocol/keys.ts';
import { deviceBindingStatement } from '../../../src/protocol/session-keys.ts';
import type { ChannelCall, ChannelDefinition, Decide } from '../../kit/channel/register-channel.ts';
import type { SqlExecutor } from '../../kit/storage/database.ts';
import { activateKey, signOutKey } from '../access-keys.ts';
import type { AccountsServer } from '../accounts-server.ts';
import { checkContract, summarise } from '../contract-state.ts';
import type { AccountSecrets } from '../secrets.ts';
import { newSessionId } from '../session-handles.ts';
import { SqlKeyStore } from '../store/sql-key-store.ts';
import { SqlSessionStore } from '../store/sql-session-store.ts';

/** Sessions of one access key that may wait for their first signed request. */
const provisionalCeiling = 4;

/**
 * C4: what a terminal does with its access key, which is the channel's psk. Ended keys open channels, too, so that their
 * terminals are told in a channel that may be believed.
 *
 * Opening a session is the hottest path of this server. Per session it costs, besides the channel itself: one look-up
 * and unsealing of the access key, one derivation, one sealing, one block of cipher for each audience, one Ed25519 check
 * where a device is bound, two look-ups and one insert in the transaction that the channel commits anyway. Audience keys are
 * derived only when an audience asks; an opened session is its own record and leaves no line in the audit trail.
 */
export function sessionConversation(server: AccountsServer, knownAudiences: ReadonlySet<string>): ChannelDefinition {
  return {
    purpose: 'session',
    oneMessage: true,
    secretFor: accessKeyFor(server.database, server.secrets),
    handle: async (request, call) => {
      const message = check(SessionRequest, request, 'request.malformed');
      const keyId = toBase64url(call.identifier);
      switch (message.step) {
        case 'open':
          return open(server, call, keyId, message, knownAudiences);
        case 'confirm':
          return async (tx) => {
            await activateKey(server, tx, keyId);
            return { result: { done: true } };
          };
        case 'sign-out':
          return async (tx) => {
            await signOutKey(server, tx, keyId);
            return { result: { done: true } };
          };
      }
    },
  };
}

/** The access key of an id; for one that is not there, a random one after the same work. */
export function accessKeyFor(
  database: SqlExecutor,
  secrets: AccountSecrets,
): (identifier: Uint8Array) => Promise<Uint8Array> {
  return async (identifier) => {
    const keyId = toBase64url(identifier);
    return secrets.openFoundKey(keyId, await new SqlKeyStore(database).lookUpSealed(keyId, secrets.nobodysKey));
  };
}

async function open(
  server: AccountsServer,
  call: ChannelCall,
  accessKeyId: string,
  { audiences: asked, device }: SessionOpen,
  knownAudiences: ReadonlySet<string>,
): Promise<Decide> {
  const audiences = [...new Set([server.serverId, ...asked])];
  const unknown = audiences.find((audience) => audience !== server.serverId && !knownAudiences.has(audience));
  if (unknown !== undefined) throw new CodedError('session.audience-unknown', { detail: unknown });
  if (device !== undefined) checkDeviceBinding(call, device);

  const id = newSessionId(server.clock.now());
  const sealedKey = server.secrets.sealSessionKey(id, call.exportKey('session key'));
  const handles = server.handles.make(id, audiences);
  return async (tx) => {
    const now = server.clock.now();
    const holder = await new SqlKeyStore(tx).findHolder(accessKeyId);
    if (holder?.keyState !== 'active') throw new CodedError('access-key.not-active');
    const { userId, contract } = holder;
    checkContract(contract, now);
    const sessions = new SqlSessionStore(tx);
    const waiting = await sessions.provisionalEnds(accessKeyId, now);
    if (waiting.length >= provisionalCeiling) {
      throw new CodedError('session.too-many', { retryAfter: Math.ceil((waiting[0] ?? now) - now) });
    }
    const { sessionLifetime, provisionalLifetime } = server.settings;
    const endsAt = Math.min(now + sessionLifetime, contract.endsAt);
    const expiresAt = Math.min(now + provisionalLifetime, endsAt);
    const deviceKey = device?.publicKey;
    await sessions.insert({
      id,
      userId,
      accessKeyId,
      state: 'provisional',
      sealedKey,
      audiences,
      deviceKey,
      openedAt: now,
      expiresAt,
      endsAt,
    });
    const result: SessionReply = {
      audiences: handles,
      expiresIn: endsAt - now,
      serverTime: now,
      userId,
      contract: summarise(contract, now),
    };
    return { result };
  };
}

/** B4: the terminal holds the key of its admissions, and holds it at this end of this channel. @throws signature.invalid */
function checkDeviceBinding(call: ChannelCall, device: NonNullable<SessionOpen['device']>): void {
  const statement = deviceBindingStatement(call.exportKey('device binding'));
  if (!verifyEd25519(fromBase64url(device.publicKey), statement, fromBase64url(device.signature))) {
    throw new CodedError('signature.invalid', { detail: 'the device binding does not verify' });
  }
}
