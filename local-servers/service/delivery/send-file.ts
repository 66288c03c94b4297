import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Bandwidth } from './bandwidth.ts';

/** Files up to this many bytes are read at once where nothing limits the rate. */
const wholeBytes = 1024 * 1024;
const pieceBytes = 65_536;
/** Bytes per second that a reader must take on average, and seconds of grace. */
const slowestReader = 8 * 1024;
const grace = 30;
/** Responses that may share one terminal's bandwidth before they count as slow. */
const sharing = 16;

/** Sends a file, or the one range that was asked for, and closes it. */
export async function sendFile(
  reply: FastifyReply,
  file: FileHandle,
  options: { readonly range: string | undefined; readonly bandwidth: Bandwidth | undefined },
): Promise<FastifyReply> {
  let handedOver = false;
  try {
    const { size } = await file.stat();
    const range = singleRange(options.range, size);
    const { start, end } = range ?? { start: 0, end: size };
    const length = end - start;
    reply.type('application/octet-stream').header('content-length', length).header('accept-ranges', 'bytes');
    if (range !== undefined) reply.status(206).header('content-range', `bytes ${start}-${end - 1}/${size}`);
    if (options.bandwidth === undefined && length <= wholeBytes)
      return reply.send(await readPiece(file, start, length));
    const stream = Readable.from(pieces(file, start, end, options.bandwidth), { objectMode: false });
    closeSlowReader(stream, length, options.bandwidth);
    handedOver = true;
    return reply.send(stream);
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

/** Pulled as the connection takes them: what a slow reader does not take is not read either. */
async function* pieces(file: FileHandle, start: number, end: number, bandwidth: Bandwidth | undefined) {
  try {
    for (let at = start; at < end;) {
      const piece = await readPiece(file, at, Math.min(bandwidth?.pieceBytes ?? pieceBytes, end - at));
      await bandwidth?.take(piece.byteLength);
      yield piece;
      at += piece.byteLength;
    }
  } finally {
    await file.close();
  }
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
