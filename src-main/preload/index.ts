import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../contract/index.ts';

/** The contract's names, written in by the build: the table itself would bring the whole parser into every page. */
declare const CALL_NAMES: readonly string[];

const names: ReadonlySet<string> = new Set(CALL_NAMES);

type File = Parameters<Parameters<Bridge['onOpened']>[0]>[0];

/** A file that came before the page was ready for it. */
let early: File | null = null;
const opened = new Set<(file: File) => void>();
ipcRenderer.on('opened', (_event, file: File) => {
  if (opened.size === 0) early = file;
  opened.forEach((listener) => listener(file));
});

const locked = new Set<(because: 'idle' | 'system') => void>();
ipcRenderer.on('locked', (_event, because: 'idle' | 'system') => locked.forEach((listener) => listener(because)));

const bridge: Bridge = {
  call: async (name, input) => {
    if (!names.has(name)) throw new Error(`no such call: ${name}`);
    return await ipcRenderer.invoke('rpc', { name, input });
  },
  onLocked: (listener) => {
    locked.add(listener);
    return () => void locked.delete(listener);
  },
  onOpened: (listener) => {
    opened.add(listener);
    if (early !== null) listener(early);
    early = null;
    return () => void opened.delete(listener);
  },
};

contextBridge.exposeInMainWorld('countersign', bridge);
