import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { CodedError } from '../errors/coded-error.ts';

const maximumBytes = 1_048_576;
const timeoutSeconds = 20;

export interface Page {
  readonly status: number;
  readonly html: string;
}

/** A person at the portal: reads pages, fills forms, keeps cookies; trusts the portal's own certificate alone. For demos. */
export class PortalVisitor {
  readonly #baseUrl: string;
  readonly #ca: string;
  readonly #cookies = new Map<string, string>();

  private constructor(baseUrl: string, ca: string) {
    this.#baseUrl = baseUrl;
    this.#ca = ca;
  }

  static async at(baseUrl: string, caFile: string): Promise<PortalVisitor> {
    return new PortalVisitor(baseUrl, await readFile(caFile, 'utf8'));
  }

  get(path: string): Promise<Page> {
    return this.#send('GET', path);
  }

  /** Sends the form of a page: its hidden fields as they are, the others as given. */
  async submit(path: string, page: Page, fields: Readonly<Record<string, string>>): Promise<Page> {
    const body = new URLSearchParams({ ...hiddenFields(page.html), ...fields });
    return this.#send('POST', path, body.toString());
  }

  #send(method: string, path: string, body?: string): Promise<Page> {
    return new Promise((resolve, reject) => {
      const headers = {
        'accept-language': 'en',
        ...(this.#cookies.size === 0
          ? {}
          : { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
      };
      const options = { method, headers, ca: this.#ca, timeout: timeoutSeconds * 1000 };
      const sent = request(new URL(path, this.#baseUrl), options, (response) => {
        for (const cookie of response.headers['set-cookie'] ?? []) {
          const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
          if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
        }
        let html = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          html += text;
          if (html.length > maximumBytes)
            response.destroy(new CodedError('network.answer-invalid', { detail: 'the page is too large' }));
        });
        response.on('error', (cause) => reject(coded(cause)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, html }));
      });
      sent.on('timeout', () => sent.destroy(new CodedError('network.timeout', { detail: 'the portal' })));
      sent.on('error', (cause) => reject(coded(cause)));
      sent.end(body);
    });
  }
}

const coded = (cause: unknown): CodedError =>
  cause instanceof CodedError ? cause : new CodedError('network.unreachable', { detail: 'the portal', cause });

function hiddenFields(html: string): Record<string, string> {
  const inputs = html.match(/<input\b[^>]*>/gs) ?? [];
  return Object.fromEntries(
    inputs
      .filter((input) => /\btype="hidden"/.test(input))
      .map((input) => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? '']),
  );
}

function attribute(element: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(element)?.[1];
}

/** The text of the element with this id. @throws network.answer-invalid where there is none */
export function textOf(page: Page, id: string): string {
  const [, text] = new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(page.html) ?? [];
  if (text === undefined)
    throw new CodedError('network.answer-invalid', { detail: `the page (status ${page.status}) does not show ${id}` });
  return text.trim();
}
