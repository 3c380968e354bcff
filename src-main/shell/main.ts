import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { homedir } from 'node:os';
import { app, BrowserWindow, dialog, Menu, powerMonitor, session, utilityProcess } from 'electron';
import type { FolderKind } from '../services/index.ts';
import { boot } from './boot.ts';
import { dataFolder } from '../services/session/data-folder.ts';
import { serveIpc } from './ipc.ts';
import { lockPages, lockSession, loosened } from './lockdown.ts';
import { menuTemplate } from './menu.ts';
import { type Opened, openedBy } from './open-files.ts';
import { assetsFolder, iconFile, pageFolder, preloadFile, reportsFolder } from './places.ts';
import { appBase, declareScheme, serveScheme } from './protocol.ts';
import { createSite } from './site.ts';
import { utilityTokenProcess } from './token-process.ts';
import { windowOptions } from './window.ts';

/**
 * Electron's entry: puts the parts together and holds no logic of its own. In development electron-vite serves the page
 * from an address of its own; a packed application never looks at it.
 */
const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
const base = devServer ?? appBase;

let window: BrowserWindow | null = null;
let asked: Opened = openedBy(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());

const show = (): void => {
  if (window === null) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

const folderTitles: Readonly<Record<FolderKind, string>> = {
  vault: 'Open a vault',
  repository: 'Choose a git repository',
  backup: 'Choose where backups are kept',
};

const start = async (): Promise<void> => {
  const application = await boot({
    kind: 'desktop',
    version: app.getVersion(),
    assets: assetsFolder,
    reports: reportsFolder,
    startTokenProcess: utilityTokenProcess(utilityProcess),
    dataFolder: data,
    chooseFolder: async (what) => {
      const options = { title: folderTitles[what], properties: ['openDirectory', 'treatPackageAsDirectory'] } as const;
      const chosen = await (window === null
        ? dialog.showOpenDialog({ ...options, properties: [...options.properties] })
        : dialog.showOpenDialog(window, { ...options, properties: [...options.properties] }));
      return chosen.filePaths[0] ?? null;
    },
    choosePlace: async (name) => {
      const options = { title: 'Save the export', defaultPath: name, properties: ['createDirectory' as const] };
      const chosen = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
      return chosen.canceled ? null : chosen.filePath;
    },
  });

  /** Shows what the operating system asked for: a vault joins the list of the start screen, a PDF goes to be verified. */
  const open = async (opened: Opened): Promise<void> => {
    if (opened.vault !== null) {
      application.addVault(opened.vault);
      window?.webContents.reload();
    }
    if (opened.pdf === null) return;
    try {
      const bytes = new Uint8Array(await readFile(opened.pdf));
      window?.webContents.send('opened', { name: basename(opened.pdf), bytes });
    } catch {
      application.log.error('a PDF that was asked for cannot be read');
    }
  };

  lockSession(session.defaultSession, base);
  if (devServer === undefined) {
    serveScheme(session.defaultSession.protocol, createSite({ root: pageFolder, base: appBase }));
  }
  serveIpc(application.router, () => window?.webContents.id ?? null, base);
  application.onLocked((because) => window?.webContents.send('locked', because));
  powerMonitor.on('suspend', () => application.lock());
  powerMonitor.on('lock-screen', () => application.lock());
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)));

  const openWindow = async (): Promise<void> => {
    const created = new BrowserWindow(windowOptions(preloadFile, iconFile));
    window = created;
    created.once('ready-to-show', show);
    created.on('closed', () => {
      window = null;
    });
    await created.loadURL(base);
    const first = asked;
    asked = { pdf: null, vault: null };
    await open(first);
  };

  app.on('second-instance', (_event, args, cwd) => {
    show();
    void open(openedBy(args.slice(1), cwd));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    void open(openedBy([path], '/'));
  });
  app.on('activate', () => {
    if (window === null) void openWindow();
  });
  app.on('window-all-closed', () => {
    application.lock();
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', () => application.dispose());
  await openWindow();
};

app.setName('Countersign');
const data = dataFolder(process.platform, process.env, homedir());
// Electron refuses a folder that is not there.
mkdirSync(data, { recursive: true, mode: 0o700 });
app.setPath('userData', data);
const loose = app.isPackaged ? loosened((name) => app.commandLine.hasSwitch(name)) : [];
if (loose.length > 0) {
  dialog.showErrorBox(
    'Countersign does not start like this',
    `It was started with ${loose.map((name) => `--${name}`).join(', ')}, which takes away what protects its window. Where an AppImage adds --no-sandbox because the system gives it no sandbox, install the package (deb) instead.`,
  );
  app.exit(64);
} else if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  declareScheme();
  lockPages(app, base);
  // macOS names a double-clicked file before the application is ready.
  app.once('open-file', (event, path) => {
    event.preventDefault();
    if (!app.isReady()) asked = openedBy([path], '/');
  });
  // Not awaited at the top level: Electron becomes ready only after this module has ended.
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      dialog.showErrorBox('Countersign could not start', error instanceof Error ? error.message : 'unknown cause');
      app.exit(70);
    });
} else {
  app.quit();
}
