import type { Endpoint } from '../contract/allocation.ts';
import { CodedError, hasCode } from '../errors/coded-error.ts';
import { isErrorCode, type ErrorCode } from '../errors/codes.ts';
import { isAuthenticatedRefusal } from '../protocol/channel/client-channel.ts';
import { orderEndpoints } from './endpoints.ts';

/** Seconds before the next endpoint is tried while those before it have said nothing (RFC 8305, section 5). */
export const staggerSeconds = 0.25;
/** Attempts that run at the same time, at most. */
export const maximumInFlight = 3;

/** Waits so many seconds; rejects as soon as the signal says so. */
export type Sleep = (seconds: number, signal: AbortSignal) => Promise<void>;

/** What one endpoint came to. */
export interface EndpointFailure {
  readonly url: string;
  readonly error: CodedError;
}

export interface RaceOptions {
  /** Without it, the next endpoint is tried only when one has failed. */
  readonly sleep?: Sleep | undefined;
  readonly onFailure?: ((failure: EndpointFailure) => void) | undefined;
  /** Numbers in [0, 1). */
  readonly draw?: () => number;
}

/**
 * Tries endpoints in their order, each some time after the one before or at once when one fails, and takes the first that
 * succeeds; the others are cancelled. Only for what may happen at several endpoints at the same time and changes nothing
 * there, as the handshake of a channel. An endpoint that refuses has failed like any other: nobody knows yet who speaks.
 * @throws what tells most of the failures, with `info.endpoints`; anything that is no CodedError at once
 */
export function raceEndpoints<T>(
  endpoints: readonly Endpoint[],
  attempt: (url: string, signal: AbortSignal) => Promise<T>,
  { sleep, onFailure, draw }: RaceOptions = {},
): Promise<{ readonly url: string; readonly value: T }> {
  const waiting = orderEndpoints(endpoints, draw);
  const failures: EndpointFailure[] = [];
  const inFlight = new Set<AbortController>();
  let stagger = new AbortController();
  let isOver = false;
  return new Promise((resolve, reject) => {
    const abandon = (cause: unknown) =>
      end(() => reject(cause instanceof Error ? cause : new CodedError('network.unreachable', { cause })));
    const end = (outcome: () => void) => {
      isOver = true;
      stagger.abort();
      for (const running of inFlight) running.abort();
      outcome();
    };
    const failed = (url: string, error: unknown) => {
      if (!(error instanceof CodedError) || error.code === 'terminal.cancelled') return abandon(error);
      failures.push({ url, error });
      onFailure?.({ url, error });
      startNext();
    };
    const startNext = () => {
      stagger.abort();
      if (inFlight.size >= maximumInFlight) return;
      const next = waiting.shift();
      if (next !== undefined) return start(next.url);
      if (inFlight.size === 0) end(() => reject(failureOfAll(failures)));
    };
    const start = (url: string) => {
      const running = new AbortController();
      inFlight.add(running);
      attempt(url, running.signal).then(
        (value) => {
          inFlight.delete(running);
          if (!isOver) end(() => resolve({ url, value }));
        },
        (error: unknown) => {
          inFlight.delete(running);
          if (!isOver) failed(url, error);
        },
      );
      if (sleep === undefined || waiting.length === 0) return;
      stagger = new AbortController();
      const { signal } = stagger;
      // A wait that was cut short has nothing more to start.
      sleep(staggerSeconds, signal).then(
        () => signal.aborted || startNext(),
        (error: unknown) => signal.aborted || abandon(error),
      );
    };
    startNext();
  });
}

/** Of several failures, the one with a word on keys tells most, then the last. All are named in `info.endpoints`. */
export function failureOfAll(failures: readonly EndpointFailure[]): CodedError {
  const onKeys = failures.find(({ error }) => error.code === 'channel.handshake-failed');
  const told = (onKeys ?? failures.at(-1))?.error ?? new CodedError('network.unreachable', { detail: 'no endpoint' });
  // What a server sealed is told as it is: whoever asks later whether it may be believed finds it by itself.
  if (isAuthenticatedRefusal(told)) return told;
  return new CodedError(told.code, {
    ...(told.detail === undefined ? {} : { detail: told.detail }),
    ...(told.retryAfter === undefined ? {} : { retryAfter: told.retryAfter }),
    info: { ...told.info, endpoints: failures.map(({ url, error }) => ({ url, code: error.code })) },
    cause: told,
  });
}

/** The endpoints that an error names, with the code that each came to. */
export function endpointsOf(error: CodedError): readonly { readonly url: string; readonly code: ErrorCode }[] {
  const named: unknown = error.info?.['endpoints'];
  return Array.isArray(named) ? named.filter(isNamedEndpoint) : [];
}

/** It may have come from the service server, which walked. */
function isNamedEndpoint(value: unknown): value is { readonly url: string; readonly code: ErrorCode } {
  if (typeof value !== 'object' || value === null || !('url' in value) || !('code' in value)) return false;
  return typeof value.url === 'string' && isErrorCode(value.code);
}

/** Whether nothing was heard from the endpoint, so that it may answer later. */
export const isSilence = (error: unknown): error is CodedError =>
  hasCode(error, 'network.unreachable', 'network.timeout', 'network.answer-invalid');
