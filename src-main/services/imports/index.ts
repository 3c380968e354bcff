import { hash } from 'node:crypto';
import type { Handlers, Output } from '../../contract/index.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { RevisionDocument } from '../../domain/revision-document.ts';
import { readCertificate, readCertificateFile, writePem } from '../../pki/index.ts';
import {
  account,
  addForeignRecord,
  foreignPdf,
  foreignRecord,
  foreignRecords,
  type ForeignRecord,
  type ReadableVault,
} from '../../vault/index.ts';
import { type ServiceContext } from '../context.ts';
import { trustMaterial, type TrustMaterial } from '../trust/material.ts';
import { pdfName } from '../records/read.ts';
import { verification } from '../verification/index.ts';
import { judgeForeign } from './judge.ts';

type ImportCall = 'imports.look' | 'imports.take' | 'imports.list' | 'imports.get' | 'imports.pdf' | 'imports.savePdf';
type Entry = Output<'imports.list'>['records'][number];

const pageSize = 100;

/**
 * Records of other vaults, taken in from their sealed PDFs to be read (21 CFR 11.10(b)). Their signatures are verified
 * before anything else of them is believed; what was taken in never changes and is never edited.
 */
export const importHandlers = (context: ServiceContext): Pick<Handlers, ImportCall> => ({
  'imports.look': async ({ name, bytes, anchors }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const accepted = acceptedAnchors(anchors);
    if (!accepted.ok) return accepted;
    const found = await judgeForeign(
      context,
      vault.identity.id,
      { name, bytes },
      vault.read((db) => trustWith(db, accepted.value)),
    );
    if (!found.ok) return found;
    const { copy, verification: report } = found.value;
    return ok({
      verification: report,
      record: copy.ok ? recordOf(copy.value.document) : null,
      pages: copy.ok ? copy.value.pages : null,
      obstacle: copy.ok ? null : copy.error.code,
      anchors: accepted.value.map(anchorOf),
      already: vault.read((db) => foreignRecord(db, report.sha256))?.sha256 ?? null,
    });
  },
  'imports.take': async ({ name, bytes, anchors }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const sha256 = hash('sha256', bytes, 'hex');
    if (vault.read((db) => foreignRecord(db, sha256)) !== undefined) return ok({ sha256, already: true });
    const accepted = acceptedAnchors(anchors);
    if (!accepted.ok) return accepted;
    const found = await judgeForeign(
      context,
      vault.identity.id,
      { name, bytes },
      vault.read((db) => trustWith(db, accepted.value)),
    );
    if (!found.ok) return found;
    if (!found.value.copy.ok) return found.value.copy;
    const { document, json, pages } = found.value.copy.value;
    const { indication } = found.value.verification;
    return vault.write(vault, (db, audit) => {
      addForeignRecord(db, audit, {
        ...facts(document),
        anchors: accepted.value.map((der) => writePem('CERTIFICATE', der)).join(''),
        indication,
        pages,
        pdf: bytes,
        json,
      });
      audit.record({
        action: 'import.record',
        subject: { type: 'foreign-record', id: sha256 },
        details: {
          recordId: document.record.id,
          revision: document.record.revision,
          organisation: document.vault.organisation,
          vaultId: document.vault.id,
          fileName: name,
          indication,
          pages,
          acceptedAnchors: accepted.value.map((der) => anchorOf(der).fingerprint),
        },
      });
      return ok({ sha256, already: false });
    });
  },
  'imports.list': ({ after }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return caller.value.vault.read((db) => {
      const page = foreignRecords(db, { limit: pageSize, after });
      return ok({ records: page.items.map((one) => entryOf(db, one)), next: page.next });
    });
  },
  'imports.get': ({ sha256 }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return caller.value.vault.read((db) => {
      const found = foreignRecord(db, sha256);
      const bytes = foreignPdf(db, sha256);
      if (found === undefined || bytes === undefined) return fail('imports/not-found', { sha256 });
      const accepted = readCertificateFile(new TextEncoder().encode(found.anchors));
      const judged = verification(context, pdfName(found.recordId, found.revision), bytes, trustWith(db, accepted));
      if (!judged.ok) return judged;
      return ok({ entry: entryOf(db, found), verification: judged.value, anchors: accepted.map(anchorOf) });
    });
  },
  'imports.pdf': (which) => foreignCopy(context, which),
  'imports.savePdf': (which) => {
    const copy = foreignCopy(context, which);
    const caller = context.caller();
    if (!copy.ok || !caller.ok) return copy;
    const { vault } = caller.value;
    vault.write(vault, (_, audit) =>
      audit.record({
        action: 'record.save-copy',
        subject: { type: 'foreign-record', id: which.sha256 },
        details: { fileName: copy.value.fileName },
      }),
    );
    return copy;
  },
});

const foreignCopy = (
  context: ServiceContext,
  { sha256 }: { readonly sha256: string },
): Result<Output<'imports.pdf'>> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  return caller.value.vault.read((db) => {
    const found = foreignRecord(db, sha256);
    const bytes = foreignPdf(db, sha256);
    return found === undefined || bytes === undefined
      ? fail('imports/not-found', { sha256 })
      : ok({ fileName: pdfName(found.recordId, found.revision), bytes });
  });
};

/** The certificates of a file that the person chose to accept as anchors, for this import alone. */
const acceptedAnchors = (bytes: Uint8Array | null): Result<readonly Uint8Array[]> => {
  if (bytes === null) return ok([]);
  const found = readCertificateFile(bytes).filter((der) => readCertificate(der).ok);
  return found.length === 0 ? fail('imports/no-anchor') : ok(found);
};

const trustWith = (db: ReadableVault, accepted: readonly Uint8Array[]): TrustMaterial => {
  const own = trustMaterial(db);
  return { ...own, anchors: [...own.anchors, ...accepted] };
};

const anchorOf = (der: Uint8Array): Output<'imports.look'>['anchors'][number] => {
  const read = readCertificate(der);
  return read.ok
    ? { subject: read.value.subject.text, fingerprint: read.value.fingerprint }
    : { subject: '', fingerprint: hash('sha256', der, 'hex') };
};

const facts = ({ record, system, vault }: RevisionDocument) => ({
  vaultId: vault.id,
  organisation: vault.organisation,
  recordId: record.id,
  revision: record.revision,
  type: record.type,
  typeTitle: record.typeTitle,
  title: record.title,
  systemName: system.name,
  frozenAt: record.frozenAt,
});

const recordOf = (document: RevisionDocument): NonNullable<Output<'imports.look'>['record']> => {
  const { vaultId: _, type: __, ...shown } = facts(document);
  return { ...shown, author: document.record.author.fullName };
};

const entryOf = (db: ReadableVault, one: ForeignRecord): Entry => ({
  sha256: one.sha256,
  organisation: one.organisation,
  recordId: one.recordId,
  revision: one.revision,
  typeTitle: one.typeTitle,
  title: one.title,
  systemName: one.systemName,
  frozenAt: one.frozenAt,
  indication: one.indication as Entry['indication'],
  pages: one.pages,
  importedAt: one.importedAt,
  importedBy: account(db, one.importedBy)?.fullName ?? one.importedBy,
});
