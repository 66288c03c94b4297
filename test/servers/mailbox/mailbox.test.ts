import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../local-servers/kit/logging.ts';
import { listen } from '../../../local-servers/kit/listen.ts';
import { buildMailbox, type BuiltMailbox } from '../../../local-servers/mailbox/app.ts';
import type { Message, MessageList } from '../../../src/contract/mailbox.ts';
import { TestClock } from '../../support/test-clock.ts';

let folder: string;
let mailbox: BuiltMailbox;
let url: string;

async function start() {
  mailbox = await buildMailbox({
    serverId: 'mailbox-1',
    folder,
    settings: { smtp: { host: '127.0.0.1', port: 0 } },
    clock: new TestClock(),
    logger: createLogger({ name: 'test', level: 'silent' }),
  });
  ({ url } = await listen(mailbox.app, { host: '127.0.0.1', port: 0 }));
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
  await start();
});

afterEach(async () => {
  await mailbox.close();
  rmSync(folder, { recursive: true });
});

function transport(options: object = { requireTLS: true }) {
  const ca = readFileSync(join(folder, 'tls/ca.pem'), 'utf8');
  return nodemailer.createTransport({ host: '127.0.0.1', port: mailbox.smtpPort(), tls: { ca }, ...options });
}

const mail = { from: 'portal@naviterm.example', to: 'Hanako@Example.jp', subject: '申込番号', text: 'NT-7KQ4-M2XD' };

async function list(to?: string): Promise<MessageList['messages']> {
  const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`;
  return ((await (await fetch(`${url}/api/messages${query}`)).json()) as MessageList).messages;
}

/** Speaks SMTP in plain text, one line at a time, and gives the code of each answer. */
async function speak(lines: readonly string[]): Promise<string[]> {
  const socket = connect(mailbox.smtpPort(), '127.0.0.1');
  const answers: string[] = [];
  const pending = [...lines, 'QUIT'];
  let buffered = '';
  for await (const chunk of socket.setEncoding('utf8') as AsyncIterable<string>) {
    buffered += chunk;
    // The last line of an answer has a space after its code (RFC 5321, section 4.2.1).
    const end = /^(\d{3}) .*\r\n$/m.exec(buffered);
    if (end === null) continue;
    answers.push(end[1] ?? '');
    buffered = '';
    const next = pending.shift();
    if (next === undefined) break;
    socket.write(`${next}\r\n`);
  }
  return answers;
}

describe('the mailbox', () => {
  it('takes mail over STARTTLS, and gives it as JSON, by recipient', async () => {
    await transport().sendMail(mail);
    await transport().sendMail({ ...mail, to: ['taro@example.jp', 'hanako@example.jp'], subject: 'second' });
    await transport().sendMail({ ...mail, to: 'other@example.jp' });
    const mine = await list('hanako@example.JP');
    expect(mine.map(({ subject }) => subject)).toEqual(['second', '申込番号']);
    expect(mine[0]).toMatchObject({ from: mail.from, to: ['taro@example.jp', 'hanako@example.jp'] });
    expect(await list()).toHaveLength(3);
    const found = (await (await fetch(`${url}/api/messages/${mine[1]?.id}`)).json()) as Message;
    expect(found.text.trim()).toBe('NT-7KQ4-M2XD');
  });

  it('shows a page also to an address that cannot be read', async () => {
    const unreadable = await fetch(`${url}/%`, { headers: { accept: 'text/html' } });
    expect(unreadable.status).toBe(400);
    expect(await unreadable.text()).toContain('request.malformed');
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it('keeps mail across a restart, and its certificate', async () => {
    await transport().sendMail(mail);
    const ca = readFileSync(join(folder, 'tls/ca.pem'), 'utf8');
    await mailbox.close();
    await start();
    expect(await list()).toHaveLength(1);
    expect(readFileSync(join(folder, 'tls/ca.pem'), 'utf8')).toBe(ca);
  });

  it('refuses mail without STARTTLS', async () => {
    expect(await speak(['EHLO me', 'MAIL FROM:<a@b.example>'])).toEqual(['220', '250', '530', '221']);
    await expect(transport({ ignoreTLS: true }).sendMail(mail)).rejects.toThrow(/STARTTLS/);
    expect(await list()).toEqual([]);
  });

  it('refuses a certificate that its sender does not know', async () => {
    await expect(transport({ requireTLS: true, tls: {} }).sendMail(mail)).rejects.toThrow(/certificate/);
  });

  it('has ceilings for the size and the recipients of a mail', async () => {
    const large = { ...mail, text: 'x'.repeat(300 * 1024) };
    await expect(transport().sendMail(large)).rejects.toMatchObject({ responseCode: 552 });
    const many = Array.from({ length: 25 }, (_, index) => `r${index}@example.jp`);
    const sent = await transport().sendMail({ ...mail, to: many });
    expect(sent.rejected).toHaveLength(5);
    expect(await list()).toHaveLength(1);
  });

  it('keeps the last 500', async () => {
    const pool = transport({ requireTLS: true, pool: true, maxMessages: 1_000 });
    await Promise.all(Array.from({ length: 503 }, (_, index) => pool.sendMail({ ...mail, subject: `mail ${index}` })));
    pool.close();
    expect(await list()).toHaveLength(500);
  });

  it('shows mail as pages: text only, escaped, with a strict policy', async () => {
    const evil = '<script>alert(1)</script> https://portal.example/pay?a=1&b=2';
    await transport().sendMail({
      ...mail,
      subject: '<b>x</b>',
      text: evil,
      html: '<img src="http://tracker.example/">',
    });
    const [message] = await list();
    const index = await fetch(`${url}/`);
    expect(index.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'/);
    expect(await index.text()).toContain('&lt;b&gt;x&lt;/b&gt;');
    const page = await (await fetch(`${url}/messages/${message?.id}`)).text();
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).toContain('href="https://portal.example/pay?a=1&amp;b=2"');
    expect(page).not.toMatch(/<script|<img|tracker\.example/);
  });

  it('speaks Japanese and English', async () => {
    const page = async (headers: Record<string, string>, query = '') =>
      (await fetch(`${url}/${query}`, { headers })).text();
    expect(await page({ 'accept-language': 'ja,en;q=0.8' })).toContain('メールボックス');
    expect(await page({ 'accept-language': 'fr, en;q=0.5' })).toContain('<h1>Mailbox</h1>');
    expect(await page({ 'accept-language': 'en' }, '?language=ja')).toContain('メールボックス');
    expect(await page({ 'accept-language': 'en', cookie: 'a=b; language=ja' })).toContain('メールボックス');
  });

  it('is for this machine only: not under a name that a web site gives it', async () => {
    const status = await new Promise((resolve, reject) => {
      request(`${url}/api/messages`, { headers: { host: 'rebound.example' } }, (response) => {
        void text(response).then(() => resolve(response.statusCode));
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(404);
  });

  it('says in words that a mail is gone', async () => {
    const gone = await fetch(`${url}/messages/AAAAAAAAAAAAAAAA`, { headers: { 'accept-language': 'ja' } });
    expect(gone.status).toBe(404);
    expect(await gone.text()).toContain('request.not-found');
    const asJson = await fetch(`${url}/api/messages/AAAAAAAAAAAAAAAA`, { headers: { accept: 'application/json' } });
    expect(await asJson.json()).toMatchObject({ code: 'request.not-found' });
  });
});
