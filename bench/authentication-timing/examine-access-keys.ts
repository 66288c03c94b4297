import { randomBytes } from 'node:crypto';
import { openAccountsStore } from '../../local-servers/accounts/accounts-server.ts';
import { accessKeyFor } from '../../local-servers/accounts/conversations/session.ts';
import { AccountSecrets } from '../../local-servers/accounts/secrets.ts';
import { AccountsSettings } from '../../local-servers/accounts/settings.ts';
import { installationPaths } from '../../local-servers/cli/installation/files.ts';
import { openRole } from '../../local-servers/cli/installation/role-files.ts';
import { createLogger } from '../../local-servers/kit/logging.ts';
import { addTerminals } from '../main-job/fleet.ts';
import { Installation } from '../main-job/installation.ts';
import { handshakeRequest } from './handshake-request.ts';
import { drawn } from './drawn.ts';
import type { Examination } from './question.ts';
import { questionsAbout } from './questions-about.ts';
import { runAlone } from './server.ts';

const terminalCount = 500;
const keyIdBytes = 16;

/** C4: access keys that are known or unknown. */
export async function examineAccessKeys(): Promise<Examination> {
  const installation = await Installation.create();
  try {
    const terminals = await addTerminals(installation.data, terminalCount);
    const logger = createLogger({ name: 'bench', level: 'warn' });
    const { context } = await openRole(installationPaths(installation.data), 'accounts', AccountsSettings, logger);
    await runAlone(installation, 'accounts', 0);
    const database = await openAccountsStore(context);
    const kinds = {
      'a known key': () => drawn(terminals).accessKeyId,
      'an unknown key': () => randomBytes(keyIdBytes),
    };
    return {
      questions: questionsAbout('access keys', kinds, {
        handshake: (identifier) => handshakeRequest(context, 'session', identifier),
        baseUrl: context.baseUrl,
        lookUp: accessKeyFor(database, new AccountSecrets(context.masterKey)),
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
