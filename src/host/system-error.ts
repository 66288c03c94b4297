import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/codes.ts';

/**
 * What a command says at its end: a coded error as it is, one of the operating system (a missing folder, no rights, a full
 * disk) as words without a stack; undefined for anything else, which is a fault of the program.
 */
export function asCodedError(error: unknown, otherwise: ErrorCode): CodedError | undefined {
  if (error instanceof CodedError) return error;
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return undefined;
  const full = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  return new CodedError(full ? 'store.full' : otherwise, { detail: error.message, cause: error });
}
