import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import formBody from '@fastify/formbody';
import { createApp, type App } from '../kit/app.ts';
import { createAudit } from '../kit/audit.ts';
import { BackgroundWork } from '../kit/background.ts';
import { chooseLanguage } from '../kit/pages/language.ts';
import { pageHeaders, sendStyle } from '../kit/pages/send-page.ts';
import type { BuiltRole, RoleContext } from '../kit/role-context.ts';
import { RequestLimit } from '../kit/request-limit.ts';
import { openSqlite } from '../kit/storage/sqlite.ts';
import { openDemoCertificate } from '../kit/tls.ts';
import type { AccountIssuer } from './account-issuer.ts';
import { createAccountsClient } from './accounts-client.ts';
import type { Acquirer } from './acquirer/acquirer.ts';
import { SandboxAcquirer, sandboxMigrations } from './acquirer/sandbox.ts';
import { Payments } from './applications/payments.ts';
import { forgetUnpaid, portalMigrations } from './applications/store.ts';
import { FormTokens } from './forms/form-token.ts';
import { smtpSender } from './outbox/mail.ts';
import { Outbox } from './outbox/outbox.ts';
import { problemPage } from './pages/message-pages.ts';
import { addApplyRoutes } from './routes/apply.ts';
import type { PortalParts } from './routes/parts.ts';
import { addPayRoutes } from './routes/pay.ts';
import type { PortalSettings } from './settings.ts';

/** The folder, in the role's own, whose `ca.pem` tells clients which certificate is the portal's. */
export const certificateFolder = 'tls';
const certificateDays = 365;
/** Bytes of a form. */
const formCeiling = 16 * 1024;
/** Seconds between looks for applications that stopped on their way. */
const continueEverySeconds = 30;
/** Seconds after which an application that nobody paid for is forgotten. */
const forgetUnpaidAfter = 30 * 86_400;

/** What the portal itself needs; `buildPortal` also needs what its calls to the account server are made with. */
type PortalContext = Pick<
  RoleContext<PortalSettings>,
  'serverId' | 'folder' | 'settings' | 'baseUrl' | 'masterKey' | 'clock' | 'logger'
>;
type ConnectedContext = PortalContext & Pick<RoleContext<PortalSettings>, 'staticKey' | 'transport' | 'trust'>;

export interface PortalPorts {
  readonly accountIssuer: AccountIssuer;
  /** The sandbox where absent. */
  readonly acquirer?: Acquirer;
}

export interface BuiltPortal extends BuiltRole {
  readonly app: App;
  readonly payments: Payments;
  readonly outbox: Outbox;
}

/** The portal as it is installed: accounts come from the account server that the directory names. */
export function buildPortal(context: ConnectedContext): Promise<BuiltPortal> {
  return assemblePortal(context, { accountIssuer: createAccountsClient(context) });
}

/** The portal from its parts; it speaks HTTPS with a certificate of its own. */
export async function assemblePortal(context: PortalContext, ports: PortalPorts): Promise<BuiltPortal> {
  const { folder, settings, baseUrl, masterKey, clock, logger } = context;
  const database = await openSqlite(join(folder, 'portal.sqlite'), portalMigrations);
  const books = await openSqlite(join(folder, 'acquirer-sandbox.sqlite'), sandboxMigrations);
  const acquirer = ports.acquirer ?? new SandboxAcquirer(books);
  const audit = createAudit({ clock, logger });
  const outbox = new Outbox({ database, masterKey, send: smtpSender(settings.mail), clock, logger });
  const payments = new Payments({ database, acquirer, issuer: ports.accountIssuer, outbox, audit, clock, logger });
  const background = new BackgroundWork(
    async () => {
      await payments.continueUnfinished();
      await forgetUnpaid(database, clock.now() - forgetUnpaidAfter);
    },
    continueEverySeconds,
    logger,
  );
  const app = await createPortalApp(context);
  const attempts = new RequestLimit(settings.attemptsPerMinute, clock);
  const parts: PortalParts = {
    settings,
    baseUrl,
    database,
    payments,
    outbox,
    audit,
    clock,
    formTokens: new FormTokens(masterKey),
    limitAttempts: ({ raw }) => attempts.count(raw.socket),
  };
  addApplyRoutes(app, parts);
  addPayRoutes(app, parts);
  app.addHook('onReady', (done) => {
    outbox.hurry();
    void background.run();
    done();
  });
  const close = async () => {
    await app.close();
    await Promise.all([background.stop(), outbox.close()]);
    await Promise.all([database.close(), books.close()]);
  };
  return { app, close, payments, outbox };
}

async function createPortalApp({ serverId, folder, baseUrl, clock, logger }: PortalContext): Promise<App> {
  const { hostname } = new URL(baseUrl);
  const certificate = await openDemoCertificate(join(folder, certificateFolder), {
    names: [hostname.replace(/^\[|\]$/g, ''), 'localhost', '127.0.0.1'],
    validDays: certificateDays,
  });
  const app = await createApp({
    role: 'portal',
    serverId,
    logger,
    clock,
    https: certificate,
    limits: { bodyBytes: formCeiling },
    problemPage: (request, reply, problem) => {
      reply.headers(pageHeaders);
      return problemPage(chooseLanguage(request, reply), problem).markup;
    },
  });
  await app.register(formBody, { bodyLimit: formCeiling });
  const [style, icon] = await Promise.all(
    ['style.css', 'icon.svg'].map((name) => readFile(new URL(name, import.meta.url), 'utf8')),
  );
  app.get('/style.css', { schema: { hide: true } }, (_request, reply) => sendStyle(reply, style ?? ''));
  app.get('/icon.svg', { schema: { hide: true } }, (_request, reply) =>
    reply.header('cache-control', 'max-age=3600').type('image/svg+xml').send(icon),
  );
  return app;
}
