import type { RoleContext } from '../../local-servers/kit/role-context.ts';
import { check } from '../../src/contract/check.ts';
import {
  CertificateCheckReply,
  CertificateReply,
  continuityStart,
  type CertificateRequest,
} from '../../src/contract/device-authentication.ts';
import type { SignedDocument } from '../../src/contract/documents.ts';
import type { DeviceProvisioning } from '../../src/contract/terminal-configuration.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import type { ClientChannel, ClientChannelOptions } from '../../src/protocol/channel/client-channel.ts';
import { deviceIdentifier } from '../../src/protocol/device-identity.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { asInitiator, channelTo } from './channel-to.ts';

type Server = Parameters<typeof channelTo>[0];
type Device = Pick<DeviceProvisioning, 'deviceId' | 'deviceSecret'>;

/** B1: a terminal's channel to the authentication server. */
export function openDeviceChannel(
  server: Server,
  device: Device,
  more: Partial<ClientChannelOptions> = {},
): Promise<ClientChannel> {
  return channelTo(server, 'device-authentication', { secret: deviceChannelSecret(device), ...more });
}

export function deviceChannelSecret({ deviceId, deviceSecret }: Device): { identifier: Uint8Array; key: Uint8Array } {
  const key = fromBase64url(deviceSecret);
  return { identifier: deviceIdentifier(fromBase64url(deviceId), key), key };
}

/** A request as a device makes it that has never been authenticated, or that comes from `from`. */
export function certificateRequest(serviceId: string, from: string = continuityStart): CertificateRequest {
  return {
    serviceId,
    serviceNonce: toBase64url(randomBytes(56)),
    publicKey: toBase64url(randomBytes(32)),
    continuity: { from, to: toBase64url(randomBytes(16)) },
  };
}

/** B3: authenticates a device and gives its certificate for a service. */
export async function certificateFor(server: Server, device: Device, serviceId: string): Promise<CertificateReply> {
  const channel = await openDeviceChannel(server, device);
  return check(CertificateReply, await channel.request(certificateRequest(serviceId)), 'channel.message-invalid');
}

/** B4: a service has a certificate checked. */
export async function checkCertificate(
  server: Server,
  service: Pick<RoleContext<unknown>, 'serverId' | 'staticKey'>,
  certificate: SignedDocument,
  checkId: string = newCheckId(),
): Promise<CertificateCheckReply> {
  const channel = await channelTo(server, 'certificate-check', asInitiator(service));
  return check(CertificateCheckReply, await channel.request({ checkId, certificate }), 'channel.message-invalid');
}

export const newCheckId = (): string => toBase64url(randomBytes(16));
