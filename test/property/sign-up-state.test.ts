import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  expectStep,
  readSignUpState,
  type SignUpEvent,
  type SignUpState,
  type Step,
} from '../../local-servers/accounts/conversations/sign-up-state.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { codeOf } from '../support/coded.ts';

const id = 'AAAAAAAAAAAAAAAAAAAAAA';
const events: readonly SignUpEvent[] = [
  { type: 'login-started', userId: 'u-12345678', serverLoginState: 'state' },
  { type: 'login-failed' },
  { type: 'logged-in' },
  { type: 'identified', terminal: { name: 'Car', makerId: 'acme', modelId: 'n1' } },
  { type: 'issued', accessKeyId: id },
  { type: 'cancelled' },
  { type: 'confirmed' },
];
const steps: readonly Step[] = ['login-start', 'login-finish', 'identify', 'choose', 'confirm'];
const sequences = fc.array(fc.constantFrom(...events), { maxLength: 30 });

/** Plays events; those that do not belong are refused and change nothing. @returns the events that were taken. */
function play(sequence: readonly SignUpEvent[]) {
  let state: SignUpState = readSignUpState(null);
  const taken: SignUpEvent['type'][] = [];
  for (const event of sequence) {
    try {
      state = advance(state, event);
      taken.push(event.type);
    } catch (error) {
      expect(error).toBeInstanceOf(CodedError);
      expect((error as CodedError).code).toBe('channel.step-unexpected');
    }
  }
  return { state, taken };
}

describe('a sign-up conversation', () => {
  it('reaches each point only by way of all those before it', () => {
    const way = ['login-started', 'logged-in', 'identified', 'issued', 'confirmed'] as const;
    const ends = { start: 0, login: 1, identify: 2, choose: 3, confirm: 4, done: 5, cancelled: 3 } as const;
    fc.assert(
      fc.property(sequences, (sequence) => {
        const { state, taken } = play(sequence);
        const needed = way.slice(0, ends[state.at]);
        let from = 0;
        for (const type of needed) {
          from = taken.indexOf(type, from) + 1;
          expect(from).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('never logs anybody else in than who started the login, and never changes the key once issued', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        const { state } = play(sequence);
        if ('userId' in state) expect(state.userId).toBe('u-12345678');
        if ('accessKeyId' in state) expect(state.accessKeyId).toBe(id);
      }),
    );
  });

  it('takes at each point exactly the steps that lead on from there', () => {
    const taken: Record<SignUpState['at'], Step[]> = {
      start: ['login-start'],
      login: ['login-start', 'login-finish'],
      identify: ['identify'],
      choose: ['choose'],
      confirm: ['confirm'],
      done: ['confirm'],
      cancelled: [],
    };
    fc.assert(
      fc.property(sequences, (sequence) => {
        const { state } = play(sequence);
        expect(steps.filter((step) => codeOf(() => expectStep(state, step)) === undefined)).toEqual(taken[state.at]);
      }),
    );
  });

  it('is the same after being stored and read', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        const { state } = play(sequence);
        expect(readSignUpState(JSON.parse(JSON.stringify(state)))).toEqual(state);
      }),
    );
  });

  it('reads nothing else than its states', () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => value !== null),
        (value) => {
          expect(codeOf(() => readSignUpState(value))).toBe('server.internal');
        },
      ),
    );
  });
});
