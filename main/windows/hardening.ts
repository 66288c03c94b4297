import type { App, Session, WebContents } from 'electron';
import { isOwnAddress } from '../scheme/address.ts';

/** Whatever a page tries, it stays where it is: no other addresses, no windows, no downloads, no permissions, no webviews. */
export function hardenPages(app: App): void {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
}

function hardenContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Nothing is ever fetched but from our own scheme; a page is granted nothing. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !mayBeAskedFor(url) }));
}

const mayBeAskedFor = (url: string): boolean =>
  isOwnAddress(url) ||
  url.startsWith('blob:naviterm://terminal/') ||
  url.startsWith('data:image/') ||
  url.startsWith('devtools://');
