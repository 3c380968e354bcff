import type { BrowserWindowConstructorOptions } from 'electron';

/** The window's options: everything that could give the page more than a page's rights is off. `preload`: absolute path. */
export const windowOptions = (preload: string, icon?: string): BrowserWindowConstructorOptions => ({
  title: 'Countersign',
  width: 1280,
  height: 800,
  minWidth: 480,
  minHeight: 480,
  show: false,
  ...(icon === undefined ? {} : { icon }),
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    plugins: false,
    spellcheck: false,
  },
});
