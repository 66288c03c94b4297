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
import { defaultCertificateLifetime, defaultDeviceSecretLifetime, type AuthenticationSettings } from './settings.ts';
import { openAuthenticationDatabase } from './store/authentication-store.ts';
import { SqlCertificateStore } from './store/certificate-store.ts';
import { SqlContinuityStore } from './store/continuity-store.ts';
import { SqlDeviceSecretStore } from './store/device-secret-store.ts';

/** The authentication server: proves devices and is proved to them, issues and checks certificates (B1-B4, A6). */
export async function buildAuthentication(context: RoleContext<AuthenticationSettings>): Promise<BuiltRole> {
  const { role, serverId, logger, clock, masterKey, trust, settings } = context;
  const { directory } = trust;
  const database = await openAuthenticationDatabase(context.folder);
  const audit = createAudit(context);
  const app = await createApp({ role, serverId, logger, clock });
  addDirectoryRoute(app, trust);
  const server = { ...context, database };
  const lifetime = settings.certificateLifetime ?? defaultCertificateLifetime;
  const secretFor = deviceSecrets(new SqlDeviceSecretStore(database), masterKey);
  registerChannel(
    app,
    server,
    certificateIssue({
      serverId,
      keys: context,
      masterKey,
      directory,
      lifetime,
      secretLifetime: settings.deviceSecretLifetime ?? defaultDeviceSecretLifetime,
      clonePolicy: settings.clonedDevices ?? 'report',
      secretFor,
      clock,
      audit,
      logger,
    }),
  );
  const pseudonymOf = devicePseudonyms(masterKey);
  registerChannel(app, server, certificateCheck({ keys: context, directory, pseudonymOf, clock, audit }));
  const forget = async () => {
    await new SqlCertificateStore(database).purge(clock.now());
    await new SqlContinuityStore(database).purge(clock.now());
  };
  const purge = new BackgroundWork(forget, 60, logger);
  app.addHook('onClose', async () => {
    await purge.stop();
    await database.close();
  });
  return { app, close: () => app.close() };
}
