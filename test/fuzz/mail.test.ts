import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { afterAll, expect, it } from 'vitest';
import { campaign, campaignTimeout, rounds } from '../support/fuzz/campaign.ts';
import { mutateBytes } from '../support/fuzz/mutate.ts';
import { TestPortal } from '../support/portal.ts';
import { utf8 } from '../../src/protocol/bytes.ts';

const portal = await new TestPortal().start();
afterAll(() => portal.close());
const { mailPort } = portal.addresses;

const conversations = [
  'EHLO a\r\nMAIL FROM:<a@example.jp>\r\nRCPT TO:<b@example.jp>\r\nDATA\r\nSubject: a\r\n\r\nb\r\n.\r\nQUIT\r\n',
  'EHLO a\r\nSTARTTLS\r\n\u0016\u0003\u0001\u0002\u0000\u0001\r\nQUIT\r\n',
  'HELO a\r\nRSET\r\nNOOP\r\nVRFY a\r\nHELP\r\nAUTH PLAIN AAAA\r\nQUIT\r\n',
].map(utf8);

/** Sends all at once, as no client may, and gives all that comes back until the other side closes or is silent. */
function speak(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(mailPort, '127.0.0.1');
    let heard = '';
    const leave = setTimeout(() => socket.end(), 300);
    socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(leave);
      resolve(heard);
    });
    socket.write(bytes);
  });
}

it(
  'mail that is none gets codes of SMTP, and real mail is taken afterwards',
  { timeout: campaignTimeout },
  async () => {
    const input = ({ random }: { random: Parameters<typeof mutateBytes>[1] }) =>
      mutateBytes(random.pick(conversations) ?? new Uint8Array(), random, conversations);
    await campaign('mail', { rounds: rounds(40), atOnce: 8, input }, async (bytes) => {
      const lines = (await speak(bytes)).split('\r\n').filter((line) => line !== '' && !line.startsWith('\u0015'));
      for (const line of lines) expect(line).toMatch(/^[2-5]\d\d[ -]/);
    });
    const tls = { ca: readFileSync(join(portal.folder, 'mailbox/tls/ca.pem'), 'utf8') };
    const sender = nodemailer.createTransport({ host: '127.0.0.1', port: mailPort, requireTLS: true, tls });
    await sender.sendMail({ from: 'a@example.jp', to: 'b@example.jp', subject: 'after', text: 'all' });
    const [newest] = await portal.mails();
    expect(newest?.subject).toBe('after');
  },
);
