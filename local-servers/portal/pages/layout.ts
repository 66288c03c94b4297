import { html, type Html } from '../../kit/pages/html.ts';
import type { PortalText } from '../text/en.ts';

export interface PageFrame {
  readonly text: PortalText;
  readonly title: string;
  /** Which of the three steps this page belongs to, from 0. */
  readonly step?: number;
  /** What the language switch leads to: a page that can be fetched, with its query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** The frame of every page: brand, language switch, the three steps. */
export function layout(frame: PageFrame, body: Html): Html {
  const { text, title, step } = frame;
  return html`<!doctype html>
    <html lang="${text.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <title>${title} – ${text.brand}</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <header>
          <a class="brand" href="/"><img src="/icon.svg" alt="" width="32" height="32" />${text.brand}</a>
          <nav>
            <a href="${switchTo(frame, 'ja')}" lang="ja" hreflang="ja">日本語</a>
            <a href="${switchTo(frame, 'en')}" lang="en" hreflang="en">English</a>
          </nav>
        </header>
        <main>
          ${step !== undefined && steps(text, step)}
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
}

function steps(text: PortalText, current: number): Html {
  const items = text.steps.map((name, index) => {
    const state = index < current ? 'done' : index === current ? 'now' : 'later';
    return html`<li class="${state}" ${index === current && html` aria-current="step"`}>${name}</li>`;
  });
  return html`<ol class="steps">
    ${items}
  </ol>`;
}

function switchTo({ path, query = {} }: PageFrame, language: string): string {
  return `${path}?${new URLSearchParams({ ...query, language }).toString()}`;
}

/** A line that needs attention, with a stable code for whoever is asked about it. */
export function notice(kind: 'fault' | 'good' | 'note', words: string, code?: string, codeLabel?: string): Html {
  return html`<div class="notice ${kind}" ${kind === 'fault' && html` role="alert"`}>
    <p>${words}</p>
    ${code !== undefined && html`<p class="code">${codeLabel}: <code>${code}</code></p>`}
  </div>`;
}
