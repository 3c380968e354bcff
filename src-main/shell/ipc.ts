import { ipcMain } from 'electron';
import { fail } from '../domain/result.ts';
import type { Router } from './router.ts';
import { isTrusted } from './sender.ts';

/** The one channel between page and main. The only file that names `ipcMain`. */
export const serveIpc = (router: Router, window: () => number | null, base: string): void => {
  ipcMain.handle('rpc', (event, message: unknown) =>
    isTrusted(event, window(), base) ? router(message) : fail('wire/refused'),
  );
};
