'use strict';
// The least that a program with a window can do: a window of the terminal's size with a blank page, shown when it is ready.
const { app, BrowserWindow, Menu } = require('electron');
const path = require('node:path');

Menu.setApplicationMenu(null);
app.on('window-all-closed', () => app.quit());
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1024, height: 600, useContentSize: true, show: false });
  window.once('ready-to-show', () => {
    window.show();
    process.stderr.write(`shown at ${Date.now()}\n`);
  });
  return window.loadFile(path.join(__dirname, 'index.html'));
});
