import { contextBridge, ipcRenderer } from 'electron';
import type { CallName, CallReply, EventName, EventValues, ScreenBridge } from '../../src/contract/screen/calls.ts';
import { callChannel, eventChannel } from '../ipc/channels.ts';

/** What main sends: the event's name, and its value. */
type Sent = { [Name in EventName]: [name: Name, value: EventValues[Name]] }[EventName];

const bridge: ScreenBridge = {
  call: <Name extends CallName>(name: Name, argument: unknown) =>
    ipcRenderer.invoke(callChannel, name, argument) as Promise<CallReply<Name>>,
  on: (name, listener) => {
    // The page never gets the event object, which has the way to main on it.
    const receive = (_event: unknown, ...[sent, value]: Sent) => {
      if (sent === name) listener(value as EventValues[typeof name]);
    };
    ipcRenderer.on(eventChannel, receive);
    return () => void ipcRenderer.off(eventChannel, receive);
  },
};

contextBridge.exposeInMainWorld('naviterm', bridge);
