import type { CallName, CallReply, TrustLevel } from '../../src/contract/screen/calls.ts';

/** Answers one call of a page whose level of trust is known; see `answerCall`. */
export type Answer = (call: {
  readonly level: TrustLevel;
  readonly name: unknown;
  readonly argument: unknown;
}) => Promise<CallReply<CallName>>;
