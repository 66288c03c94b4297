import { readFile, stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { asCodedError } from '../../../src/host/system-error.ts';

it('puts what the operating system refuses into words with a code', async () => {
  for (const work of [() => readFile('/none/of/this'), () => stat('/dev/null/x'), () => readFile('/')]) {
    const error = asCodedError(await work().catch((cause: unknown) => cause), 'store.unreadable');
    expect(error).toMatchObject({ code: 'store.unreadable', detail: expect.stringMatching(/^E[A-Z]+: /) as string });
  }
});

it('knows a full disk, leaves coded errors as they are, and does not hide faults of the program', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  expect(asCodedError(full, 'store.unreadable')?.code).toBe('store.full');
  const coded = new CodedError('contract.lapsed');
  expect(asCodedError(coded, 'store.unreadable')).toBe(coded);
  expect(asCodedError(new TypeError('x is undefined'), 'store.unreadable')).toBeUndefined();
});
