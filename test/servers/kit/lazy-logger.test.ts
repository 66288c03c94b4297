import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { lazyLogger } from '../../../local-servers/kit/lazy-logger.ts';

function parent(level: string) {
  const lines: object[] = [];
  const stream = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(JSON.parse(line.toString()) as object);
      done();
    },
  });
  return { logger: pino({ level, base: {} }, stream), lines };
}

it('says what its parent would say, with what it was made for', () => {
  const { logger, lines } = parent('info');
  const lazy = lazyLogger(logger, { reqId: 'r-1' });
  lazy.debug('nothing');
  lazy.info({ path: '/health' }, 'answered');
  lazy.child({ part: 'store' }).error('broken');
  expect(lines).toMatchObject([
    { level: 30, reqId: 'r-1', path: '/health', msg: 'answered' },
    { level: 50, reqId: 'r-1', part: 'store', msg: 'broken' },
  ]);
});

it('has a level of its own where one is named', () => {
  const { logger, lines } = parent('info');
  const quiet = lazyLogger(logger, { reqId: 'r-2' }, { level: 'warn' });
  quiet.info('answered');
  quiet.warn('refused');
  expect(lines).toMatchObject([{ level: 40, reqId: 'r-2', msg: 'refused' }]);
  expect(quiet.level).toBe('warn');
});

it('is silent under a silent parent', () => {
  const { logger, lines } = parent('silent');
  lazyLogger(logger, {}).fatal('the end');
  expect(lines).toEqual([]);
});
