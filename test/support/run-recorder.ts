import { openAllocationDatabase } from '../../local-servers/allocation/store/allocation-store.ts';
import { openAuthenticationDatabase } from '../../local-servers/authentication/store/authentication-store.ts';
import type { SqlDatabase } from '../../local-servers/kit/storage/database.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { UnsafeFileVault } from '../../src/host/unsafe-file-vault.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { decodeMessageRequest } from '../../src/protocol/channel/frames.ts';
import { sha256 } from '../../src/protocol/hash.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from '../../src/protocol/transport.ts';
import type { TerminalEvent } from '../../src/terminal/events.ts';
import type { RealTerminal } from './real-terminal.ts';
import type { ServiceUnderTest } from './service-under-test.ts';

/** Whether bytes were seen before in their place; `other` are different ones in a place that was taken. */
export type Freshness = 'new' | 'same' | 'other';

/** One message of the terminal's, as the line sees it. */
export interface OnTheLine {
  readonly path: string;
  /** Numbered messages: which channel of this purpose (1, 2, …), and the counter. */
  readonly channel?: number;
  readonly counter?: number;
  readonly bytes: Freshness;
  readonly signed: boolean;
}

/** What can be seen of a run from outside, in its order. */
export type Observation =
  | ({ readonly what: 'sent' | 'request-lost' | 'answer-lost' } & OnTheLine)
  | ({ readonly what: 'answered' | 'taken'; readonly status: number } & OnTheLine)
  | { readonly what: 'asked-between-servers'; readonly path: string; readonly status: number }
  | { readonly what: 'audit'; readonly server: string; readonly action: string; readonly outcome: string }
  | { readonly what: 'told'; readonly event: TerminalEvent }
  | { readonly what: 'access-key-in-vault' }
  | { readonly what: 'killed' };

/** What the line does with a request; `count` is how often this address was asked, from 0. */
export type Fate = (request: HttpRequest, count: number) => 'lose-request' | 'lose-answer' | 'pass';

/** Loses every request once and every answer once. */
export const everythingLostOnce: Fate = (_request, count) =>
  (['lose-request', 'lose-answer', 'pass'] as const)[count % 3] ?? 'pass';

/** A server's audit trail, and how far it was read. */
interface Trail {
  readonly server: string;
  readonly store: SqlDatabase;
  seq: number;
}

const messages = /^\/v1\/channels\/([a-z-]+)\/messages$/;

/** Writes down a run: the terminal's line and events, the servers' audit trails, what the servers ask one another. */
export class RunRecorder {
  readonly log: Observation[] = [];
  readonly #trails: readonly Trail[];
  readonly #own: readonly SqlDatabase[];
  readonly #seen = new Map<string, string>();
  readonly #channels = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  #fate: Fate = () => 'pass';
  #watched: { readonly opened: RealTerminal; told: number; key: string | undefined } | undefined;

  private constructor(trails: readonly Trail[], own: readonly SqlDatabase[]) {
    this.#trails = trails;
    this.#own = own;
  }

  /** Begins after everything that happened before. */
  static async begin({ contexts, store, accountsStore }: ServiceUnderTest): Promise<RunRecorder> {
    const first = await openAllocationDatabase(contexts.first.folder);
    const second = await openAllocationDatabase(contexts.second.folder);
    const authentication = await openAuthenticationDatabase(contexts.authentication.folder);
    const stores = { first, second, authentication, accounts: accountsStore, service: store };
    const trails = Object.entries(stores).map(([server, database]) => ({ server, store: database, seq: 0 }));
    const recorder = new RunRecorder(trails, [first, second, authentication]);
    await recorder.#readTrails();
    recorder.log.length = 0;
    return recorder;
  }

  /** Records this terminal from now on. */
  async watch(opened: RealTerminal, fate: Fate = () => 'pass'): Promise<void> {
    this.#watched = { opened, told: opened.events.length, key: await keyOf(opened) };
    this.#fate = fate;
    opened.line.through = (request, send) => this.#exchange(request, send);
  }

  /** The terminal that was watched is gone, with all that it had in memory. */
  async killed(): Promise<void> {
    await this.#catchUp();
    this.log.push({ what: 'killed' });
  }

  /** What the servers ask one another goes through this. */
  readonly betweenServers: HttpTransport = async (request) => {
    const response = await httpTransport(request);
    this.log.push({ what: 'asked-between-servers', path: new URL(request.url).pathname, status: response.status });
    return response;
  };

  /** Everything up to now. */
  async finish(): Promise<readonly Observation[]> {
    await this.#catchUp();
    await Promise.all(this.#own.map((store) => store.close()));
    return this.log;
  }

  async #exchange(request: HttpRequest, send: HttpTransport): Promise<HttpResponse> {
    await this.#catchUp();
    const place = this.#placeOf(request);
    this.log.push({ what: 'sent', ...place });
    const count = this.#counts.get(request.url) ?? 0;
    this.#counts.set(request.url, count + 1);
    const fate = this.#fate(request, count);
    if (fate === 'lose-request') {
      this.log.push({ what: 'request-lost', ...place });
      throw new CodedError('network.unreachable');
    }
    const response = await send(request);
    await this.#readTrails();
    const bytes = this.#freshness(`answer to ${this.#nameOf(place)}`, response.body);
    const answer = { ...place, bytes, status: response.status };
    this.log.push({ what: 'answered', ...answer });
    if (fate === 'lose-answer') {
      this.log.push({ what: 'answer-lost', ...place });
      throw new CodedError('network.timeout');
    }
    this.log.push({ what: 'taken', ...answer });
    return response;
  }

  #placeOf({ url, headers, body }: HttpRequest): OnTheLine {
    const path = new URL(url).pathname;
    const signed = headers['signature'] !== undefined;
    const content = body ?? new Uint8Array(0);
    const purpose = messages.exec(path)?.[1];
    if (purpose === undefined) return { path, signed, bytes: this.#freshness(path, content) };
    const { counter } = decodeMessageRequest(content);
    // The message with counter 0 opens a channel; the same bytes again are the same channel's.
    const latest = this.#channels.get(purpose) ?? 0;
    const opens = counter === 0 && this.#seen.get(`${path} ${latest} 0`) !== digest(content);
    const channel = opens ? latest + 1 : latest;
    this.#channels.set(purpose, channel);
    return { path, signed, channel, counter, bytes: this.#freshness(`${path} ${channel} ${counter}`, content) };
  }

  #nameOf({ path, channel, counter }: OnTheLine): string {
    return channel === undefined ? path : `${path} ${channel} ${counter}`;
  }

  #freshness(place: string, content: Uint8Array): Freshness {
    const known = this.#seen.get(place);
    if (known === undefined) this.#seen.set(place, digest(content));
    return known === undefined ? 'new' : known === digest(content) ? 'same' : 'other';
  }

  /** What the terminal told and wrote since it was looked at last, then what the servers decided. */
  async #catchUp(): Promise<void> {
    const watched = this.#watched;
    if (watched !== undefined) {
      const key = await keyOf(watched.opened);
      if (key !== watched.key) this.log.push({ what: 'access-key-in-vault' });
      watched.key = key;
      for (const event of watched.opened.events.slice(watched.told)) this.log.push({ what: 'told', event });
      watched.told = watched.opened.events.length;
    }
    await this.#readTrails();
  }

  async #readTrails(): Promise<void> {
    for (const trail of this.#trails) {
      const rows = await trail.store.all<{ seq: number; action: string; outcome: string }>(
        'SELECT seq, action, outcome FROM audit WHERE seq > ? ORDER BY seq',
        trail.seq,
      );
      for (const { seq, action, outcome } of rows) {
        this.log.push({ what: 'audit', server: trail.server, action, outcome });
        trail.seq = seq;
      }
    }
  }
}

const digest = (content: Uint8Array): string => toBase64url(sha256(content));

/** The terminals of the tests keep their secrets in a file. */
const keyOf = ({ folder }: RealTerminal): Promise<string | undefined> => new UnsafeFileVault(folder).get('access-key');
