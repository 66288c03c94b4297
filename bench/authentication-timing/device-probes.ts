import { randomBytes } from 'node:crypto';
import { provisionDevice, revokeDevice } from '../../local-servers/authentication/operator.ts';
import { AuthenticationSettings } from '../../local-servers/authentication/settings.ts';
import { openAuthenticationDatabase } from '../../local-servers/authentication/store/authentication-store.ts';
import { installationPaths } from '../../local-servers/cli/installation/files.ts';
import { openRole } from '../../local-servers/cli/installation/role-files.ts';
import { createLogger } from '../../local-servers/kit/logging.ts';
import { fromBase64url } from '../../src/protocol/bytes.ts';
import { deviceIdBytes, deviceIdentifier } from '../../src/protocol/device-identity.ts';
import { Installation } from '../main-job/installation.ts';
import { handshakeRequest } from './handshake-request.ts';
import type { Question } from './question.ts';
import { runAlone } from './server.ts';

const deviceCount = 500;
const secretIdBytes = 8;

/** B1: handshakes in the name of devices that are known, unknown, revoked, or known under another secret. */
export async function deviceProbes(plantMicroseconds: number): Promise<Question> {
  const installation = await Installation.create();
  try {
    const { context, known, revoked } = await enterDevices(installation.data);
    await runAlone(installation, 'authentication', plantMicroseconds);
    const probe = (name: string, identifier: () => Uint8Array) => ({
      name,
      request: () => handshakeRequest(context, 'device-authentication', identifier()),
    });
    const anyOf = (identifiers: readonly Uint8Array[]) => drawn(identifiers);
    return {
      port: Number(new URL(context.baseUrl).port),
      probes: [
        probe('a known device', () => anyOf(known)),
        probe('an unknown device', () => randomBytes(deviceIdBytes + secretIdBytes)),
        probe('a known device, unknown secret', () =>
          Buffer.concat([anyOf(known).subarray(0, deviceIdBytes), randomBytes(secretIdBytes)]),
        ),
        probe('a revoked device', () => anyOf(revoked)),
      ],
      close: () => installation.remove(),
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

function drawn(things: readonly Uint8Array[]): Uint8Array {
  const thing = things[Math.floor(Math.random() * things.length)];
  if (thing === undefined) throw new RangeError('nothing to draw from');
  return thing;
}
