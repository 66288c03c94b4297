'use strict';
// A map and nothing else: a window of the terminal's size, a page with MapLibre as its package brings it, and the same
// archives of tiles, read by byte range through a private scheme. BARE_MAP holds where everything lies.
const { app, BrowserWindow, Menu, protocol } = require('electron');
const { open, readFile } = require('node:fs/promises');
const path = require('node:path');

/** @typedef {{ served: Record<string, string>, folders: Record<string, string> }} Places */
const { served, folders } = /** @type {Places} */ (JSON.parse(process.env['BARE_MAP'] ?? '{}'));
/** @type {Record<string, string>} */
const types = { html: 'text/html', css: 'text/css', js: 'text/javascript', mjs: 'text/javascript' };

protocol.registerSchemesAsPrivileged([
  {
    scheme: 'bare',
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  },
]);
Menu.setApplicationMenu(null);
app.on('window-all-closed', () => app.quit());
void app.whenReady().then(() => {
  protocol.handle('bare', answer);
  const window = new BrowserWindow({
    width: 1024,
    height: 600,
    useContentSize: true,
    webPreferences: { backgroundThrottling: false, spellcheck: false },
  });
  return window.loadURL('bare://map/index.html');
});

/** @param {Request} request */
async function answer(request) {
  const name = new URL(request.url).pathname.slice(1);
  const [first = '', ...rest] = name.split('/');
  const folder = folders[first];
  const file = served[name] ?? (folder === undefined ? path.join(__dirname, name) : path.join(folder, ...rest));
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get('range') ?? '') ?? [];
  const type = types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  if (to === undefined) return new Response(await readFile(file), { headers: { 'content-type': type } });
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.min(Number(to), size - 1) - Number(from) + 1;
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, Number(from));
    const headers = { 'content-type': type, 'content-range': `bytes ${from}-${Number(from) + length - 1}/${size}` };
    return new Response(buffer, { status: 206, headers });
  } finally {
    await handle.close();
  }
}
