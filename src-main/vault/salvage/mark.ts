import { existsSync } from 'node:fs';
import type { AuditHead } from '../audit/entry.ts';
import { placeOfHead } from '../audit/verify.ts';
import { faulting, VaultFault } from '../failures.ts';
import type { ReadableVault } from '../handle.ts';
import { HeadMark } from '../head-mark.ts';
import type { MarkFindings } from './report.ts';

/** What `vault.head` says was acknowledged; `unproven` where the file is there and nothing of it can be believed. */
export const readMark = (file: string, dataKey: Uint8Array): AuditHead | 'absent' | 'unproven' => {
  if (!existsSync(file)) return 'absent';
  try {
    return faulting(() => HeadMark.read(file, dataKey)) ?? 'unproven';
  } catch (error) {
    if (!(error instanceof VaultFault)) throw error;
    return 'unproven';
  }
};

/** The mark held against the entries that were got out. */
export const compareMark = (db: ReadableVault, mark: AuditHead | 'absent' | 'unproven'): MarkFindings => {
  const found = db.get<AuditHead>('SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1') ?? null;
  if (mark === 'absent' || mark === 'unproven')
    return { file: mark, acknowledged: null, found, missingAtEnd: null, otherHistory: false };
  const last = found?.seq ?? 0;
  return {
    file: 'proven',
    acknowledged: mark,
    found,
    missingAtEnd: mark.seq > last ? [last + 1, mark.seq] : null,
    otherHistory: placeOfHead(db, mark) === 'forked',
  };
};
