import { createReadStream, readFileSync, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { readAddress } from './address.ts';
import { readByteRange, type ByteRange } from './byte-range.ts';
import { contentTypeOf, securityHeaders } from './headers.ts';

/** Bytes of a page's file, and of one range of a map; nothing of either comes near. */
const largestPageFile = 64 * 1024 * 1024;
const largestRange = 64 * 1024 * 1024;

/** An installed map: where it lies, and the SHA-256 that it is known by. */
export interface InstalledMap {
  readonly path: string;
  readonly sha256: string;
}

export interface Served {
  /** The folder of the built pages. */
  readonly pages: string;
  readonly findMap: (target: string) => Promise<InstalledMap | undefined>;
  /** A file of an installed map could not be read. */
  readonly onDamage: (target: string, error: unknown) => void;
}

/** Answers one request of the private scheme; only GET and HEAD, and only files that are meant to be had. */
export async function answer({ method, url, headers }: Request, served: Served): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return empty(405, { allow: 'GET, HEAD' });
  const address = readAddress(url);
  if (address === undefined) return empty(404);
  const body = method === 'GET';
  if (address.kind === 'page') return page(join(served.pages, ...address.path), body);
  const map = await served.findMap(address.target);
  // The version that was asked for was replaced, or there never was one: the screen is told of the present one.
  if (map === undefined || (address.version !== undefined && address.version !== map.sha256)) return empty(404);
  try {
    return await mapFile(map, headers.get('range'), body);
  } catch (error) {
    served.onDamage(address.target, error);
    return empty(404);
  }
}

const empty = (status: number, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status, headers: { ...securityHeaders, 'cache-control': 'no-store', ...headers } });

/** Read at once: such files are small, and the first screen would wait out each turn to another thread and back. */
function page(path: string, body: boolean): Response {
  try {
    const { size } = statSync(path);
    if (size > largestPageFile) return empty(404);
    const headers = {
      ...securityHeaders,
      'content-type': contentTypeOf(path),
      'content-length': String(size),
      'cache-control': 'no-cache',
    };
    return new Response(body ? readFileSync(path) : null, { headers });
  } catch {
    return empty(404);
  }
}

async function mapFile({ path, sha256 }: InstalledMap, range: string | null, body: boolean): Promise<Response> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const wanted = readByteRange(range, size);
    const facts = {
      ...securityHeaders,
      'accept-ranges': 'bytes',
      'content-type': contentTypeOf(path),
      // An address with a version means the same bytes for ever, but the disk has them already.
      'cache-control': 'no-store',
      etag: `"${sha256}"`,
    };
    if (wanted === 'unsatisfiable') return empty(416, { 'content-range': `bytes */${size}` });
    if (wanted === undefined) {
      const whole = { ...facts, 'content-length': String(size) };
      return new Response(body ? stream(path) : null, { headers: whole });
    }
    const { first, last } = { ...wanted, last: Math.min(wanted.last, wanted.first + largestRange - 1) };
    const headers = {
      ...facts,
      'content-range': `bytes ${first}-${last}/${size}`,
      'content-length': String(last - first + 1),
    };
    return new Response(body ? await readRange(file, { first, last }) : null, { status: 206, headers });
  } finally {
    await file.close();
  }
}

async function readRange(file: FileHandle, { first, last }: ByteRange): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(last - first + 1);
  for (let filled = 0; filled < bytes.byteLength;) {
    const { bytesRead } = await file.read(bytes, filled, bytes.byteLength - filled, first + filled);
    if (bytesRead === 0) throw new Error('the file ended early');
    filled += bytesRead;
  }
  return bytes;
}

const stream = (path: string) => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
