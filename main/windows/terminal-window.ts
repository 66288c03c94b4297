import { app, BrowserWindow, screen, type WebContents } from 'electron';
import { join } from 'node:path';
import type { TrustLevel } from '../../src/contract/screen/calls.ts';
import { origin } from '../scheme/address.ts';

export interface WindowOptions {
  readonly level: TrustLevel;
  /** The folder of the built main process, where the preloads are. */
  readonly built: string;
  /** Full screen, without anything to leave it by. */
  readonly kiosk: boolean;
  /** Behind the page until it draws. */
  readonly dark: boolean;
}

const pages = { screen: 'index.html', trouble: 'trouble.html' } as const;
const levels = new WeakMap<WebContents, TrustLevel>();

/** What a page may call is settled when its window is made. */
export const levelOf = (contents: WebContents): TrustLevel | undefined => levels.get(contents);

/** Makes a window and shows it at once; its page comes when it comes. */
export function openWindow({ level, built, kiosk, dark }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1024,
    height: 600,
    minWidth: 640,
    minHeight: 400,
    useContentSize: true,
    title: 'Naviterm',
    backgroundColor: dark ? '#0f1419' : '#f4f2ee',
    autoHideMenuBar: true,
    // Elsewhere the program itself has one.
    ...(app.isPackaged && process.platform === 'linux' ? { icon: join(process.resourcesPath, 'icon.png') } : {}),
    // A kiosk's machine often has no window manager that would do what `kiosk` asks for.
    ...(kiosk ? screen.getPrimaryDisplay().bounds : {}),
    kiosk,
    frame: !kiosk,
    closable: !kiosk,
    minimizable: !kiosk,
    webPreferences: {
      preload: join(built, `preload-${level}.cjs`),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      // Guidance speaks and the map moves also while another window is in front.
      backgroundThrottling: false,
    },
  });
  levels.set(window.webContents, level);
  void window.loadURL(`${origin}/${pages[level]}`);
  return window;
}
