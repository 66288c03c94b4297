import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLogger, type Logger } from '../../../local-servers/kit/logging.ts';

let folder: string;
let logger: Logger;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-logging-'));
  logger = createLogger({ name: 'accounts', file: join(folder, 'log') });
});
afterEach(() => rm(folder, { recursive: true }));

async function lines(): Promise<unknown[]> {
  const text = await readFile(join(folder, 'log'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

it('writes JSON lines that say who speaks', async () => {
  logger.info({ path: '/health', status: 200, list: ['a', { b: 1 }], at: new Date(0), nothing: null }, 'answered');
  logger.debug('not this one');
  expect(await lines()).toEqual([
    {
      level: 30,
      time: expect.any(Number),
      name: 'accounts',
      path: '/health',
      status: 200,
      list: ['a', { b: 1 }],
      at: '1970-01-01T00:00:00.000Z',
      nothing: null,
      msg: 'answered',
    },
  ]);
});

it('keeps secrets out, wherever they stand', async () => {
  const fields = {
    password: 'swordfish',
    request: { headers: { cookie: 'swordfish' }, userId: 'u-1', account: { accessKey: 'swordfish' } },
    tries: [{ licenceNumber: 'swordfish' }],
  };
  logger.info(fields, 'refused');
  logger.child({ token: 'swordfish', part: 'store' }).warn('child');
  const error = Object.assign(new Error('not delivered'), { code: 'EAUTH', body: 'swordfish', secret: 'swordfish' });
  logger.error({ err: error }, 'failed');
  logger.error(error);
  const written = await lines();
  expect(JSON.stringify(written)).not.toContain('swordfish');
  expect(written).toMatchObject([
    { password: '[redacted]', request: { headers: '[redacted]', userId: 'u-1', account: { accessKey: '[redacted]' } } },
    { part: 'store', msg: 'child' },
    { err: { message: 'not delivered', code: 'EAUTH', stack: expect.stringContaining('logging.test.ts') } },
    { err: { message: 'not delivered', code: 'EAUTH' } },
  ]);
});

it('loses nothing that was said right before the end of the process', async () => {
  const program = fileURLToPath(new URL('../../../local-servers/kit/logging.ts', import.meta.url));
  const file = join(folder, 'child');
  const ends = { exit: 'process.exit(3)', fault: 'throw new Error()', quiet: '' };
  for (const [end, how] of Object.entries(ends)) {
    const code = `import { createLogger } from ${JSON.stringify(program)};
      const logger = createLogger({ name: 'child', file: ${JSON.stringify(file)} });
      logger.info('first ${end}'); logger.info('last ${end}'); ${how}`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module-typescript', '--eval', code]);
    await run.catch((error: unknown) => error);
  }
  const said = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(said.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(
    Object.keys(ends).flatMap((end) => [`first ${end}`, `last ${end}`]),
  );
});

it('disturbs nobody where it cannot be written', async () => {
  const full = createLogger({ name: 'full', file: '/dev/full' });
  for (let turn = 0; turn < 3; turn += 1) {
    full.info('said for nothing');
    await setImmediate();
  }
  expect(() => full.fatal('said at once, for nothing')).not.toThrow();
});
