import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { CallName, CallReply } from '../../src/contract/screen/calls.ts';
import type { Failure } from '../../src/contract/screen/failure.ts';
import type { CallArguments } from '../bridge/bridge.ts';
import { useApp } from './app-context.ts';

/** A call that a screen makes, and how far it is. */
export interface Action<Name extends CallName> {
  /** Does nothing while the call before is under way, and then resolves with undefined. */
  readonly run: (...argument: CallArguments<Name>) => Promise<CallReply<Name> | undefined>;
  readonly busy: boolean;
  /** Of the last call, until the next one begins. */
  readonly failure: Failure | undefined;
  readonly forget: () => void;
}

export const useAction = <Name extends CallName>(name: Name): Action<Name> => {
  const { bridge } = useApp();
  const busy = useSignal(false);
  const failure = useSignal<Failure | undefined>(undefined);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const run = useCallback(
    async (...argument: CallArguments<Name>) => {
      if (busy.peek()) return undefined;
      busy.value = true;
      failure.value = undefined;
      const reply = await bridge.call(name, ...argument);
      busy.value = false;
      // Whoever left the screen is not shown what happens there.
      if (!here.current) return undefined;
      failure.value = reply.ok ? undefined : reply.failure;
      return reply;
    },
    [bridge, name, busy, failure],
  );
  const forget = useCallback(() => {
    failure.value = undefined;
  }, [failure]);
  return { run, busy: busy.value, failure: failure.value, forget };
};
