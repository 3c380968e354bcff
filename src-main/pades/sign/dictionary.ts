import type { FieldLock, Permission } from '../mdp.ts';
import { dict, encodeText, fromLatin1, name, type PdfDict, type PdfObject, type PdfRef } from '../pdf/objects.ts';
import { serialize } from '../pdf/serialize.ts';
import type { SignaturePlan } from './plan.ts';

/** Room for `[0 n n n]` with numbers of ten digits. */
export const byteRangeWidth = 36;

/** The signature dictionary (ISO 32000-2, table 255) with room for /ByteRange and /Contents, and where that room is. */
export const signatureBody = (
  entries: PdfDict,
  reserved: number,
): { readonly bytes: Uint8Array; readonly byteRangeStart: number; readonly contentsStart: number } => {
  const rest = serialize(entries).slice(0, -2);
  const beforeContents = `${rest}/ByteRange ${' '.repeat(byteRangeWidth)}\n/Contents `;
  return {
    bytes: fromLatin1(`${beforeContents}<${'0'.repeat(2 * reserved)}>\n>>`),
    byteRangeStart: rest.length + '/ByteRange '.length,
    contentsStart: beforeContents.length,
  };
};

/** Of a document time-stamp (table 255, 12.8.5): the time stands in the token, and in no other entry. */
export const timestampEntries = dict({
  Type: name('DocTimeStamp'),
  Filter: name('Adobe.PPKLite'),
  SubFilter: name('ETSI.RFC3161'),
});

/** Of a signature; `root` is the catalog, which FieldMDP is about. */
export const signatureEntries = (plan: SignaturePlan, lock: FieldLock | null, root: PdfRef): PdfDict => {
  const references = [
    ...(plan.certify === undefined ? [] : [docMdpReference(plan.certify)]),
    ...(lock ? [fieldMdpReference(lock, root)] : []),
  ];
  const text = (value: string | undefined) => (value ? encodeText(value) : null);
  return dict({
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.CAdES.detached'),
    M: encodeText(pdfDate(plan.signedAt, plan.zoneOffsetMinutes ?? 0)),
    Name: text(plan.name),
    Reason: text(plan.reason),
    Location: text(plan.location),
    ContactInfo: text(plan.contactInfo),
    Reference: references.length > 0 ? references : null,
  });
};

const docMdpReference = (permission: Permission): PdfDict =>
  dict({
    Type: name('SigRef'),
    TransformMethod: name('DocMDP'),
    TransformParams: dict({ Type: name('TransformParams'), P: permission, V: name('1.2') }),
  });

const fieldMdpReference = (lock: FieldLock, root: PdfRef): PdfDict =>
  dict({
    Type: name('SigRef'),
    TransformMethod: name('FieldMDP'),
    Data: root,
    TransformParams: dict({ Type: name('TransformParams'), ...lockEntries(lock), V: name('1.2') }),
  });

/** A date (ISO 32000-2, 7.9.4): `D:20261123120000+01'00'`. */
const pdfDate = (at: Date, offsetMinutes: number): string => {
  const local = new Date(at.getTime() + offsetMinutes * 60_000).toISOString();
  const digits = local.slice(0, 19).replace(/[-:T]/g, '');
  if (offsetMinutes === 0) return `D:${digits}Z`;
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.abs(offsetMinutes);
  return `D:${digits}${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}'${two(minutes % 60)}'`;
};

/** A field's /Lock (table 236). */
export const lockDict = (lock: FieldLock): PdfDict =>
  dict({ Type: name('SigFieldLock'), ...lockEntries(lock), P: lock.permission });

const lockEntries = (lock: FieldLock): Record<string, PdfObject> => ({
  Action: name(lock.action),
  Fields: lock.action === 'All' ? null : lock.fields.map(encodeText),
});
