import { create } from 'zustand';
import type { Failure, Output } from '../../src-main/contract/index.ts';
import { ask } from '../bridge/bridge.ts';

export type Verification = Output<'verify.pdf'>;
export type SignatureVerdict = Verification['signatures'][number];

/** One file on the verify screen. Its verdict is made anew whenever it is dropped; nothing is remembered over a restart. */
export type Check =
  | { readonly kind: 'running'; readonly key: number; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly kind: 'done';
      readonly key: number;
      readonly name: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly report: Verification;
    }
  | {
      readonly kind: 'failed';
      readonly key: number;
      readonly name: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly failure: Failure;
    };

interface VerifyStore {
  readonly checks: readonly Check[];
  /** The file whose verdict is shown in full. */
  readonly selected: number | null;
  /** Judges these files one after the other; results appear as they come. */
  readonly add: (files: readonly File[]) => Promise<void>;
  readonly select: (key: number | null) => void;
  /** Judges every file on the screen again. */
  readonly again: () => Promise<void>;
  readonly clear: () => void;
}

let nextKey = 1;

export const useVerify = create<VerifyStore>()((set, get) => {
  const judge = async (check: Check): Promise<void> => {
    const { key, name, bytes } = check;
    const reply = await ask('verify.pdf', { name, bytes });
    const done: Check = reply.ok
      ? { kind: 'done', key, name, bytes, report: reply.value }
      : { kind: 'failed', key, name, bytes, failure: reply.error };
    set({ checks: get().checks.map((other) => (other.key === key ? done : other)) });
  };
  const judgeAll = async (checks: readonly Check[]): Promise<void> => {
    for (const check of checks) await judge(check);
  };
  return {
    checks: [],
    selected: null,
    add: async (files) => {
      const added = await Promise.all(
        files.map(async (file): Promise<Check> => {
          const key = nextKey++;
          return { kind: 'running', key, name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
        }),
      );
      set({ checks: [...added, ...get().checks], selected: added[0]?.key ?? get().selected });
      await judgeAll(added);
    },
    select: (key) => {
      set({ selected: key });
    },
    again: async () => {
      const running = get().checks.map(({ key, name, bytes }): Check => ({ kind: 'running', key, name, bytes }));
      set({ checks: running });
      await judgeAll(running);
    },
    clear: () => {
      set({ checks: [], selected: null });
    },
  };
});
