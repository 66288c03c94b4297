import { CodedError } from '../../src/errors/coded-error.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from '../../src/protocol/transport.ts';

/** What becomes of the requests to one made-up address: they reach a real server, find nobody, or are never answered. */
export type Fate = { readonly leadsTo: string } | 'nobody' | 'silence';

/** Endpoints by name, in front of real servers; what has no fate goes where it says. */
export class Endpoints {
  readonly #fates: Readonly<Record<string, Fate>>;
  /** Requests that nobody waits for any more. */
  readonly cancelled: HttpRequest[] = [];

  constructor(fates: Readonly<Record<string, Fate>>) {
    this.#fates = fates;
  }

  readonly through = (request: HttpRequest, send: HttpTransport): Promise<HttpResponse> => {
    const [origin, fate] = Object.entries(this.#fates).find(([url]) => request.url.startsWith(url)) ?? [];
    if (origin === undefined || fate === undefined) return send(request);
    if (fate === 'nobody') return Promise.reject(new CodedError('network.unreachable'));
    if (fate === 'silence') return this.#untilCancelled(request);
    return send({ ...request, url: fate.leadsTo + request.url.slice(origin.length) });
  };

  #untilCancelled(request: HttpRequest): Promise<HttpResponse> {
    return new Promise((_resolve, reject) => {
      request.signal?.addEventListener('abort', () => {
        this.cancelled.push(request);
        reject(new CodedError('terminal.cancelled'));
      });
    });
  }
}
