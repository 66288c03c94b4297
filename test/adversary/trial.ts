import { inspect } from 'node:util';
import { CodedError } from '../../src/errors/coded-error.ts';
import { refusal, type HttpResponse } from '../../src/protocol/transport.ts';
import { forged } from './world/speaking.ts';

/** What one attack came to. */
export class Trial {
  /** What the intruder has now and should not have. */
  readonly gains: string[] = [];
  /** Ends of honest attempts that are no coded error, or one that says that the fault is the program's own. */
  readonly uncoded: string[] = [];

  gain(what: string): void {
    this.gains.push(what);
  }

  gainIf(condition: boolean, what: string): void {
    if (condition) this.gain(what);
  }

  /** What the attack was to begin with did not come: nothing was tried. */
  missed(what: string): void {
    this.uncoded.push(`nothing was tried: ${what}`);
  }

  /** An honest party's attempt under the attack. @returns how it ended: its result, or its coded error */
  async attempt<T>(work: Promise<T>): Promise<{ readonly result: T } | { readonly error: CodedError }> {
    try {
      return { result: await work };
    } catch (error) {
      this.ended(error);
      return { error: error instanceof CodedError ? error : new CodedError('server.internal', { cause: error }) };
    }
  }

  /** What a server answered to the intruder. @returns whether it did what it was asked for */
  answered(response: HttpResponse): boolean {
    if (response.status === 200 || response.status === 206) return true;
    this.ended(refusal(response));
    return false;
  }

  ended(error: unknown): void {
    const isCoded = error instanceof CodedError;
    if (!isCoded || (error.code === 'server.internal' && error.detail !== forged)) {
      this.uncoded.push(inspect(error));
    }
  }
}
