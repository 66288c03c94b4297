import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { inspectPmtiles, type RegionFacts } from '../../../src/maps/pmtiles/inspect.ts';
import { isMbtiles, mbtilesToPmtiles } from '../maps/mbtiles.ts';

/** A map archive that is open for publishing: one file from the first look to the last byte, whatever its name does. */
export interface OpenArchive {
  readonly facts: RegionFacts;
  bytes(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

const readBytes = 1024 * 1024;

/**
 * Opens a PMTiles archive, or converts an MBTiles archive into one below `incoming`, which goes when it is closed.
 * @throws map.source-invalid where it cannot be read, or is neither
 */
export async function openArchive(path: string, incoming: string, onConverting: () => void): Promise<OpenArchive> {
  if (!(await isMbtiles(path))) return openPmtiles(path);
  onConverting();
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const converted = join(incoming, `${randomUUID()}.pmtiles`);
  await mbtilesToPmtiles(path, converted);
  try {
    const archive = await openPmtiles(converted);
    const close = async () => {
      await archive.close();
      await rm(converted, { force: true });
    };
    return { ...archive, close };
  } catch (error) {
    await rm(converted, { force: true });
    throw error;
  }
}

async function openPmtiles(path: string): Promise<OpenArchive> {
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    const source = { length: size, getBytes: (offset: number, length: number) => readAt(file, offset, length) };
    return {
      facts: await inspectPmtiles(source),
      bytes: () => file.createReadStream({ autoClose: false, start: 0, highWaterMark: readBytes }),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (cause) {
    throw new CodedError('map.source-invalid', { detail: `${path} cannot be read`, cause });
  }
  throw new CodedError('map.source-invalid', { detail: `${path} is no file` });
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
