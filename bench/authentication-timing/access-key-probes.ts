import { randomBytes } from 'node:crypto';
import { AccountsSettings } from '../../local-servers/accounts/settings.ts';
import { installationPaths } from '../../local-servers/cli/installation/files.ts';
import { openRole } from '../../local-servers/cli/installation/role-files.ts';
import { createLogger } from '../../local-servers/kit/logging.ts';
import { addTerminals } from '../main-job/fleet.ts';
import { Installation } from '../main-job/installation.ts';
import { handshakeRequest } from './handshake-request.ts';
import type { Question } from './question.ts';
import { runAlone } from './server.ts';

const terminalCount = 500;
const keyIdBytes = 16;

/** C4: handshakes in the name of access keys that are known or unknown. */
export async function accessKeyProbes(): Promise<Question> {
  const installation = await Installation.create();
  try {
    const terminals = await addTerminals(installation.data, terminalCount);
    const logger = createLogger({ name: 'bench', level: 'warn' });
    const { context } = await openRole(installationPaths(installation.data), 'accounts', AccountsSettings, logger);
    await runAlone(installation, 'accounts', 0);
    const probe = (name: string, identifier: () => Uint8Array) => ({
      name,
      request: () => handshakeRequest(context, 'session', identifier()),
    });
    return {
      port: Number(new URL(context.baseUrl).port),
      probes: [
        probe('a known key', () => {
          const { accessKeyId } = terminals[Math.floor(Math.random() * terminals.length)] ?? {};
          return accessKeyId ?? randomBytes(keyIdBytes);
        }),
        probe('an unknown key', () => randomBytes(keyIdBytes)),
      ],
      close: () => installation.remove(),
    };
  } catch (error) {
    await installation.remove();
    throw error;
  }
}
