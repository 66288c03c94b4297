import { createApp } from '../kit/app.ts';
import { createAudit } from '../kit/audit.ts';
import { BackgroundWork } from '../kit/background.ts';
import { registerChannel } from '../kit/channel/register-channel.ts';
import { addDirectoryRoute } from '../kit/directory-route.ts';
import type { BuiltRole, RoleContext } from '../kit/role-context.ts';
import { certificateCheck } from './conversations/check-certificate.ts';
import { certificateIssue } from './conversations/issue-certificate.ts';
import { deviceSecrets } from './device-secrets.ts';
import { devicePseudonyms } from './pseudonym.ts';
import { defaultCertificateLifetime, type AuthenticationSettings } from './settings.ts';
import { openAuthenticationDatabase } from './store/authentication-store.ts';
import { SqlCertificateStore } from './store/certificate-store.ts';
import { SqlDeviceStore } from './store/device-store.ts';

/** The authentication server: proves devices and is proved to them, issues and checks certificates (B1-B4, A6). */
export async function buildAuthentication(context: RoleContext<AuthenticationSettings>): Promise<BuiltRole> {
  const { role, serverId, logger, clock, masterKey, signingKey, trust, settings } = context;
  const { directory } = trust;
  const database = await openAuthenticationDatabase(context.folder);
  const audit = createAudit(context);
  const app = await createApp({ role, serverId, logger, clock });
  addDirectoryRoute(app, trust);
  const server = { serverId, staticKey: context.staticKey, masterKey, database, clock };
  const lifetime = settings.certificateLifetime ?? defaultCertificateLifetime;
  const secretFor = deviceSecrets(new SqlDeviceStore(database), masterKey);
  registerChannel(
    app,
    server,
    certificateIssue({ serverId, signingKey, directory, lifetime, secretFor, clock, audit }),
  );
  const pseudonymOf = devicePseudonyms(masterKey);
  registerChannel(
    app,
    server,
    certificateCheck({ publicKey: signingKey.publicKey, directory, pseudonymOf, clock, audit }),
  );
  const purge = new BackgroundWork(() => new SqlCertificateStore(database).purge(clock.now()), 60, logger);
  app.addHook('onClose', async () => {
    await purge.stop();
    await database.close();
  });
  return { app, close: () => app.close() };
}
