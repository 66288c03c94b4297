import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MapSecrets } from '../../../local-servers/service/store/map-secrets.ts';
import { SqlMapStore } from '../../../local-servers/service/store/sql-map-store.ts';
import { chunkPath } from '../../../src/contract/maps.ts';
import { Chunker } from '../../../src/maps/chunks/chunker.ts';
import { digestOf } from '../../../src/maps/chunks/digest.ts';
import { chunkId } from '../../../src/maps/chunks/sealing.ts';
import { writeArchive } from '../../support/map-archive.ts';
import { startService, type ServiceUnderTest } from '../../support/service-under-test.ts';
import type { VisitingTerminal } from '../../support/visiting-terminal.ts';

let service: ServiceUnderTest;
let terminal: VisitingTerminal;
let path: string;

afterEach(() => service.close());

async function startWith(rateLimitBytesPerSecond: number): Promise<void> {
  service = await startService({ settings: { rateLimitBytesPerSecond }, requiresDeviceAuthentication: false });
  const file = join(service.folder, 'map.pmtiles');
  const archive = await writeArchive(file, { tiles: ['a', 'b'] });
  await service.publish({ file, regionId: 'montevideo' });
  terminal = await service.terminal();
  await terminal.openSession();
  path = chunkPath(await largestChunk(archive));
}

async function largestChunk(archive: Uint8Array): Promise<string> {
  const chunker = new Chunker();
  const chunks = [...chunker.push(archive), ...chunker.finish()];
  const largest = chunks.toSorted((a, b) => b.byteLength - a.byteLength)[0] ?? new Uint8Array(0);
  const key = await new MapSecrets(service.contexts.maps.masterKey).regionKey(
    new SqlMapStore(service.store),
    'montevideo',
  );
  return key === undefined ? '' : chunkId(key, digestOf(largest));
}

describe('delivery under the operator’s limit', () => {
  it('sends at the limit, however many connections share it', async () => {
    const bytesPerSecond = 400_000;
    await startWith(bytesPerSecond);
    const started = performance.now();
    const answers = await Promise.all([1, 2].map(() => terminal.get(path, { signed: false })));
    const seconds = (performance.now() - started) / 1000;
    const bytes = answers.reduce((sum, { body }) => sum + body.byteLength, 0);
    expect(bytes).toBeGreaterThan(80_000);
    expect(seconds).toBeGreaterThan(bytes / bytesPerSecond - 0.1);
    expect(Buffer.compare(answers[0]?.body ?? Buffer.alloc(0), answers[1]?.body ?? Buffer.alloc(1))).toBe(0);
  });

  it.runIf(process.platform === 'linux')('closes its files when the terminal goes away in the middle', async () => {
    await startWith(4_000);
    const before = await openChunks();
    const { hostname, port } = new URL(service.contexts.maps.baseUrl);
    const fields = Object.entries(terminal.sign(path)).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(Number(port), hostname);
    socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${fields.join('')}\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    expect(await openChunks()).toBe(before + 1);
    socket.destroy();
    await expect.poll(openChunks).toBe(before);
    await terminal.get('/v1/catalog');
  });
});

/** Files below the service's folder of chunks that this process has open. */
async function openChunks(): Promise<number> {
  const names = await readdir('/proc/self/fd');
  // One of them is the folder that was just read, and closed again.
  const links = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => 'closed')));
  return links.filter((link) => link.startsWith(join(service.contexts.maps.folder, 'chunks'))).length;
}
