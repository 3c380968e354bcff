import { create } from 'zustand';
import type { Failure, Output } from '../../src-main/contract/index.ts';
import { ask } from '../bridge/bridge.ts';

export type Prepared = Output<'signing.prepare'>;

/** What a finished signing says. */
export interface Signed {
  readonly signedAt: string;
  readonly zone: string;
  readonly sha256: string;
  /** Whether this was the last signature. */
  readonly complete: boolean;
  readonly rejected: boolean;
}

/** The signing flow as one union: nothing else knows how far it is. */
export type Signing =
  | { readonly kind: 'idle' }
  | { readonly kind: 'preparing' }
  | { readonly kind: 'unavailable'; readonly failure: Failure }
  | { readonly kind: 'ready'; readonly prepared: Prepared; readonly failure: Failure | null }
  | { readonly kind: 'working'; readonly prepared: Prepared }
  | { readonly kind: 'done'; readonly prepared: Prepared; readonly signed: Signed };

/** What the signer types. Nothing of it is kept. */
export interface Credentials {
  readonly userName: string;
  readonly signingPassPhrase: string;
  /** Of the token, where one holds the key. */
  readonly pin: string | null;
  /** Of the second factor, where the signature needs one. */
  readonly code: string | null;
}

interface SigningStore {
  readonly signing: Signing;
  readonly prepare: (recordId: string, requirementId: string) => Promise<void>;
  /** `trailReviewed`: the signer confirmed to have looked at the history that was shown. */
  readonly sign: (
    requirementId: string,
    credentials: Credentials,
    said: { readonly comment: string | null; readonly trailReviewed: boolean },
  ) => Promise<void>;
  readonly reject: (requirementId: string, credentials: Credentials, reason: string) => Promise<void>;
  readonly leave: () => void;
}

export const useSigning = create<SigningStore>()((set, get) => {
  let turn = 0;
  const take = (): Prepared | null => {
    const { signing } = get();
    if (signing.kind !== 'ready') return null;
    set({ signing: { kind: 'working', prepared: signing.prepared } });
    return signing.prepared;
  };
  return {
    signing: { kind: 'idle' },
    prepare: async (recordId, requirementId) => {
      turn += 1;
      const mine = turn;
      set({ signing: { kind: 'preparing' } });
      const reply = await ask('signing.prepare', { recordId, requirementId });
      if (mine !== turn) return;
      set({
        signing: reply.ok
          ? { kind: 'ready', prepared: reply.value, failure: null }
          : { kind: 'unavailable', failure: reply.error },
      });
    },
    sign: async (requirementId, credentials, { comment, trailReviewed }) => {
      const prepared = take();
      if (prepared === null) return;
      const { recordId, sha256: shown, trail } = prepared;
      const reply = await ask('signing.sign', {
        recordId,
        requirementId,
        ...credentials,
        shown,
        comment,
        trailReviewed: trailReviewed ? (trail?.upTo ?? null) : null,
      });
      set({
        signing: reply.ok
          ? { kind: 'done', prepared, signed: { ...reply.value, rejected: false } }
          : { kind: 'ready', prepared, failure: reply.error },
      });
    },
    reject: async (requirementId, credentials, reason) => {
      const prepared = take();
      if (prepared === null) return;
      const { recordId, sha256: shown } = prepared;
      const reply = await ask('signing.reject', { recordId, requirementId, ...credentials, shown, reason });
      set({
        signing: reply.ok
          ? { kind: 'done', prepared, signed: { ...reply.value, complete: false, rejected: true } }
          : { kind: 'ready', prepared, failure: reply.error },
      });
    },
    leave: () => {
      turn += 1;
      set({ signing: { kind: 'idle' } });
    },
  };
});
