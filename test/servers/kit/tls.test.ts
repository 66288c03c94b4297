import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'node:https';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../local-servers/kit/app.ts';
import { listen } from '../../../local-servers/kit/listen.ts';
import { createLogger } from '../../../local-servers/kit/logging.ts';
import { makeDemoCertificate, openDemoCertificate } from '../../../local-servers/kit/tls.ts';
import { TestClock } from '../../support/test-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function statusOf(url: string, ca: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { ca, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('a certificate for one machine', () => {
  it('is taken by a client that trusts its authority, and by no other', async () => {
    const mine = await makeDemoCertificate({ names: ['localhost', '127.0.0.1'], validDays: 30 });
    const other = await makeDemoCertificate({ names: ['localhost', '127.0.0.1'], validDays: 30 });
    const app = await createApp({
      role: 'test',
      serverId: 'test-1',
      logger: createLogger({ name: 'test', level: 'silent' }),
      https: mine,
    });
    const { url } = await listen(app, { host: '127.0.0.1', port: 0 });
    expect(url).toMatch(/^https:/);
    expect(await statusOf(`${url}/health`, mine.ca)).toBe(200);
    await expect(statusOf(`${url}/health`, other.ca)).rejects.toThrow(/certificate/);
    await app.close();
  });

  it.each(['key.pem', 'cert.pem', 'ca.pem'])('is made anew where %s is cut short, or of another one', async (name) => {
    const options = { names: ['localhost'] as const, validDays: 100 };
    const first = await openDemoCertificate(folder, options);
    const path = join(folder, name);
    truncateSync(path, 100);
    const second = await openDemoCertificate(folder, options);
    expect(second.cert).not.toBe(first.cert);

    const field = { 'key.pem': 'key', 'cert.pem': 'cert', 'ca.pem': 'ca' } as const;
    writeFileSync(path, first[field[name as keyof typeof field]]);
    const third = await openDemoCertificate(folder, options);
    expect(third.key).not.toBe(second.key);
    expect(await openDemoCertificate(folder, options)).toEqual(third);
  });

  it('is kept until it nears its end or other names are asked for', async () => {
    const clock = new TestClock();
    const options = { names: ['localhost'] as const, validDays: 100, clock } as const;
    const open = (names: [string, ...string[]] = ['localhost']) => openDemoCertificate(folder, { ...options, names });
    const first = await open();
    expect(statSync(join(folder, 'key.pem')).mode & 0o077).toBe(0);
    clock.advance(80 * 86_400);
    expect(await open()).toEqual(first);
    const renamed = await open(['localhost', '127.0.0.1']);
    expect(renamed.cert).not.toBe(first.cert);
    clock.advance(95 * 86_400);
    expect((await open()).cert).not.toBe(renamed.cert);
  });

  it('is made anew where its file is damaged', async () => {
    const options = { names: ['localhost'], validDays: 100 } as const;
    const first = await openDemoCertificate(folder, options);
    for (const damaged of ['[]', first.cert.slice(0, 100), first.cert.replace('MII', 'M\0I')]) {
      writeFileSync(join(folder, 'cert.pem'), damaged);
      const made = await openDemoCertificate(folder, options);
      expect(await openDemoCertificate(folder, options)).toEqual(made);
    }
  });
});
