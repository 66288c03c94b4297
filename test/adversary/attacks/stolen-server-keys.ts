import { payloadTypes } from '../../../src/contract/documents.ts';
import type { CertificateRequest } from '../../../src/contract/device-authentication.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import { channelTo } from '../../support/channel-to.ts';
import { certificateRequest, openDeviceChannel } from '../../support/device-channel.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { speakingAs } from '../world/speaking.ts';
import type { World } from '../world/world.ts';

export const stolenServerKeys: AttackClass = {
  name: 'stolen-server-keys',
  title: "holds the servers' keys and knows every identifier, but no device secret and no access key",
  without: 'shared-secrets',
  attacks: async (world) => [
    asAuthenticationServer(world),
    asAccountServer(world),
    asDevice(world),
    ...(['open', 'confirm', 'sign-out'] as const).map((step) => asTerminal(world, step)),
  ],
};

const guessing = async () => randomBytes(32);

function asAuthenticationServer(world: World): Attack {
  return {
    name: 'as the authentication server',
    run: async (trial) => {
      const { authentication } = world.servers.contexts;
      const { serverId, staticKey, signingKey, baseUrl } = authentication;
      const handle = (request: unknown) => {
        const { serviceId, serviceNonce, publicKey } = request as CertificateRequest;
        const lifetime = 86_400;
        const certificateId = toBase64url(randomBytes(32));
        const content = {
          certificateId,
          authenticationServerId: serverId,
          serviceId,
          serviceNonce,
          publicKey,
          lifetime,
        };
        return { certificate: signDocument(signingKey, payloadTypes.certificate, content), expiresIn: lifetime };
      };
      const { terminal, events } = await world.victim.restart();
      const purpose = 'device-authentication';
      world.network.attack(speakingAs(baseUrl, { purpose, serverId, staticKey, secretFor: guessing, handle }));
      await trial.attempt(terminal.service.session());
      world.network.calm();
      trial.gainIf(
        events.some(({ type }) => type === 'authenticated'),
        'the terminal took it for the server that knows its secret',
      );
    },
  };
}

function asAccountServer(world: World): Attack {
  return {
    name: 'as the account server',
    run: async (trial) => {
      const { serverId, staticKey, baseUrl } = world.servers.contexts.accounts;
      const { terminal, events } = await world.victim.restart();
      const handle = () => {
        trial.gain('the terminal spoke to it as to the server that knows its key');
        return {};
      };
      world.network.attack(
        speakingAs(baseUrl, { purpose: 'session', serverId, staticKey, secretFor: guessing, handle }),
      );
      await trial.attempt(terminal.service.session());
      world.network.calm();
      trial.gainIf(
        events.some(({ type }) => type === 'session-opened'),
        'the terminal opened a session with it',
      );
    },
  };
}

function asDevice(world: World): Attack {
  return {
    name: 'as a device whose id is known',
    aside: true,
    run: async (trial) => {
      const { deviceId = '' } = world.victim.terminal.status().device ?? {};
      const device = { deviceId, deviceSecret: toBase64url(randomBytes(32)) };
      const work = openDeviceChannel(world.servers.contexts.authentication, device).then((channel) =>
        channel.request(certificateRequest('maps')),
      );
      trial.gainIf('result' in (await trial.attempt(work)), 'it has a certificate of the device');
    },
  };
}

function asTerminal(world: World, step: 'open' | 'confirm' | 'sign-out'): Attack {
  return {
    name: `as a terminal whose key id is known: ${step}`,
    run: async (trial) => {
      const { accessKeyId = '' } = world.victim.terminal.status().account ?? {};
      const secret = { identifier: fromBase64url(accessKeyId), key: randomBytes(32) };
      const question = step === 'open' ? { step, audiences: ['maps'] } : { step };
      const work = channelTo(world.servers.contexts.accounts, 'session', { secret }).then((channel) =>
        channel.request(question),
      );
      trial.gainIf('result' in (await trial.attempt(work)), `the account server took ${step} from it`);
    },
  };
}
