import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../domain/audit-entry.ts';
import { auditCsvHead, auditCsvRow, auditLine } from '../../domain/audit-export.ts';
import { AuditTrailPdf, mostTrailEntries } from '../../documents/index.ts';
import { auditLinks, auditSpan, frozenHeads, verifyAuditChain } from '../../vault/index.ts';
import type { Caller, ServiceOptions } from '../context.ts';
import { ExportTooLarge, type Export, type Exported, type Take } from './export.ts';

export const trailFormats = ['jsonl', 'csv', 'pdf'] as const;
export type TrailFormat = (typeof trailFormats)[number];

/** Days of the entries' own UTC time, both included; null: no bound. */
export interface TrailRange {
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Writes the audit trail as JSON lines, CSV or PDF (21 CFR 11.10(e): available for review and copying). The wish is the
 * last entry of the trail that is written. @throws ExportTooLarge where a PDF would have more pages than anybody opens
 */
export const exportTrail = (
  options: Pick<ServiceOptions, 'version' | 'fonts'>,
  { vault, account }: Caller,
  { format, from, to }: TrailRange & { readonly format: TrailFormat },
  take: Take,
): Export => {
  const bounded = (): { after: number; upTo: number } =>
    vault.read((db) => auditSpan(db, { from: from && `${from}T00:00:00.000Z`, to: to && `${to}T23:59:59.999Z` }));
  const expected = bounded();
  if (format === 'pdf' && expected.upTo - expected.after >= mostTrailEntries)
    throw new ExportTooLarge(mostTrailEntries);
  const asked = vault.write(vault, (_, audit) => {
    const subject = { type: 'vault', id: vault.identity.id };
    audit.record({ action: 'audit.export', subject, details: { format, from, to } });
    return { at: audit.at };
  });
  const span = bounded();
  const sha256 = createHash('sha256');
  let bytes = 0;
  const give = (piece: Uint8Array): void => {
    sha256.update(piece);
    bytes += piece.length;
    take(piece);
  };

  function* batches(): Generator<readonly (AuditEntry & { readonly hash: string; readonly canonical: string })[]> {
    for (let after = span.after; after < span.upTo; after += batch)
      yield vault
        .read((db) => auditLinks(db, { after, upTo: Math.min(span.upTo, after + batch), limit: batch }))
        .map((link) => ({ ...(JSON.parse(link.canonical) as AuditEntry), ...link }));
  }

  async function* write(): AsyncGenerator<number, Exported, undefined> {
    const pdf = format === 'pdf' ? new AuditTrailPdf(options.fonts, headOf()) : null;
    if (format === 'csv') give(utf8(`\uFEFF${auditCsvHead}\r\n`));
    let done = 0;
    for (const entries of batches()) {
      if (pdf === null) give(utf8(entries.map(lines[format === 'csv' ? 'csv' : 'jsonl']).join('')));
      else pdf.add(entries);
      yield (done += entries.length);
    }
    if (pdf !== null) give(await pdf.finish());
    return { files: 1, bytes, sha256: sha256.digest('hex') };
  }

  const headOf = () => {
    const chain = vault.read((db) => verifyAuditChain(db, frozenHeads(db)));
    return {
      program: `Countersign ${options.version}`,
      organisation: vault.identity.organisation,
      vaultName: vault.identity.name,
      vaultId: vault.identity.id,
      madeAt: asked.at,
      madeBy: `${account.fullName} (${account.userName})`,
      from,
      to,
      entries: span.upTo - span.after,
      chain: { intact: chain.intact, ...chain.head, firstBad: chain.firstBad?.seq ?? null },
    };
  };

  return { total: span.upTo - span.after, steps: write() };
};

const lines = {
  jsonl: (entry: { readonly canonical: string; readonly hash: string }) => `${auditLine(entry)}\n`,
  csv: (entry: AuditEntry & { readonly hash: string }) => `${auditCsvRow(entry)}\r\n`,
} as const;

/** Entries at a time: enough to be quick, few enough to be nothing in memory. */
const batch = 500;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
