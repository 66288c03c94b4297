import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as sendRequest, type RequestOptions } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Sqlite from 'better-sqlite3';
import { listen } from '../../local-servers/kit/listen.ts';
import { createLogger } from '../../local-servers/kit/logging.ts';
import { buildMailbox, type BuiltMailbox } from '../../local-servers/mailbox/app.ts';
import type { AccountIssuer } from '../../local-servers/portal/account-issuer.ts';
import { assemblePortal, type BuiltPortal, type PortalPorts } from '../../local-servers/portal/app.ts';
import { yearlyPlan, type PortalSettings } from '../../local-servers/portal/settings.ts';
import type { Message, MessageList } from '../../src/contract/mailbox.ts';
import type { AccountIssueReply, AccountIssueRequest } from '../../src/contract/sign-up.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { findFreePort } from './listen.ts';
import { TestClock } from './test-clock.ts';

/** Issues accounts in memory, as the account server does: the same account for an application, each time another password. */
export class MemoryAccountIssuer implements AccountIssuer {
  readonly requests: AccountIssueRequest[] = [];
  /** The password that holds, by application. */
  readonly passwords = new Map<string, string>();
  /** While true, it cannot be reached. */
  unreachable = false;

  async issue(request: AccountIssueRequest): Promise<AccountIssueReply> {
    if (this.unreachable) throw new CodedError('server.unavailable');
    this.requests.push(request);
    const password = `secret-${this.requests.length}-${request.applicationNumber}`;
    this.passwords.set(request.applicationNumber, password);
    return { userId: `user-${request.applicationNumber.slice(3)}`, password, licenceNumber: 'LICENCE-1234' };
  }
}

export interface PortalReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A browser without a screen: TLS with the portal's own authority, cookies, forms. */
export class PortalVisitor {
  readonly #url: string;
  readonly #ca: string;
  readonly cookies = new Map<string, string>();
  readonly headers: Record<string, string>;

  constructor(url: string, ca: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.#ca = ca;
    this.headers = headers;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<PortalReply> {
    return this.send(path, { headers });
  }

  /** Opens the page with the form, fills it in, and sends it. */
  async submit(path: string, fields: Record<string, string>): Promise<PortalReply> {
    const page = await this.get(path);
    const formToken = /name="formToken" value="([^"]*)"/.exec(page.body)?.[1] ?? '';
    return this.post(path.split('?')[0] ?? '', { formToken, ...fields });
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<PortalReply> {
    const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
    return this.send(path, { method: 'POST', headers: form }, new URLSearchParams(fields).toString());
  }

  postJson(path: string, body: unknown): Promise<PortalReply> {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    return this.send(path, { method: 'POST', headers }, JSON.stringify(body));
  }

  send(path: string, options: RequestOptions, body = ''): Promise<PortalReply> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...this.headers, ...(options.headers as object), ...(cookie === '' ? {} : { cookie }) };
    return new Promise((resolve, reject) => {
      const sending = sendRequest(this.#url + path, { ...options, headers, ca: this.#ca, agent: false }, (response) => {
        for (const line of response.headers['set-cookie'] ?? []) this.#keep(line);
        const status = response.statusCode ?? 0;
        text(response).then((content) => resolve({ status, headers: response.headers, body: content }), reject);
      });
      sending.on('error', reject);
      sending.end(body);
    });
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    this.cookies.set(name, value);
  }
}

/** A portal and a mailbox over real connections and real SQLite, in a folder of their own. */
export class TestPortal {
  readonly folder = mkdtempSync(join(tmpdir(), 'portal-'));
  readonly clock = new TestClock();
  readonly issuer = new MemoryAccountIssuer();
  readonly masterKey = randomBytes(32);
  readonly logFile = join(this.folder, 'portal.log');
  readonly #settings: Partial<PortalSettings>;
  readonly #ports: Partial<PortalPorts>;
  #mailbox: BuiltMailbox | undefined;
  #portal: BuiltPortal | undefined;
  #mailboxUrl = '';
  #url = '';

  constructor(settings: Partial<PortalSettings> = {}, ports: Partial<PortalPorts> = {}) {
    this.#settings = settings;
    this.#ports = ports;
  }

  /** Where the two listen, and whom to trust for the portal's certificate. */
  get addresses(): {
    readonly portal: string;
    readonly mailbox: string;
    readonly mailPort: number;
    readonly ca: string;
  } {
    const ca = readFileSync(join(this.folder, 'portal/tls/ca.pem'), 'utf8');
    return { portal: this.#url, mailbox: this.#mailboxUrl, mailPort: this.#mailPort, ca };
  }

  get portal(): BuiltPortal {
    if (this.#portal === undefined) throw new TypeError('start it first');
    return this.#portal;
  }

  async start(): Promise<this> {
    await this.startMailbox();
    await this.startPortal();
    return this;
  }

  async startMailbox(): Promise<void> {
    this.#mailbox = await buildMailbox({
      serverId: 'mailbox-1',
      folder: join(this.folder, 'mailbox'),
      settings: { smtp: { host: '127.0.0.1', port: this.#mailPort === 0 ? 0 : this.#mailPort } },
      clock: this.clock,
      logger: createLogger({ name: 'mailbox', level: 'silent' }),
    });
    ({ url: this.#mailboxUrl } = await listen(this.#mailbox.app, { host: '127.0.0.1', port: 0 }));
    this.#mailPort = this.#mailbox.smtpPort();
  }
  #mailPort = 0;

  async stopMailbox(): Promise<void> {
    await this.#mailbox?.close();
  }

  async startPortal(): Promise<void> {
    const port = await findFreePort();
    const caFile = join(this.folder, 'mailbox/tls/ca.pem');
    this.#portal = await assemblePortal(
      {
        serverId: 'portal-1',
        folder: join(this.folder, 'portal'),
        settings: {
          mail: { host: '127.0.0.1', port: this.#mailPort, caFile, from: 'portal@naviterm.example' },
          plans: [yearlyPlan],
          attemptsPerMinute: 1_000,
          ...this.#settings,
        },
        baseUrl: `https://localhost:${port}`,
        masterKey: this.masterKey,
        clock: this.clock,
        logger: createLogger({ name: 'portal', level: 'debug', file: this.logFile }),
      },
      { accountIssuer: this.issuer, ...this.#ports },
    );
    ({ url: this.#url } = await listen(this.#portal.app, { host: '127.0.0.1', port }));
  }

  async restartPortal(): Promise<void> {
    await this.portal.close();
    await this.startPortal();
  }

  visitor(headers: Record<string, string> = { 'accept-language': 'en' }): PortalVisitor {
    return new PortalVisitor(this.#url, this.addresses.ca, headers);
  }

  /** Applies, and gives the application number. */
  async apply(visitor = this.visitor()): Promise<string> {
    const reply = await visitor.postJson('/apply', applicant);
    return (JSON.parse(reply.body) as { applicationNumber: string }).applicationNumber;
  }

  /** All mail that has left, the newest first. */
  async mails(): Promise<Message[]> {
    await this.portal.outbox.round();
    const list = (await (await fetch(`${this.#mailboxUrl}/api/messages`)).json()) as MessageList;
    const fetchOne = async (id: string) =>
      (await (await fetch(`${this.#mailboxUrl}/api/messages/${id}`)).json()) as Message;
    return Promise.all(list.messages.map(({ id }) => fetchOne(id)));
  }

  /** Reads a store of the portal as another process would. */
  query<Row>(store: 'portal' | 'acquirer-sandbox', sql: string): Row[] {
    const database = new Sqlite(join(this.folder, `portal/${store}.sqlite`), { readonly: true });
    try {
      return database.prepare(sql).all() as Row[];
    } finally {
      database.close();
    }
  }

  async close(): Promise<void> {
    await this.#portal?.close();
    await this.#mailbox?.close();
    rmSync(this.folder, { recursive: true });
  }
}

export const applicant = {
  name: '山田 花子',
  address: '100-0001 東京都千代田区千代田1-1',
  phone: '090-1234-5678',
  mail: 'hanako@example.jp',
};

/** A card that the sandbox approves; the test clock stands in 2027. */
export const goodCard = {
  cardNumber: '4242 4242 4242 4242',
  cardExpiry: '12/30',
  securityCode: '987',
  cardHolder: 'HANAKO YAMADA',
};
