import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { Message, MessageList, MessageListQuery, MessageParameters } from '../../src/contract/mailbox.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { createApp, type App } from '../kit/app.ts';
import { listenOnFreePort } from '../kit/listen.ts';
import { chooseLanguage } from '../kit/pages/language.ts';
import { pageHeaders, sendPage, sendStyle } from '../kit/pages/send-page.ts';
import type { BuiltRole, RoleContext } from '../kit/role-context.ts';
import { openSqlite } from '../kit/storage/sqlite.ts';
import { openDemoCertificate } from '../kit/tls.ts';
import { listPage, messagePage, problemPage } from './pages.ts';
import type { MailboxSettings } from './settings.ts';
import { createSmtpServer, listenForMail } from './smtp.ts';
import { mailboxMigrations, MessageStore } from './store/message-store.ts';

/** The folder, in the role's own, whose `ca.pem` tells the senders of mail which certificate is the mailbox's. */
export const certificateFolder = 'tls';
const certificateDays = 365;

export interface BuiltMailbox extends BuiltRole {
  /** Where mail is taken, once the app is ready; differs from the setting where that port was taken. */
  smtpPort(): number;
}

type MailboxContext = Pick<RoleContext<MailboxSettings>, 'serverId' | 'folder' | 'settings' | 'clock' | 'logger'>;

/** Catches mail by SMTP, and shows it as pages and as JSON. The SMTP server listens as soon as the app is ready. */
export async function buildMailbox(context: MailboxContext): Promise<BuiltMailbox> {
  const { folder, settings, clock, logger } = context;
  const database = await openSqlite(join(folder, 'mailbox.sqlite'), mailboxMigrations);
  const store = new MessageStore(database);
  const certificate = await openDemoCertificate(join(folder, certificateFolder), {
    names: ['localhost', '127.0.0.1', '::1'],
    validDays: certificateDays,
  });
  const smtp = createSmtpServer({ certificate, store, clock, logger });
  const app = await createApp({
    role: 'mailbox',
    serverId: context.serverId,
    logger,
    clock,
    problemPage: (request, reply, problem) => {
      reply.headers(pageHeaders);
      return problemPage(chooseLanguage(request, reply), problem).markup;
    },
  });
  let smtpPort = 0;
  app.addHook('onReady', async () => {
    const say = (words: string) => logger.warn(words);
    await listenOnFreePort({ ...settings.smtp, stepOver: true, say }, async (port) => {
      smtpPort = await listenForMail(smtp, settings.smtp.host, port);
    });
    logger.info({ host: settings.smtp.host, port: smtpPort }, 'takes mail');
  });
  app.addHook('preClose', (done) => smtp.close(() => done()));
  await addRoutes(app, store);
  const close = async () => {
    await app.close();
    await database.close();
  };
  return { app, close, smtpPort: () => smtpPort };
}

async function addRoutes(app: App, store: MessageStore): Promise<void> {
  const style = await readFile(new URL('style.css', import.meta.url), 'utf8');
  app.addHook('onRequest', async (request) => mustBeLocal(request));

  app.get('/', { schema: { querystring: MessageListQuery, hide: true } }, async (request, reply) => {
    const { to } = request.query;
    return sendPage(reply, listPage(chooseLanguage(request, reply), await store.list(to), to));
  });
  app.get('/messages/:id', { schema: { params: MessageParameters, hide: true } }, async (request, reply) => {
    const message = await find(store, request.params.id);
    return sendPage(reply, messagePage(chooseLanguage(request, reply), message));
  });
  app.get('/style.css', { schema: { hide: true } }, (_request, reply) => sendStyle(reply, style));

  app.get(
    '/api/messages',
    { schema: { summary: 'The newest first', querystring: MessageListQuery, response: { 200: MessageList } } },
    (request) => list(store, request.query.to),
  );
  app.get(
    '/api/messages/:id',
    { schema: { summary: 'One mail', params: MessageParameters, response: { 200: Message } } },
    (request) => find(store, request.params.id),
  );
}

async function list(store: MessageStore, to: string | undefined): Promise<MessageList> {
  return { messages: await store.list(to) };
}

async function find(store: MessageStore, id: string): Promise<Message> {
  const message = await store.find(id);
  if (message === undefined)
    throw new CodedError('request.not-found', { detail: 'there is no such mail, or no longer' });
  return message;
}

/**
 * The mails hold passwords, so they are for this machine only, even where the app listens elsewhere by mistake; and only
 * under a local name, since a web site may give its own name this machine's address.
 */
function mustBeLocal(request: FastifyRequest): void {
  const addresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
  const names = ['localhost', '127.0.0.1', '[::1]'];
  const host = request.host.replace(/:\d+$/, '');
  if (addresses.includes(request.socket.remoteAddress ?? '') && names.includes(host)) return;
  throw new CodedError('request.not-found', { detail: 'the mailbox is for this machine only' });
}
