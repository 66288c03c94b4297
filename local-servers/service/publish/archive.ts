import { open, type FileHandle } from 'node:fs/promises';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { inspectPmtiles, type RegionFacts } from '../../../src/maps/pmtiles/inspect.ts';

/** A map archive that is open for publishing: one file from the first look to the last byte, whatever its name does. */
export interface OpenArchive {
  readonly facts: RegionFacts;
  bytes(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

const readBytes = 1024 * 1024;

/** @throws map.source-invalid where it cannot be read, or is no PMTiles archive */
export async function openArchive(path: string): Promise<OpenArchive> {
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
