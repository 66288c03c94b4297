import { randomBytes } from 'node:crypto';
import { provisionDevice, revokeDevice } from '../../local-servers/authentication/operator.ts';
import { deviceSecrets } from '../../local-servers/authentication/device-secrets.ts';
import { AuthenticationSettings } from '../../local-servers/authentication/settings.ts';
import { openAuthenticationDatabase } from '../../local-servers/authentication/store/authentication-store.ts';
import { SqlDeviceSecretStore } from '../../local-servers/authentication/store/device-secret-store.ts';
import { installationPaths } from '../../local-servers/cli/installation/files.ts';
import { openRole } from '../../local-servers/cli/installation/role-files.ts';
import { createLogger } from '../../local-servers/kit/logging.ts';
import { concat, fromBase64url } from '../../src/protocol/bytes.ts';
import { deviceIdBytes, deviceIdentifier } from '../../src/protocol/device-identity.ts';
import { Installation } from '../main-job/installation.ts';
import { handshakeRequest } from './handshake-request.ts';
import { drawn } from './drawn.ts';
import type { Examination } from './question.ts';
import { questionsAbout } from './questions-about.ts';
import { runAlone } from './server.ts';

const deviceCount = 500;
const secretIdBytes = 8;

/** B1: devices that are known, unknown, revoked, or known under another secret. */
export async function examineDevices(plantMicroseconds: number): Promise<Examination> {
  const installation = await Installation.create();
  try {
    const { context, known, revoked } = await enterDevices(installation.data);
    await runAlone(installation, 'authentication', plantMicroseconds);
    const database = await openAuthenticationDatabase(context.folder);
    const kinds = {
      'a known device': () => drawn(known),
      'an unknown device': () => randomBytes(deviceIdBytes + secretIdBytes),
      'a known device, unknown secret': () =>
        concat(drawn(known).subarray(0, deviceIdBytes), randomBytes(secretIdBytes)),
      'a revoked device': () => drawn(revoked),
    };
    return {
      questions: questionsAbout('devices', kinds, {
        handshake: (identifier) => handshakeRequest(context, 'device-authentication', identifier),
        baseUrl: context.baseUrl,
        lookUp: deviceSecrets(new SqlDeviceSecretStore(database), context.masterKey),
      }),
      close: async () => {
        await database.close();
        await installation.remove();
      },
    };
  } catch (error) {
    await installation.remove();
    throw error;
  }
}

async function enterDevices(data: string) {
  const logger = createLogger({ name: 'bench', level: 'warn' });
  const { context } = await openRole(installationPaths(data), 'authentication', AuthenticationSettings, logger);
  const database = await openAuthenticationDatabase(context.folder);
  const known: Uint8Array[] = [];
  const revoked: Uint8Array[] = [];
  try {
    for (let index = 0; index < 2 * deviceCount; index += 1) {
      const wanted = { makerId: 'bench', modelId: 'bench', hardwareNumber: String(index) };
      const { deviceId, deviceSecret } = await provisionDevice(context, database, wanted);
      const identifier = deviceIdentifier(fromBase64url(deviceId), fromBase64url(deviceSecret));
      if (index % 2 === 0) known.push(identifier);
      else {
        revoked.push(identifier);
        await revokeDevice(context, database, deviceId);
      }
    }
  } finally {
    await database.close();
  }
  return { context, known, revoked };
}
