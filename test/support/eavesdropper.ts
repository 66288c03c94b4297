import { httpTransport } from '../../src/host/http-transport.ts';
import type { HttpTransport } from '../../src/protocol/transport.ts';

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

  /** The spellings in which a value was seen: raw, hex, or base64 of either alphabet, wherever it begins in a group. */
  sightings(value: Uint8Array): string[] {
    const heard = Buffer.concat(this.#recorded).toString('latin1');
    return spellings(value)
      .filter(([, spelling]) => heard.includes(spelling.toString('latin1')))
      .map(([name]) => name);
  }
}

function spellings(value: Uint8Array): [string, Buffer][] {
  const raw = Buffer.from(value);
  const hex = raw.toString('hex');
  const encoded = (['base64', 'base64url'] as const).flatMap((alphabet) =>
    [0, 1, 2].map((offset): [string, Buffer] => [
      `${alphabet} at ${offset}`,
      Buffer.from(inside(raw, offset, alphabet)),
    ]),
  );
  return [['raw', raw], ['hex', Buffer.from(hex)], ['HEX', Buffer.from(hex.toUpperCase())], ...encoded];
}

/** The characters that a value gives within a longer base64 text, when `offset` bytes of its first group are not its own. */
function inside(value: Buffer, offset: number, alphabet: 'base64' | 'base64url'): string {
  const text = Buffer.concat([Buffer.alloc(offset), value])
    .toString(alphabet)
    .replace(/=+$/, '');
  const first = offset === 0 ? 0 : offset + 1;
  const wholeGroups = Math.floor(((offset + value.byteLength) * 8) / 6);
  return text.slice(first, wholeGroups);
}
