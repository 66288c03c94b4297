import { errorCodes, type ErrorCode, type ErrorCodeFacts } from './codes.ts';

export interface CodedErrorOptions {
  /** For the person who reads it: what happened here. Never a secret. */
  readonly detail?: string;
  /** The error below this one, kept for logs. */
  readonly cause?: unknown;
  /** Seconds until the same can be tried again. */
  readonly retryAfter?: number;
  /** What else the receiver needs, as JSON; it travels in the problem document's `info`. */
  readonly info?: Readonly<Record<string, unknown>>;
}

/** The one error that Naviterm's own code throws on purpose. */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly retryAfter: number | undefined;
  readonly info: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, options: CodedErrorOptions = {}) {
    super(
      options.detail === undefined ? `${code}: ${errorCodes[code].meaning}` : `${code}: ${options.detail}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.detail = options.detail;
    this.retryAfter = options.retryAfter;
    this.info = options.info;
  }

  get facts(): ErrorCodeFacts {
    return errorCodes[this.code];
  }
}

export function hasCode(error: unknown, ...codes: ErrorCode[]): error is CodedError {
  return error instanceof CodedError && codes.includes(error.code);
}
