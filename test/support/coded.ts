import { expect } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';

/** The code that `work` throws; undefined where it does not throw. Any other error than a coded one fails the test. */
export function codeOf(work: () => unknown): ErrorCode | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return codeIn(error);
  }
}

/** The code that a promise is rejected with; undefined where it is not rejected. */
export async function codeOfRejection(promise: Promise<unknown>): Promise<ErrorCode | undefined> {
  return promise.then(() => undefined, codeIn);
}

function codeIn(error: unknown): ErrorCode {
  if (!(error instanceof CodedError)) expect.fail(`not a coded error: ${String(error)}`);
  return error.code;
}
