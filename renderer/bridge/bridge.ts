import type {
  CallArgument,
  CallName,
  CallReply,
  EventName,
  EventValues,
  ScreenBridge,
} from '../../src/contract/screen/calls.ts';

declare global {
  interface Window {
    /** Put there by the preload; absent only where the page was opened in something else. */
    readonly naviterm?: ScreenBridge;
  }
}

/** Calls that take nothing are made without an argument. */
export type CallArguments<Name extends CallName> =
  CallArgument<Name> extends null ? readonly [] : readonly [CallArgument<Name>];

/** The main process, as the screens see it. */
export interface Bridge {
  /** Never rejects: what went wrong is in the reply. */
  readonly call: <Name extends CallName>(name: Name, ...argument: CallArguments<Name>) => Promise<CallReply<Name>>;
  /** @returns what stops it */
  readonly on: <Name extends EventName>(name: Name, listener: (value: EventValues[Name]) => void) => () => void;
}

const noAnswer = (detail: string) =>
  ({
    ok: false,
    failure: { step: 'application', code: 'terminal.internal', remedy: 'try-again', detail },
  }) as const;

/** @param exposed what the preload put into the page */
export const createBridge = (exposed: ScreenBridge | undefined): Bridge => ({
  call: async (name, ...argument) => {
    if (exposed === undefined) return noAnswer('no preload');
    try {
      return await exposed.call(name, (argument[0] ?? null) as CallArgument<typeof name>);
    } catch (error) {
      return noAnswer(error instanceof Error ? error.message.slice(0, 300) : 'unknown');
    }
  },
  on: (name, listener) => exposed?.on(name, listener) ?? (() => undefined),
});

/** The bridge of this page. */
export const pageBridge = (): Bridge => createBridge(window.naviterm);
