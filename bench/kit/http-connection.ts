import { connect, type Socket } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** Requests after which a connection is made anew; the servers would close it a little later. */
const requestsPerConnection = 5_000;
const answerSeconds = 20;
const separator = Buffer.from('\r\n\r\n');

/**
 * A client of HTTP/1.1 that does the least that is needed, so that the load costs much less than what it loads: requests
 * go out as they are, one at a time; of an answer it reads the status and as many bytes as Content-Length says.
 */
export class HttpConnection {
  readonly #port: number;
  readonly #localAddress: string;
  #socket: Socket | undefined;
  #sent = 0;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | undefined;

  /** @param localAddress of 127.0.0.0/8, whose every address is this machine: servers count by address. */
  constructor(port: number, localAddress: string) {
    this.#port = port;
    this.#localAddress = localAddress;
  }

  async exchange(request: Uint8Array): Promise<HttpAnswer> {
    if (this.#sent >= requestsPerConnection) this.close();
    if (this.#socket === undefined) {
      this.#socket = await this.#connect();
      this.#sent = 0;
    }
    this.#sent += 1;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket?.write(request);
    });
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }

  async #connect(): Promise<Socket> {
    const socket = connect({ port: this.#port, host: '127.0.0.1', localAddress: this.#localAddress, noDelay: true });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    socket.on('data', (bytes) => this.#receive(bytes));
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
      this.#waiting?.reject(new Error('the server closed the connection, or did not answer in time'));
    });
    socket.setTimeout(answerSeconds * 1000, () => socket.destroy());
    return socket;
  }

  #receive(bytes: Buffer): void {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    const end = this.#received.indexOf(separator);
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.#waiting?.reject(new Error(`an answer without length: ${head}`));
    const start = end + separator.length;
    if (this.#received.length < start + Number(length)) return;
    const body = this.#received.subarray(start, start + Number(length));
    this.#received = Buffer.alloc(0);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }
}

export interface RequestText {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A request as it goes over the line. */
export function requestBytes({ method, path, host, headers, body }: RequestText): Buffer {
  const fields = { host, ...headers, 'content-length': String(body.byteLength) };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n`, 'latin1'), body]);
}
