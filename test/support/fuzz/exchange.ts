import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';

export interface HttpTarget {
  readonly host: string;
  readonly port: number;
  /** PEM; spoken to over TLS where given. */
  readonly ca?: string;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ExchangeOptions {
  /** The server answers this machine's one own address alone. */
  readonly local?: boolean;
  /** Milliseconds: without an answer the client ends its side, so that what waits for more bytes is told that none come. */
  readonly patience?: number;
}

const usualPatience = 500;
/** Milliseconds of silence behind an answer, for the next one to the same bytes. */
const quiet = 20;
const ceiling = 10_000;
/** Loopback has many addresses, and each has its own share of requests a minute; elsewhere there is but one. */
const addresses = process.platform === 'linux' ? 200 : 1;
let turn = 0;

/**
 * Sends bytes on a connection of their own and gives every answer to them; none where the server closed without one.
 * @throws where the connection outlives the ceiling, or answers with something that is no HTTP
 */
export async function exchangeBytes(
  target: HttpTarget,
  bytes: Uint8Array,
  { local = false, patience = usualPatience }: ExchangeOptions = {},
): Promise<Answer[]> {
  turn = (turn + 1) % addresses;
  const own = { host: target.host, port: target.port, ...(local ? {} : { localAddress: `127.0.0.${turn + 1}` }) };
  const socket =
    target.ca === undefined ? connectPlain(own) : connectSecure({ ...own, ca: target.ca, servername: 'localhost' });
  const onlyHead = Buffer.from(bytes.subarray(0, 8)).toString('latin1').startsWith('HEAD ');
  try {
    const received = await converse(socket, bytes, { patience, isWhole: (text) => answersIn(text, onlyHead).whole });
    const { answers, broken } = answersIn(received, onlyHead);
    if (broken !== undefined) throw new Error(`no HTTP answer: ${JSON.stringify(broken.slice(0, 200))}`);
    return answers;
  } finally {
    socket.destroy();
  }
}

/** What the other side says until it has said everything, or closes. */
function converse(
  socket: Socket,
  bytes: Uint8Array,
  { patience, isWhole }: { patience: number; isWhole: (received: string) => boolean },
): Promise<string> {
  let received = '';
  let silence: NodeJS.Timeout | undefined;
  return new Promise((resolve, reject) => {
    const hanging = setTimeout(
      () => reject(new Error(`the connection hangs; received ${JSON.stringify(received)}`)),
      Math.max(ceiling, patience),
    );
    const finish = () => {
      clearTimeout(silence);
      clearTimeout(hanging);
      resolve(received);
    };
    silence = setTimeout(() => socket.end(), patience);
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
      clearTimeout(silence);
      silence = isWhole(received) ? setTimeout(finish, quiet) : setTimeout(() => socket.end(), patience);
    });
    // A server that has enough resets the connection: what it said before counts.
    socket.on('error', () => undefined);
    socket.on('close', finish);
    socket.write(bytes);
  });
}

/** The answers in what was received; `whole` where nothing more belongs to the last one, `broken` from where on it is no HTTP. */
function answersIn(received: string, onlyHead: boolean): { answers: Answer[]; whole: boolean; broken?: string } {
  const answers: Answer[] = [];
  let rest = received;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return { answers, whole: false };
    const [statusLine = '', ...lines] = rest.slice(0, end).split('\r\n');
    const status = Number(/^HTTP\/1\.[01] ([1-5]\d\d) /.exec(`${statusLine} `)?.[1]);
    if (Number.isNaN(status)) return { answers, whole: true, broken: rest };
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    rest = rest.slice(end + 4);
    if (status < 200) continue;
    const length = bodyLength(rest, status, headers, onlyHead);
    if (length === undefined) return { answers, whole: false };
    answers.push({ status, headers, body: Buffer.from(rest.slice(0, length), 'latin1').toString('utf8') });
    rest = rest.slice(length);
  }
  return { answers, whole: answers.length > 0 };
}

function bodyLength(
  rest: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  onlyHead: boolean,
): number | undefined {
  if (onlyHead || status === 204 || status === 304) return 0;
  if (headers['transfer-encoding'] === 'chunked') {
    const end = rest.indexOf('0\r\n\r\n');
    return end < 0 ? undefined : end + 5;
  }
  const length = Number(headers['content-length'] ?? rest.length);
  return rest.length < length ? undefined : length;
}
