import { describe, expect, it } from 'vitest';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import { errorCodes, isErrorCode, type ErrorCode } from '../../../src/errors/codes.ts';
import { fromProblem, toProblem } from '../../../src/errors/problem.ts';

const codes = Object.keys(errorCodes) as ErrorCode[];

describe('the table of codes', () => {
  it.each(codes)('%s has its form', (code) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
    const { status, meaning } = errorCodes[code];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  });

  it('knows its own codes alone', () => {
    for (const other of ['toString', '__proto__', 'constructor', '', 1, undefined, null])
      expect(isErrorCode(other)).toBe(false);
  });
});

describe('a problem document', () => {
  it.each(codes)('brings %s over', (code) => {
    const error = new CodedError(code, { detail: 'what happened', retryAfter: 7, info: { a: [1] } });
    const problem = JSON.parse(JSON.stringify(toProblem(error))) as Record<string, unknown>;
    expect(problem).toMatchObject({
      type: `urn:naviterm:error:${code}`,
      title: errorCodes[code].meaning,
      status: errorCodes[code].status,
      code,
    });
    expect(fromProblem(problem)).toMatchObject({ code, detail: 'what happened', retryAfter: 7, info: { a: [1] } });
    expect(fromProblem(toProblem(new CodedError(code)))).toEqual(new CodedError(code));
  });

  it('is an invalid answer where it has no code that is known', () => {
    for (const value of [undefined, null, 1, 'x', [], {}, { code: 1 }, { code: 'x.y' }, { code: 'toString' }]) {
      expect(fromProblem(value).code).toBe('network.answer-invalid');
    }
  });

  it('does not bring over what would hurt: long details, endless waits, wrong types', () => {
    const problem = { code: 'server.unavailable', detail: 'x'.repeat(10_000), retryAfter: 1e12, info: [1] };
    const error = fromProblem(problem);
    expect(error.detail).toHaveLength(500);
    expect(error.retryAfter).toBe(86_400);
    expect(error.info).toBeUndefined();
    expect(fromProblem({ ...problem, retryAfter: -5 }).retryAfter).toBe(0);
    expect(fromProblem({ ...problem, retryAfter: '5', detail: 5 })).toMatchObject({
      retryAfter: undefined,
      detail: undefined,
    });
  });

  it('is read without what is nested too deep to be handed on', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    expect(fromProblem({ code: 'server.unavailable', info: { deep } }).info).toBeUndefined();
    expect(fromProblem({ code: 'server.unavailable', info: { a: [1] } }).info).toEqual({ a: [1] });
  });
});

describe('a coded error', () => {
  it('keeps its cause and says code and detail', () => {
    const cause = new Error('below');
    const error = new CodedError('store.full', { detail: '/data', cause });
    expect(error.message).toBe('store.full: /data');
    expect(error.cause).toBe(cause);
    expect(new CodedError('store.full').message).toBe('store.full: The disk is full.');
    expect(hasCode(error, 'store.unreadable', 'store.full')).toBe(true);
    expect(hasCode(error, 'store.unreadable')).toBe(false);
    expect(hasCode(cause, 'store.full')).toBe(false);
  });
});
