import { httpTransport } from '../../src/host/http-transport.ts';
import type { HttpTransport } from '../../src/protocol/transport.ts';
import { SecretSearch, type Secret, type Sighting } from './secret-search.ts';

/** Somebody on the line who keeps every byte of every exchange: addresses, fields and bodies, both ways. */
export class Eavesdropper {
  readonly #recorded: Buffer[] = [];

  /** A line with this listener on it. */
  readonly transport: HttpTransport = async (request) => {
    this.record(Buffer.from(`${request.method} ${request.url}\n${JSON.stringify(request.headers)}\n`, 'latin1'));
    this.record(request.body ?? new Uint8Array(0));
    const response = await httpTransport(request);
    this.record(Buffer.from(`${response.status}\n${JSON.stringify(response.headers)}\n`, 'latin1'));
    this.record(response.body);
    return response;
  };

  record(bytes: Uint8Array): void {
    this.#recorded.push(Buffer.from(bytes));
  }

  get bytes(): number {
    return this.#recorded.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Where these values were seen, and in what spelling. */
  sightings(secrets: Iterable<Secret>): Sighting[] {
    return new SecretSearch(secrets).in(Buffer.concat(this.#recorded));
  }
}
