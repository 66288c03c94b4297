import { contextBridge, ipcRenderer } from 'electron';
import { callChannel } from '../ipc/channels.ts';

/** All that the page may ask for that stands in when the screens have crashed. */
const bridge = {
  restartScreen: (): Promise<unknown> => ipcRenderer.invoke(callChannel, 'app.restart-screen', null),
  quit: (): Promise<unknown> => ipcRenderer.invoke(callChannel, 'app.quit', null),
};

contextBridge.exposeInMainWorld('naviterm', bridge);
