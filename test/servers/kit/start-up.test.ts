import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditMigration, createAudit, firstBrokenEntry } from '../../../local-servers/kit/audit.ts';
import { systemClock } from '../../../local-servers/kit/clock.ts';
import { readConfiguration } from '../../../local-servers/kit/configuration.ts';
import { createLogger } from '../../../local-servers/kit/logging.ts';
import { createMasterKey, readMasterKey } from '../../../local-servers/kit/master-key.ts';
import { openSqlite } from '../../../local-servers/kit/storage/sqlite.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kit-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a configuration', () => {
  const Settings = Type.Object({
    port: Type.Integer({ minimum: 0, maximum: 65_535, default: 8080 }),
    mail: Type.Object({ host: Type.String() }),
  });
  const write = (content: string) => {
    const path = join(folder, 'server.json');
    writeFileSync(path, content);
    return path;
  };

  it('is read with its defaults', async () => {
    const path = write('{"mail":{"host":"localhost"}}');
    expect(await readConfiguration(path, Settings)).toEqual({ port: 8080, mail: { host: 'localhost' } });
  });

  it.each([
    ['a wrong value', '{"port":70000,"mail":{"host":"x"}}', '/port'],
    ['a missing value', '{}', 'mail'],
    ['an unknown key', '{"mail":{"host":"x","prot":1}}', '/mail/prot is not a setting'],
    ['no JSON', '{"secret-word', 'it is not JSON'],
    ['depth without end', `{"mail":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'nested'],
    ['too much', `{"mail":{"host":"${'x'.repeat(300_000)}"}}`, 'larger'],
  ])('with %s is refused, and the place named', async (_what, content, words) => {
    const path = write(content);
    await expect(readConfiguration(path, Settings)).rejects.toMatchObject({
      code: 'configuration.invalid',
      detail: expect.stringContaining(words),
    });
  });

  it('that is missing is named', async () => {
    const reading = readConfiguration(join(folder, 'none.json'), Settings);
    await expect(reading).rejects.toMatchObject({ detail: expect.stringContaining('none.json cannot be read') });
  });
});

describe('the master key', () => {
  it('is made once, kept for its owner only, and read again', async () => {
    const path = join(folder, 'master.key');
    const key = await createMasterKey(path);
    expect(await readMasterKey(path, {})).toEqual(key);
    await expect(createMasterKey(path)).rejects.toMatchObject({ code: 'configuration.invalid' });
    chmodSync(path, 0o640);
    await expect(readMasterKey(path, {})).rejects.toMatchObject({ detail: expect.stringContaining('others') });
  });

  it('comes from the environment first', async () => {
    const key = new Uint8Array(32).fill(7);
    const environment = { NAVITERM_MASTER_KEY: toBase64url(key) };
    expect(new Uint8Array(await readMasterKey(join(folder, 'none'), environment))).toEqual(key);
    const short = { NAVITERM_MASTER_KEY: 'AAAA' };
    await expect(readMasterKey(join(folder, 'none'), short)).rejects.toMatchObject({ code: 'configuration.invalid' });
  });
});

describe('the audit trail', () => {
  it('holds with its decision or not at all, and shows where it was changed', async () => {
    const database = await openSqlite(join(folder, 'audit.sqlite'), [auditMigration]);
    const audit = createAudit({ clock: systemClock(), logger: createLogger({ name: 'test', level: 'silent' }) });
    const record = (subject: string) =>
      database.transaction((tx) => audit.record(tx, { action: 'test', outcome: 'ok', subject, details: { a: 1 } }));
    await Promise.all(['one', 'two', 'three'].map(record));
    const undone = database.transaction(async (tx) => {
      await audit.record(tx, { action: 'test', outcome: 'refused', code: 'payment.declined' });
      throw new RangeError('no');
    });
    await expect(undone).rejects.toThrow(RangeError);
    await record('four');
    const rows = await database.all<{ subject: string }>('SELECT subject FROM audit ORDER BY seq');
    expect(rows.map((row) => row.subject)).toEqual(['one', 'two', 'three', 'four']);
    expect(await firstBrokenEntry(database)).toBeUndefined();
    await database.run("UPDATE audit SET subject = 'other' WHERE seq = 3");
    expect(await firstBrokenEntry(database)).toBe(3);
    await database.run('DELETE FROM audit WHERE seq = 2');
    expect(await firstBrokenEntry(database)).toBe(2);
    await database.close();
  });
});

describe('the log', () => {
  it('holds no secret field, wherever it was put', async () => {
    const file = join(folder, 'server.log');
    const log = createLogger({ name: 'test', file });
    log.info({ password: 'p1', account: { accessKey: 'p2', deep: { cardNumber: 'p3' } }, safe: 'seen' }, 'a line');
    await setImmediate();
    const line = readFileSync(file, 'utf8');
    expect(JSON.parse(line)).toMatchObject({ name: 'test', safe: 'seen', msg: 'a line' });
    expect(line).not.toMatch(/p[123]/);
  });
});
