import { errorCodes, isErrorCode } from './codes.ts';
import { CodedError } from './coded-error.ts';
import { isNestedWithin } from './nesting.ts';

export const problemMediaType = 'application/problem+json';

/** A problem document (RFC 9457, section 3.1) with the stable `code` as extension member. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly info?: Readonly<Record<string, unknown>>;
}

export function toProblem(error: CodedError): Problem {
  return {
    type: `urn:naviterm:error:${error.code}`,
    title: error.facts.meaning,
    status: error.facts.status,
    code: error.code,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
    ...(error.info === undefined ? {} : { info: error.info }),
  };
}

/**
 * Reads what another side sent as a problem. Anything that is none, or has a code that this version does not know,
 * becomes `network.answer-invalid`: a code outside the table never reaches a caller.
 */
export function fromProblem(value: unknown): CodedError {
  if (typeof value !== 'object' || value === null || !('code' in value) || !isErrorCode(value.code)) {
    return new CodedError('network.answer-invalid', { detail: 'the answer is no problem document with a known code' });
  }
  const { code } = value;
  const detail = 'detail' in value && typeof value.detail === 'string' ? value.detail.slice(0, 500) : undefined;
  const retryAfter =
    'retryAfter' in value && typeof value.retryAfter === 'number' && Number.isFinite(value.retryAfter)
      ? Math.min(Math.max(value.retryAfter, 0), 86_400)
      : undefined;
  const info =
    'info' in value &&
    typeof value.info === 'object' &&
    value.info !== null &&
    !Array.isArray(value.info) &&
    isNestedWithin(value.info)
      ? (value.info as Record<string, unknown>)
      : undefined;
  return new CodedError(code, {
    ...(detail === undefined || detail === errorCodes[code].meaning ? {} : { detail }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(info === undefined ? {} : { info }),
  });
}
