import { brotliDecompressSync, constants, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';

const maximumBytes = 64 * 1_048_576;
/** A body that was cut off is read as far as it goes. */
const lenient = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: maximumBytes };
const decoders: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gunzipSync(body, lenient),
  deflate: (body) => inflateSync(body, lenient),
  br: (body) =>
    brotliDecompressSync(body, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength: maximumBytes }),
  zstd: (body) => zstdDecompressSync(body, { finishFlush: constants.ZSTD_e_flush, maxOutputLength: maximumBytes }),
};

export interface DecodedBodies {
  readonly bodies: readonly Buffer[];
  /** Content encodings that this does not undo, and those in which a body did not open. */
  readonly closed: readonly string[];
}

/** The bodies of HTTP/1.1 messages that do not travel as they are: chunked ones put together, compressed ones opened. */
export function decodedBodies(stream: Buffer): DecodedBodies {
  const text = stream.toString('latin1');
  const bodies: Buffer[] = [];
  const closed: string[] = [];
  for (const match of text.matchAll(
    /(?:HTTP\/1\.[01] \d{3}[^\r\n]*|[A-Z]+ [^\s]+ HTTP\/1\.[01])\r\n((?:[^\r\n]+\r\n)*)\r\n/g,
  )) {
    const fields = match[1] ?? '';
    const chunked = /^transfer-encoding:.*chunked/im.test(fields);
    const [, encoding = ''] = /^content-encoding: *([^\s]+)/im.exec(fields) ?? [];
    if (!chunked && encoding === '') continue;
    const [, length] = /^content-length: *(\d+)/im.exec(fields) ?? [];
    const rest = stream.subarray(match.index + match[0].length);
    const body = chunked ? joinChunks(rest) : rest.subarray(0, length === undefined ? undefined : Number(length));
    bodies.push(body);
    if (encoding === '' || encoding === 'identity' || body.byteLength === 0) continue;
    try {
      const decode = decoders[encoding.toLowerCase()];
      if (decode === undefined) closed.push(encoding);
      else bodies.push(decode(body));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      closed.push(`${encoding}: ${error.message}`);
    }
  }
  return { bodies, closed };
}

function joinChunks(stream: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < stream.byteLength;) {
    const lineEnd = stream.indexOf('\r\n', at);
    const length = lineEnd < 0 ? Number.NaN : parseInt(stream.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(length) || length === 0) break;
    chunks.push(stream.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
  return Buffer.concat(chunks);
}
