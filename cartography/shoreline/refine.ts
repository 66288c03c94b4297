import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { ServerClock } from '../kit/clock.ts';
import type { Logger } from '../kit/logging.ts';
import type { DemoCertificate } from '../kit/tls.ts';
import { normalAddress, type MessageStore } from './store/message-store.ts';

/** Bytes of one mail. */
export const mailCeiling = 256 * 1024;
const recipientsCeiling = 20;
const clientsCeiling = 20;
/** Seconds that a client may be silent. */
const silenceSeconds = 20;

export interface SmtpOptions {
  readonly certificate: DemoCertificate;
  readonly store: MessageStore;
  readonly clock: ServerClock;
  readonly logger: Logger;
}

/** A mail server that takes mail for everybody, over STARTTLS only, and delivers it to the store. It does not listen. */
export function createSmtpServer({ certificate, store, clock, logger }: SmtpOptions): SMTPServer {
  const server = new SMTPServer({
    name: 'mailbox.naviterm',
    key: certificate.key,
    cert: certificate.cert,
    minVersion: 'TLSv1.2',
    size: mailCeiling,
    maxRecipients: recipientsCeiling,
    maxClients: clientsCeiling,
    socketTimeout: silenceSeconds * 1000,
    closeTimeout: 1000,
    disabledCommands: ['AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onMailFrom(_address, session, callback) {
      // RFC 3207, section 4.
      callback(session.secure ? null : smtpError(530, 'Must issue a STARTTLS command first'));
    },
    onData(stream, session, callback) {
      const answer = async () => {
        try {
          const id = await receive(stream, session, store, clock);
          logger.info({ message: id, recipients: session.envelope.rcptTo.length }, 'mail received');
          callback(null, `Kept as ${id}`);
        } catch (error) {
          if (!(error instanceof SmtpError)) logger.error({ err: error }, 'a mail could not be kept');
          callback(error instanceof SmtpError ? error : smtpError(451, 'Could not be kept; try again later'));
        }
      };
      void answer();
    },
  });
  server.on('error', (error) => logger.debug({ err: error }, 'a mail connection failed'));
  return server;
}

export function listenForMail(server: SMTPServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => {
      server.server.off('error', reject);
      resolve((server.server.address() as AddressInfo).port);
    });
  });
}

/** Keeps one mail; the reply to the client leaves only after it is on disk. */
async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  store: MessageStore,
  clock: ServerClock,
): Promise<string> {
  const bytes = await readMail(stream);
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: 10, maxHeadersSize: 64 * 1024 }).catch(() => {
    throw smtpError(554, 'The message cannot be read');
  });
  const { mailFrom, rcptTo } = session.envelope;
  return store.add({
    from: (mailFrom === false ? '' : mailFrom.address).slice(0, 320),
    to: [...new Set(rcptTo.map(({ address }) => normalAddress(address).slice(0, 320)))],
    subject: (mail.subject ?? '').slice(0, 1_000),
    receivedAt: clock.now(),
    // The text part only: a mail's HTML is never shown, nor anything that it refers to.
    text: mail.text ?? '',
  });
}

async function readMail(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What comes beyond the ceiling is read, since the client listens only at its end, but not kept.
    if (size <= mailCeiling) chunks.push(chunk);
  }
  if (size > mailCeiling || stream.sizeExceeded) throw smtpError(552, `Larger than ${mailCeiling} bytes`);
  return Buffer.concat(chunks);
}

class SmtpError extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

function smtpError(responseCode: number, message: string): SmtpError {
  return new SmtpError(responseCode, message);
}
