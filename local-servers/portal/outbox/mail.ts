import { readFile } from 'node:fs/promises';
import nodemailer from 'nodemailer';
import type { PortalSettings } from '../settings.ts';

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

export interface Mail extends MailText {
  readonly to: string;
}

export type SendMail = (mail: Mail) => Promise<void>;

/** Seconds that the mail server may take for a connection, a greeting, or the next line. */
const patienceSeconds = 15;

/** Sends by SMTP, over STARTTLS or not at all. */
export function smtpSender({ host, port, caFile, from }: PortalSettings['mail']): SendMail {
  return async (mail) => {
    // Read anew for each mail: the mail server may be installed, or get a new certificate, after the portal has started.
    const ca = caFile === undefined ? undefined : await readFile(caFile, 'utf8');
    const transport = nodemailer.createTransport({
      host,
      port,
      secure: false,
      requireTLS: true,
      tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
      connectionTimeout: patienceSeconds * 1000,
      greetingTimeout: patienceSeconds * 1000,
      socketTimeout: patienceSeconds * 1000,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await transport.sendMail({ from, ...mail });
    } finally {
      transport.close();
    }
  };
}
