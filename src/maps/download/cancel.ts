import { CodedError } from '../../errors/coded-error.ts';

/** @throws terminal.cancelled */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CodedError('terminal.cancelled');
}
