import { Type, type Static } from 'typebox';
import { check } from '../../../src/contract/check.ts';
import { Bytes, MakerId, ModelId } from '../../../src/contract/primitives.ts';
import { UserId, type SignUpRequest } from '../../../src/contract/sign-up.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';

/*
 * C3: where a sign-up conversation is. It is kept, sealed, with its channel; each decision moves it on in the transaction
 * that records the reply.
 *
 *   start → login → identify → choose → confirm → done
 *
 * A login that failed goes back to `start`; a wrong licence number stays at `identify`. A new login may be started
 * while another is unfinished: a terminal finds out by itself that a password was wrong.
 */

const TerminalFacts = Type.Object({ name: Type.String(), makerId: MakerId, modelId: ModelId });

export const SignUpState = Type.Union([
  Type.Object({ at: Type.Literal('start') }),
  Type.Object({ at: Type.Literal('login'), userId: UserId, serverLoginState: Type.String() }),
  Type.Object({ at: Type.Literal('identify'), userId: UserId }),
  Type.Object({ at: Type.Literal('choose'), userId: UserId, terminal: TerminalFacts }),
  Type.Object({ at: Type.Literal('confirm'), userId: UserId, accessKeyId: Bytes(16) }),
  Type.Object({ at: Type.Literal('done'), userId: UserId, accessKeyId: Bytes(16) }),
  Type.Object({ at: Type.Literal('cancelled') }),
]);
export type SignUpState = Static<typeof SignUpState>;
export type StateAt<At extends SignUpState['at']> = Extract<SignUpState, { at: At }>;

export type Step = SignUpRequest['step'];

/** Which step belongs where. */
const places = {
  'login-start': ['start', 'login'],
  'login-finish': ['login'],
  identify: ['identify'],
  choose: ['choose'],
  confirm: ['confirm', 'done'],
} as const satisfies Record<Step, readonly SignUpState['at'][]>;
type PlaceOf<Name extends Step> = (typeof places)[Name][number];

/** What a decision came to. */
export type SignUpEvent =
  | { readonly type: 'login-started'; readonly userId: string; readonly serverLoginState: string }
  | { readonly type: 'login-failed' }
  | { readonly type: 'logged-in' }
  | { readonly type: 'identified'; readonly terminal: Static<typeof TerminalFacts> }
  | { readonly type: 'issued'; readonly accessKeyId: string }
  | { readonly type: 'cancelled' }
  | { readonly type: 'confirmed' };

export function readSignUpState(context: unknown): SignUpState {
  return context === null ? { at: 'start' } : check(SignUpState, context, 'server.internal');
}

/** @throws channel.step-unexpected where the step does not belong at this point */
export function expectStep<Name extends Step>(state: SignUpState, step: Name): StateAt<PlaceOf<Name>> {
  const allowed: readonly string[] = places[step];
  if (!allowed.includes(state.at)) throw unexpected(`${step} at ${state.at}`);
  return state as StateAt<PlaceOf<Name>>;
}

/** @throws channel.step-unexpected where the event cannot happen at this point */
export function advance(state: SignUpState, event: SignUpEvent): SignUpState {
  switch (event.type) {
    case 'login-started': {
      expectStep(state, 'login-start');
      return { at: 'login', userId: event.userId, serverLoginState: event.serverLoginState };
    }
    case 'login-failed': {
      expectStep(state, 'login-finish');
      return { at: 'start' };
    }
    case 'logged-in':
      return { at: 'identify', userId: expectStep(state, 'login-finish').userId };
    case 'identified':
      return { at: 'choose', userId: expectStep(state, 'identify').userId, terminal: event.terminal };
    case 'issued':
      return { at: 'confirm', userId: expectStep(state, 'choose').userId, accessKeyId: event.accessKeyId };
    case 'cancelled': {
      expectStep(state, 'choose');
      return { at: 'cancelled' };
    }
    case 'confirmed': {
      const { userId, accessKeyId } = expectStep(state, 'confirm');
      return { at: 'done', userId, accessKeyId };
    }
  }
}

const unexpected = (detail: string) => new CodedError('channel.step-unexpected', { detail });
