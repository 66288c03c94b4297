import { CodedError } from '../../src/errors/coded-error.ts';
import type { SqlExecutor } from '../kit/storage/database.ts';
import type { AccountsServer } from './accounts-server.ts';
import { SqlKeyStore } from './store/sql-key-store.ts';
import { SqlSessionStore } from './store/sql-session-store.ts';
import { checkRoom } from './terminal-policy.ts';

/**
 * C3, C7: a key that its terminal has confirmed becomes active; whatever terminal had the slot is cut off in the same
 * transaction, and its sessions end. Confirming an active key again changes nothing.
 * @throws access-key.not-active where another key took its place, account.terminal-limit where others were quicker
 */
export async function activateKey(server: AccountsServer, tx: SqlExecutor, keyId: string): Promise<void> {
  const keys = new SqlKeyStore(tx);
  const now = server.clock.now();
  const key = await keys.find(keyId);
  if (key?.state === 'active') return;
  if (key?.state !== 'pending') throw new CodedError('access-key.not-active');
  const { userId, slotId, terminal } = key;
  const displaced = await keys.findTerminal(slotId);
  if (displaced === undefined) checkRoom(await keys.listTerminals(userId), server.settings);
  else await endKey(tx, displaced.accessKeyId, now);
  await keys.activate(keyId);
  await keys.register({ slotId, userId, accessKeyId: keyId, terminal, registeredAt: now });
  const details = { slot: slotId, displaced: displaced?.accessKeyId };
  await server.audit.record(tx, { action: 'access-key.activate', outcome: 'ok', subject: userId, details });
}

/** Sign-out: the key, its terminal's place and its sessions end; once is enough. */
export async function signOutKey(server: AccountsServer, tx: SqlExecutor, keyId: string): Promise<void> {
  const keys = new SqlKeyStore(tx);
  const key = await keys.find(keyId);
  if (key === undefined || key.state === 'ended') return;
  await keys.removeTerminalsOfKey(keyId);
  await endKey(tx, keyId, server.clock.now());
  await server.audit.record(tx, {
    action: 'access-key.sign-out',
    outcome: 'ok',
    subject: key.userId,
    details: { slot: key.slotId },
  });
}

async function endKey(tx: SqlExecutor, keyId: string, now: number): Promise<void> {
  await new SqlKeyStore(tx).end(keyId, now);
  await new SqlSessionStore(tx).revokeOfKey(keyId, now);
}
