import type { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { actionCalls } from './actions.ts';
import { accessCalls } from './access-review.ts';
import { accountCalls } from './accounts.ts';
import { coverageCalls, scheduleCalls, traceCalls } from './schedule.ts';
import { defectCalls } from './defects.ts';
import { loginCalls } from './logins.ts';
import { linkCalls, referenceCalls } from './links.ts';
import { backupCalls } from './backup.ts';
import { auditCalls, recordCalls } from './records.ts';
import { recoveryCalls } from './recovery.ts';
import { registerCalls } from './register.ts';
import { searchCalls } from './search.ts';
import { checklistCalls } from './checklist.ts';
import { enrolmentCalls } from './enrolment.ts';
import { exportCalls } from './exports.ts';
import { importCalls } from './imports.ts';
import { sessionCalls } from './session.ts';
import { settingCalls } from './settings.ts';
import { signingCalls, verifyCalls } from './signing.ts';
import { supplierCalls } from './suppliers.ts';
import { trendCalls } from './trends.ts';
import { trustCalls } from './trust.ts';
import { systemCalls } from './systems.ts';

/** Every question the window may ask, by name: preload, bridge and handlers all derive from this one table. */
export const contract = {
  ...sessionCalls,
  ...accountCalls,
  ...enrolmentCalls,
  ...registerCalls,
  ...checklistCalls,
  ...loginCalls,
  ...settingCalls,
  ...trustCalls,
  ...systemCalls,
  ...supplierCalls,
  ...recordCalls,
  ...defectCalls,
  ...linkCalls,
  ...referenceCalls,
  ...actionCalls,
  ...searchCalls,
  ...scheduleCalls,
  ...coverageCalls,
  ...traceCalls,
  ...trendCalls,
  ...signingCalls,
  ...verifyCalls,
  ...auditCalls,
  ...importCalls,
  ...exportCalls,
  ...accessCalls,
  ...backupCalls,
  ...recoveryCalls,
};

export type Contract = typeof contract;
export type CallName = keyof Contract;
export type Input<N extends CallName> = z.input<Contract[N]['input']>;
export type ParsedInput<N extends CallName> = z.output<Contract[N]['input']>;
export type Output<N extends CallName> = z.output<Contract[N]['output']>;

/** Every answer on the wire. */
export type Reply<N extends CallName> = Result<Output<N>>;

/** One handler per call: a missing one does not compile. */
export type Handlers = { readonly [N in CallName]: (input: ParsedInput<N>) => Promise<Reply<N>> | Reply<N> };

/** What the page has instead of Node: one function, and events that main sends by itself. */
export interface Bridge {
  call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>>;
  /** Tells when the vault locked itself (idle, sleep); returns the function that stops listening. */
  onLocked(listener: (because: 'idle' | 'system') => void): () => void;
  /**
   * Gives a PDF that the operating system asked to open (double click, second start); one that came before anybody
   * listened is given to the first listener. Returns the function that stops listening.
   */
  onOpened(listener: (file: { readonly name: string; readonly bytes: Uint8Array }) => void): () => void;
}

export { readRecoveryCode } from '../domain/recovery-code.ts';
export { delimiters, encodings } from './access-review.ts';
export * from './words.ts';
