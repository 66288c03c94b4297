import type { FileHandle } from 'node:fs/promises';
import { pipeline, Transform, type Readable } from 'node:stream';
import type { Bandwidth } from './bandwidth.ts';

/** Files up to this many bytes are read at once where nothing limits the rate. */
const wholeBytes = 1024 * 1024;
const pieceBytes = 65_536;
/** Bytes per second that a reader must take on average, and seconds of grace. */
const slowestReader = 8 * 1024;
const grace = 30;
/** Responses that may share one terminal's bandwidth before they count as slow. */
const sharing = 16;

export interface FileAnswer {
  readonly status: 200 | 206;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly payload: Uint8Array | Readable;
}

/** Answers with a file, or with the one range of it that was asked for; closes it in any case. */
export async function fileAnswer(
  file: FileHandle,
  options: { readonly range: string | undefined; readonly bandwidth: Bandwidth | undefined },
): Promise<FileAnswer> {
  const { bandwidth } = options;
  let handedOver = false;
  try {
    const { size } = await file.stat();
    const range = singleRange(options.range, size);
    const { start, end } = range ?? { start: 0, end: size };
    const length = end - start;
    const headers = { 'content-type': 'application/octet-stream', 'content-length': length, 'accept-ranges': 'bytes' };
    const answer =
      range === undefined
        ? ({ status: 200, headers } as const)
        : ({ status: 206, headers: { ...headers, 'content-range': `bytes ${start}-${end - 1}/${size}` } } as const);
    if (bandwidth === undefined && length <= wholeBytes) {
      return { ...answer, payload: await readPiece(file, start, length) };
    }
    const payload = readStream(file, start, end, bandwidth);
    closeSlowReader(payload, length, bandwidth);
    handedOver = true;
    return { ...answer, payload };
  } finally {
    if (!handedOver) await file.close();
  }
}

/**
 * RFC 9110, section 14: one range of bytes; whatever else the field says is as if it were not there, which a server may
 * always do (section 14.2).
 */
export function singleRange(field: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, from, to] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(field ?? '') ?? [];
  if (from === undefined || to === undefined) return undefined;
  const start = Number(from);
  const end = to === '' ? size : Math.min(Number(to) + 1, size);
  return start < end ? { start, end } : undefined;
}

/** Read as the connection takes it; whichever way it ends, the file is closed. */
function readStream(file: FileHandle, start: number, end: number, bandwidth: Bandwidth | undefined): Readable {
  const highWaterMark = bandwidth?.pieceBytes ?? pieceBytes;
  const source = file.createReadStream({ start, end: end - 1, highWaterMark });
  if (bandwidth === undefined) return source;
  const throttle = new Transform({
    highWaterMark,
    transform: (piece: Uint8Array, _encoding, done) => {
      setTimeout(done, bandwidth.reserve(piece.byteLength) * 1000, null, piece);
    },
  });
  // What happens to one happens to the other; who sends the throttle hears of it there.
  return pipeline(source, throttle, () => {});
}

async function readPiece(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) throw new RangeError('the file became shorter while it was sent');
    filled += bytesRead;
  }
  return buffer;
}

/** A ceiling in time: who takes a response by drops is cut off, and may ask for the rest. */
function closeSlowReader(stream: Readable, length: number, bandwidth: Bandwidth | undefined): void {
  const atLimit = bandwidth === undefined ? 0 : (sharing * length) / bandwidth.bytesPerSecond;
  const seconds = grace + length / slowestReader + atLimit;
  const timer = setTimeout(() => stream.destroy(new RangeError('the reader is too slow')), seconds * 1000);
  timer.unref();
  stream.once('close', () => clearTimeout(timer));
}
