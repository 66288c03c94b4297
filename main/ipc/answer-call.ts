import type { TSchema } from 'typebox';
import { check } from '../../src/contract/check.ts';
import {
  calls,
  type CallArgument,
  type CallName,
  type CallReply,
  type CallResult,
  type TrustLevel,
} from '../../src/contract/screen/calls.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { failureOf } from '../../src/terminal/failure.ts';

/** What does each call. */
export type Handlers = {
  readonly [Name in CallName]: (argument: CallArgument<Name>) => CallResult<Name> | Promise<CallResult<Name>>;
};

/** Gets what a call failed with that is no coded error: a fault of this program, for its log. */
export type FaultListener = (name: string, error: unknown) => void;

/** Answers a page: the argument is checked before anything is done, and the result before it leaves. */
export async function answerCall(
  handlers: () => Promise<Handlers>,
  { level, name, argument }: { readonly level: TrustLevel; readonly name: unknown; readonly argument: unknown },
  onFault: FaultListener,
): Promise<CallReply<CallName>> {
  try {
    if (!isCallName(name) || !(calls[name].levels as readonly TrustLevel[]).includes(level))
      throw new CodedError('request.not-found', { detail: 'no such call for this page' });
    return { ok: true, value: await perform(await handlers(), name, argument) };
  } catch (error) {
    if (!(error instanceof CodedError)) onFault(String(name), error);
    return { ok: false, failure: failureOf(error) };
  }
}

async function perform<Name extends CallName>(
  handlers: Handlers,
  name: Name,
  argument: unknown,
): Promise<CallResult<Name>> {
  const schemas: { readonly argument: TSchema; readonly result: TSchema } = calls[name];
  const checked = check(schemas.argument, argument, 'request.malformed') as CallArgument<Name>;
  return check(schemas.result, await handlers[name](checked), 'terminal.internal') as CallResult<Name>;
}

const isCallName = (name: unknown): name is CallName => typeof name === 'string' && Object.hasOwn(calls, name);
