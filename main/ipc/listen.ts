import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { EventName, EventValues, TrustLevel } from '../../src/contract/screen/calls.ts';
import { isOwnAddress } from '../scheme/address.ts';
import type { Answer } from './answer.ts';
import { callChannel, eventChannel } from './channels.ts';

/**
 * Takes calls from our own pages alone: from the main frame of a window of ours, at our scheme, with the trust that the
 * window was made with. Anybody else gets no answer but an error.
 * @param levelOf undefined for a page that is none of ours
 */
export function listenForCalls(levelOf: (sender: WebContents) => TrustLevel | undefined, answer: Answer): void {
  ipcMain.handle(callChannel, (event, name: unknown, argument: unknown) => {
    const level = isMainFrame(event) ? levelOf(event.sender) : undefined;
    if (level === undefined) throw new Error('not one of our pages');
    return answer({ level, name, argument });
  });
}

function isMainFrame({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
  // Null where the frame went away in the meantime.
  if (senderFrame === null || sender.isDestroyed()) return false;
  const { mainFrame } = sender;
  return (
    senderFrame.processId === mainFrame.processId &&
    senderFrame.routingId === mainFrame.routingId &&
    isOwnAddress(senderFrame.url)
  );
}

export function sendEvent<Name extends EventName>(to: WebContents, name: Name, value: EventValues[Name]): void {
  if (!to.isDestroyed()) to.send(eventChannel, name, value);
}
