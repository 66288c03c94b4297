import type { Message, MessageSummary } from '../../src/contract/mailbox.ts';
import type { Problem } from '../../src/errors/problem.ts';
import { html, type Html } from '../kit/pages/html.ts';
import type { Language } from '../kit/pages/language.ts';
import { en, type MailboxText } from './text/en.ts';
import { ja } from './text/ja.ts';

const texts: Readonly<Record<Language, MailboxText>> = { en, ja };
const refreshSeconds = 5;

export function listPage(language: Language, messages: readonly MessageSummary[], address?: string): Html {
  const text = texts[language];
  const query = address === undefined ? '' : `&to=${encodeURIComponent(address)}`;
  const body = html`<h1>${address === undefined ? text.title : text.mailTo(address)}</h1>
    <p>${text.intro}</p>
    ${address !== undefined && html`<p><a href="/">${text.all}</a></p>`}
    ${messages.length === 0 && html`<p class="empty">${text.empty}</p>`}
    <ul class="list">
      ${messages.map((message) => listItem(text, message))}
    </ul>`;
  return layout(text, body, { query, refresh: true });
}

function listItem(text: MailboxText, message: MessageSummary): Html {
  return html`<li>
    <a class="subject" href="/messages/${message.id}">${message.subject || text.noSubject}</a>
    <span>${text.to} ${recipients(message)} · ${when(text, message)}</span>
  </li> `;
}

export function messagePage(language: Language, message: Message): Html {
  const text = texts[language];
  const body = html`<p><a href="/">${text.back}</a></p>
    <h1>${message.subject || text.noSubject}</h1>
    <dl>
      <dt>${text.from}</dt>
      <dd>${message.from}</dd>
      <dt>${text.to}</dt>
      <dd>${recipients(message)}</dd>
      <dt>${text.received}</dt>
      <dd>${when(text, message)}</dd>
    </dl>
    ${message.text === '' ? html`<p class="empty">${text.noText}</p>` : html`<pre>${linked(message.text)}</pre>`}`;
  return layout(text, body, {});
}

export function problemPage(language: Language, problem: Problem): Html {
  const text = texts[language];
  const body = html`<h1>${text.problem}</h1>
    <p>${problem.title}</p>
    <p><code>${problem.code}</code></p>
    <p><a href="/">${text.back}</a></p>`;
  return layout(text, body, {});
}

function layout(text: MailboxText, body: Html, options: { query?: string; refresh?: boolean }): Html {
  return html`<!doctype html>
    <html lang="${text.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${options.refresh === true && html`<meta http-equiv="refresh" content="${refreshSeconds}" />`}
        <title>${text.title} – Naviterm</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <nav>
          <a href="?language=ja${options.query}" lang="ja">日本語</a>
          <a href="?language=en${options.query}" lang="en">English</a>
        </nav>
        <main>${body}</main>
      </body>
    </html>`;
}

function recipients({ to }: MessageSummary): Html[] {
  return to.map((address) => html`<a href="/?to=${encodeURIComponent(address)}">${address}</a> `);
}

function when(text: MailboxText, { receivedAt }: MessageSummary): string {
  return new Intl.DateTimeFormat(text.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(receivedAt * 1000);
}

/** Web addresses in a plain text become links to follow; nothing is fetched by itself. */
function linked(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}" rel="noreferrer">${part}</a>` : html`${part}`));
}
