import { httpTransport } from '../../../src/host/http-transport.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from '../../../src/protocol/transport.ts';

/** Something that passes the intruder: what a terminal or a server asks of a server. */
export interface Passage {
  readonly from: 'terminal' | 'server';
  readonly request: HttpRequest;
}

export interface Exchange extends Passage {
  readonly response: HttpResponse;
}

/** What the intruder does with what passes; `send` is the honest way on. */
export type Intruder = (passage: Passage, send: HttpTransport) => Promise<HttpResponse>;

/** The wire between everybody and everybody. It belongs to the intruder. */
export class Network {
  #intruder: Intruder | undefined;
  #records: Exchange[] | undefined;
  /** Where anybody was led to, by origin. */
  readonly origins = new Set<string>();

  /** The transport of one side. */
  readonly from =
    (from: Passage['from']): HttpTransport =>
    async (request) => {
      this.origins.add(new URL(request.url).origin);
      const passage = { from, request };
      const response = await (this.#intruder?.(passage, httpTransport) ?? httpTransport(request));
      this.#records?.push({ ...passage, response });
      return response;
    };

  /** The intruder itself asks; what the answer may weigh is its own business. */
  readonly deliver = (request: HttpRequest): Promise<HttpResponse> =>
    httpTransport({ ...request, maximumBytes: 1 << 20, timeout: 10 });

  attack(intruder: Intruder): void {
    this.#intruder = intruder;
  }

  /** The intruder goes away. */
  calm(): void {
    this.#intruder = undefined;
  }

  /** Everything that passes while `work` runs. */
  async record(work: () => Promise<unknown>): Promise<Exchange[]> {
    const records: Exchange[] = [];
    this.#records = records;
    try {
      await work();
    } finally {
      this.#records = undefined;
    }
    return records;
  }
}

export const pathOf = (url: string): string => new URL(url).pathname;

/** The same request at another place. */
export const redirected = (request: HttpRequest, origin: string, path = pathOf(request.url)): HttpRequest => ({
  ...request,
  url: origin + path,
});

export const isSigned = ({ headers }: HttpRequest): boolean => headers['signature'] !== undefined;
