import type { CertificateReply } from '../contract/device-authentication.ts';
import { CodedError, hasCode } from '../errors/coded-error.ts';
import { fromBase64url, toBase64url } from '../protocol/bytes.ts';
import { isAuthenticatedRefusal, type ClientChannelOptions } from '../protocol/channel/client-channel.ts';
import { deviceIdentifier } from '../protocol/device-identity.ts';
import { ownDevice } from './allocate.ts';
import type { TerminalContext } from './terminal-context.ts';

type ChannelSecret = NonNullable<ClientChannelOptions['secret']>;

/** What the server said, and the secret that it wants to be used from now on. */
export interface Authenticated {
  readonly answer: CertificateReply;
  readonly next: Uint8Array | undefined;
}

/**
 * B1: authenticates under the device secret. One that was given and never used is tried first; where the server does not
 * know it, its predecessor is still good. Nothing is forgotten before the server has shown that it knows what replaces it.
 * @throws device.not-provisioned, vault.unavailable, and what `authenticate` throws
 */
export async function withDeviceSecret(
  context: TerminalContext,
  authenticate: (secret: ChannelSecret) => Promise<Authenticated>,
): Promise<CertificateReply> {
  const { vault } = context.ports;
  const next = await vault.get('next-device-secret');
  if (next !== undefined) {
    try {
      const done = await authenticate(channelSecret(context, next));
      await keeping(context, () => confirmNext(context, next));
      return await finish(context, done);
    } catch (error) {
      if (!hasCode(error, 'channel.handshake-failed') || isAuthenticatedRefusal(error)) throw error;
    }
  }
  const current = await vault.get('device-secret');
  if (current === undefined)
    throw new CodedError('device.not-provisioned', { detail: 'the vault holds no device secret' });
  return finish(context, await authenticate(channelSecret(context, current)));
}

/** What a handshake may be tried under, the first one first; see `withDeviceSecret`. @throws device.not-provisioned, vault.unavailable */
export async function deviceSecretsToTry(context: TerminalContext): Promise<ChannelSecret[]> {
  const { vault } = context.ports;
  const held = [await vault.get('next-device-secret'), await vault.get('device-secret')];
  return held.flatMap((secret) => (secret === undefined ? [] : [channelSecret(context, secret)]));
}

function channelSecret(context: TerminalContext, stored: string): ChannelSecret {
  const key = fromBase64url(stored, 'store.unreadable');
  return { identifier: deviceIdentifier(fromBase64url(ownDevice(context).deviceId), key), key };
}

async function finish(context: TerminalContext, { answer, next }: Authenticated): Promise<CertificateReply> {
  if (next !== undefined) await keeping(context, () => storeNext(context, toBase64url(next)));
  return answer;
}

/** The new one stands beside the old one, and is read back, before it is ever used. */
async function storeNext({ ports: { vault } }: TerminalContext, next: string): Promise<void> {
  await vault.set('next-device-secret', next);
  if ((await vault.get('next-device-secret')) !== next) {
    await vault.delete('next-device-secret');
    throw new CodedError('vault.unavailable', { detail: 'the next device secret could not be read back' });
  }
}

/** The server knows it: it takes the old one's place. A kill in between leaves it in both places. */
async function confirmNext({ ports: { vault } }: TerminalContext, next: string): Promise<void> {
  await vault.set('device-secret', next);
  if ((await vault.get('device-secret')) === next) await vault.delete('next-device-secret');
}

/** A vault that fails now holds up nobody: what it has stays good, and the next authentication tries again. */
async function keeping(context: TerminalContext, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!hasCode(error, 'vault.unavailable', 'store.full', 'store.unreadable')) throw error;
    context.tell({ type: 'device-secret-not-renewed', code: error.code });
  }
}
