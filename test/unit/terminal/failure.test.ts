import { expect, it } from 'vitest';
import { check } from '../../../src/contract/check.ts';
import { Failure } from '../../../src/contract/screen/failure.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { errorCodes, type ErrorCode } from '../../../src/errors/codes.ts';
import { failureOf } from '../../../src/terminal/failure.ts';

it.each(Object.keys(errorCodes) as ErrorCode[])('%s says which step failed and what to do', (code) => {
  const failure = failureOf(new CodedError(code, { detail: 'x'.repeat(2_000), retryAfter: -1 }));
  expect(check(Failure, failure, 'request.malformed')).toMatchObject({ code, retryAfter: 0 });
});

it('tells nothing of an error that is a fault of the program', () => {
  expect(failureOf(new Error('secret'))).toEqual({
    step: 'application',
    code: 'terminal.internal',
    remedy: 'try-again',
  });
});
