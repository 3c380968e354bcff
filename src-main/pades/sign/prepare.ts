import { fail, ok, type Result } from '../../domain/result.ts';
import { coversContent } from '../diff/covering.ts';
import { docMdpOf, fieldMdpOf, type FieldLock, isLocked, readLock } from '../mdp.ts';
import { PdfDocument, type PdfView, type ReadOptions } from '../pdf/document.ts';
import { acroForm, type FormField, formFields } from '../pdf/form.ts';
import { defaultLimits, PdfError } from '../pdf/limits.ts';
import { dict, encodeText, fromLatin1, name, PdfDict, type PdfObject, PdfRef, stream } from '../pdf/objects.ts';
import { type Page, pagesOf, rectangle } from '../pdf/pages.ts';
import type { Permissions } from '../pdf/permissions.ts';
import { Update } from '../pdf/update.ts';
import { isMacProtected } from '../validate/mac.ts';
import { byteRangeWidth, lockDict, signatureBody, signatureEntries, timestampEntries } from './dictionary.ts';
import { addValidationData } from './dss.ts';
import { importPage } from './import-page.ts';
import { type PreparedSignature, SignFailure, type SignaturePlan } from './plan.ts';

/** Enough for a P-256 or RSA-3072 signature with a short chain; `signPdf` asks the CMS builder instead. */
const defaultReserved = 12 * 1024;

/** Annotation flags (ISO 32000-2, table 167): Print, and Locked for fields made here. */
const PRINT = 4;
const LOCKED = 128;

/**
 * Writes all of a signature but its CMS as an incremental update. Earlier bytes stay as they are. Refuses what the
 * file's own signatures forbid (DocMDP, FieldMDP, locks). Errors: `SignFailure`.
 */
export const prepareSignature = (
  pdf: Uint8Array,
  plan: SignaturePlan,
  options: ReadOptions = {},
): Result<PreparedSignature> => {
  try {
    const document = new PdfDocument(pdf, options.limits ?? defaultLimits, options);
    const view = document.latest;
    const unfit = unfitForUpdate(view, plan.field.kind === 'new' ? 'addFields' : 'fillForms');
    if (unfit) return unfit;
    const fields = formFields(view);
    const refusal = forbidden(view, fields, plan);
    if (refusal) return refusal;
    return write(document, view, fields, {
      ...plan,
      entries: (lock) => signatureEntries(plan, lock, view.trailer.get('Root') as PdfRef),
    });
  } catch (error) {
    if (error instanceof PdfError) return fail(SignFailure.Unreadable, { cause: error.message });
    throw error;
  }
};

/**
 * Writes all of a document time-stamp but its token, in a new invisible field (ISO 32000-2, 12.8.5; ETSI EN 319 142-1,
 * 5.4.3). No signature in the file forbids it: it signs nothing and fills no field (PDF 2.0 lets it follow P=1, and
 * FieldMDP locks fields that were there). Errors: `SignFailure`.
 */
export const prepareDocumentTimestamp = (
  pdf: Uint8Array,
  reserved: number,
  options: ReadOptions = {},
): Result<PreparedSignature> => {
  try {
    const document = new PdfDocument(pdf, options.limits ?? defaultLimits, options);
    const view = document.latest;
    const unfit = unfitForUpdate(view, 'fillForms');
    if (unfit) return unfit;
    const fields = formFields(view);
    const taken = new Set(fields.map((field) => field.name));
    let number = 1;
    while (taken.has(`DocTimeStamp${number}`)) number += 1;
    const field = { kind: 'new', name: `DocTimeStamp${number}` } as const;
    return write(document, view, fields, { field, reserved, bare: true, entries: () => timestampEntries });
  } catch (error) {
    if (error instanceof PdfError) return fail(SignFailure.Unreadable, { cause: error.message });
    throw error;
  }
};

/**
 * What nothing can be appended to; null: it can.
 * @param needs what an encrypted file's permissions have to allow. Time-stamps and validation data ask for no more than
 *   filling in: they add to what is signed, and nothing that is seen.
 */
export const unfitForUpdate = (view: PdfView, needs: keyof Permissions) => {
  const { document, trailer } = view;
  const isEncrypted = trailer.entries.has('Encrypt');
  if (document.encryption === 'locked' || (isEncrypted && document.encryption === 'none'))
    return fail(SignFailure.Encrypted);
  // Its revisions disagree: what is written would be read in two ways.
  if (document.encryption === 'open' && !isEncrypted) return fail(SignFailure.Unreadable);
  if (isMacProtected(view)) return fail(SignFailure.MacProtected);
  if (!document.permissions[needs]) return fail(SignFailure.NotPermitted, { needs });
  if (!view.catalog || !(view.trailer.get('Root') instanceof PdfRef)) return fail(SignFailure.Unreadable);
  return null;
};

/** What the signatures already in the file say about this plan; null: they allow it. */
const forbidden = (view: PdfView, fields: readonly FormField[], plan: SignaturePlan) => {
  const signed = fields.filter((field) => field.type === 'Sig' && view.dict(field.value) !== null);
  if (plan.certify !== undefined && signed.length > 0) return fail(SignFailure.CertifyNotFirst);
  let certified = false;
  for (const field of signed) {
    const signature = view.dict(field.value) as PdfDict;
    const lock = readLock(view, field.dict.get('Lock'));
    const permissions = [docMdpOf(view, signature), lock?.permission ?? null];
    certified ||= permissions.some((permission) => permission !== null);
    if (permissions.includes(1)) return fail(SignFailure.CertifiedNoChanges, { by: field.name });
    const held = [fieldMdpOf(view, signature), lock].some((held) => held !== null && isLocked(held, plan.field.name));
    if (held) return fail(SignFailure.FieldLocked, { field: plan.field.name, by: field.name });
  }
  if (certified && plan.field.kind === 'new' && plan.field.rect) {
    const page = pagesOf(view)[plan.field.page ?? 0];
    if (page && coversContent(view, page.dict, plan.field.rect)) return fail(SignFailure.CoversContent);
  }
  return null;
};

/** What `write` carries out: where, with what beside it, and the entries of the dictionary. */
type WritePlan = Pick<SignaturePlan, 'field' | 'certify' | 'lock' | 'appearance' | 'dss' | 'reserved'> & {
  /** A new field gets no appearance: then a document time-stamp changes nothing that could be seen. */
  readonly bare?: boolean;
  /** Of the signature dictionary, without /ByteRange and /Contents. */
  readonly entries: (lock: FieldLock | null) => PdfDict;
};

const write = (
  document: PdfDocument,
  view: PdfView,
  fields: readonly FormField[],
  plan: WritePlan,
): Result<PreparedSignature> => {
  const update = new Update(document);
  const signature = update.reserve();
  let appearance: PdfRef | null = null;
  try {
    if (plan.appearance) appearance = importPage(plan.appearance, update, document.limits);
  } catch (error) {
    if (error instanceof PdfError) return fail(SignFailure.BadAppearance, { cause: error.message });
    throw error;
  }
  const catalog = new CatalogEdit(view, update);
  const placed =
    plan.field.kind === 'existing'
      ? signExistingField(view, fields, plan, { update, signature, appearance })
      : addField(view, fields, plan, { update, signature, appearance, catalog });
  if (!placed.ok) return placed;
  catalog.raiseSigFlags();
  if (plan.certify !== undefined) catalog.set('Perms', dict({ DocMDP: signature }));
  if (plan.dss) catalog.set('DSS', addValidationData(view, update, plan.dss));
  catalog.finish();

  const reserved = plan.reserved ?? defaultReserved;
  const entries = document.encrypted(plan.entries(placed.value), signature) as PdfDict;
  const body = signatureBody(entries, reserved);
  update.setRaw(signature, body.bytes);
  const { bytes, offsets } = update.build();
  const before = document.bytes.length;
  const at = bytes.indexOf(0x3c, (offsets.get(signature.num) as number) - before);
  const start = before + at + body.contentsStart;
  const end = start + 2 * reserved + 2;
  const byteRange = [0, start, end, before + bytes.length - end] as const;
  const written = `[${byteRange.join(' ')}`.padEnd(byteRangeWidth - 1, ' ');
  bytes.set(fromLatin1(`${written}]`), at + body.byteRangeStart);
  return ok({ pdf: document.bytes, update: bytes, byteRange, reserved, field: plan.field.name });
};

interface Placing {
  readonly update: Update;
  readonly signature: PdfRef;
  readonly appearance: PdfRef | null;
}

/** Puts the signature into a field that is there. Returns the lock that the signature has to carry out. */
const signExistingField = (
  view: PdfView,
  fields: readonly FormField[],
  plan: Pick<SignaturePlan, 'field' | 'lock'>,
  { update, signature, appearance }: Placing,
): Result<FieldLock | null> => {
  const field = fields.find((candidate) => candidate.name === plan.field.name);
  const details = { field: plan.field.name };
  if (!field) return fail(SignFailure.NoSuchField, details);
  if (field.type !== 'Sig') return fail(SignFailure.NotASignatureField, details);
  if (view.resolve(field.value) !== null) return fail(SignFailure.AlreadySigned, details);
  const widget = field.widgets[0];
  if (!field.ref || !widget?.ref) return fail(SignFailure.Unreadable, { cause: 'the field is a direct object' });
  const own = readLock(view, field.dict.get('Lock'));
  const lock = own ?? plan.lock ?? null;
  const ofField = { V: signature, ...(own || !lock ? {} : { Lock: lockDict(lock) }) };
  const box = rectangle(view, widget.dict.get('Rect')) ?? [0, 0, 0, 0];
  const drawn = appearance ?? (widget.dict.entries.has('AP') ? null : emptyAppearance(update, box));
  const flags = view.number(widget.dict.get('F')) ?? 0;
  // Print is set, and Hidden and NoView are not: a signature that is there is seen (PDF/A, 6.3.2).
  const ofWidget = { F: (flags | PRINT) & ~(2 | 32), ...(drawn ? { AP: dict({ N: drawn }) } : {}) };
  if (widget.ref.num === field.ref.num) update.set(field.ref, field.dict.with({ ...ofField, ...ofWidget }));
  else {
    update.set(field.ref, field.dict.with(ofField));
    update.set(widget.ref, widget.dict.with(ofWidget));
  }
  return ok(lock);
};

/** Adds a signature field with its widget on a page. Returns the lock that the signature has to carry out. */
const addField = (
  view: PdfView,
  fields: readonly FormField[],
  plan: Pick<WritePlan, 'field' | 'lock' | 'bare'>,
  { update, signature, appearance, catalog }: Placing & { readonly catalog: CatalogEdit },
): Result<FieldLock | null> => {
  if (plan.field.kind !== 'new') throw new TypeError('only a new field is added');
  const { name: fieldName, page: pageIndex = 0, rect = [0, 0, 0, 0] } = plan.field;
  if (fieldName === '' || fieldName.includes('.') || fields.some((field) => field.name === fieldName)) {
    return fail(SignFailure.FieldExists, { field: fieldName });
  }
  const page = pagesOf(view)[pageIndex];
  if (!page?.ref) return fail(SignFailure.NoSuchPage, { page: pageIndex });
  const lock = plan.lock ?? null;
  const widget = update.add(
    dict({
      Type: name('Annot'),
      Subtype: name('Widget'),
      FT: name('Sig'),
      T: encodeText(fieldName),
      Rect: [...rect],
      P: page.ref,
      F: PRINT | LOCKED,
      V: signature,
      AP: plan.bare === true ? null : dict({ N: appearance ?? emptyAppearance(update, rect) }),
      Lock: lock ? lockDict(lock) : null,
    }),
  );
  addAnnotation(view, update, page, widget);
  catalog.addField(widget);
  return ok(lock);
};

const addAnnotation = (view: PdfView, update: Update, page: Page, widget: PdfRef): void => {
  const entry = page.dict.get('Annots');
  const annotations = [...view.array(entry), widget];
  if (entry instanceof PdfRef) update.set(entry, annotations);
  else update.set(page.ref as PdfRef, page.dict.with({ Annots: annotations }));
};

const emptyAppearance = (update: Update, [x1, y1, x2, y2]: readonly number[]): PdfRef =>
  update.add(
    stream(
      dict({
        Type: name('XObject'),
        Subtype: name('Form'),
        FormType: 1,
        BBox: [0, 0, Math.abs((x2 ?? 0) - (x1 ?? 0)), Math.abs((y2 ?? 0) - (y1 ?? 0))],
        Resources: new PdfDict(),
      }),
      new Uint8Array(),
    ),
  );

/** Collects the changes to the catalog and the form, and writes each of the two at most once. */
class CatalogEdit {
  readonly #view: PdfView;
  readonly #update: Update;
  readonly #form: { readonly ref: PdfRef | null; readonly dict: PdfDict } | null;
  #catalogChanges: Record<string, PdfObject> = {};
  #formChanges: Record<string, PdfObject> = {};

  constructor(view: PdfView, update: Update) {
    this.#view = view;
    this.#update = update;
    this.#form = acroForm(view);
  }

  set(key: string, value: PdfObject): void {
    this.#catalogChanges[key] = value;
  }

  addField(ref: PdfRef): void {
    const entry = this.#form?.dict.get('Fields') ?? null;
    const fields = [...this.#view.array(entry), ref];
    if (entry instanceof PdfRef) this.#update.set(entry, fields);
    else this.#formChanges['Fields'] = fields;
  }

  /** SignaturesExist and AppendOnly (ISO 32000-2, table 225). */
  raiseSigFlags(): void {
    const flags = this.#form ? (this.#view.number(this.#form.dict.get('SigFlags')) ?? 0) : 0;
    if ((flags & 3) !== 3) this.#formChanges['SigFlags'] = flags | 3;
  }

  finish(): void {
    if (Object.keys(this.#formChanges).length > 0) {
      const form = (this.#form?.dict ?? dict({ Fields: [] })).with(this.#formChanges);
      if (this.#form?.ref) this.#update.set(this.#form.ref, form);
      else this.#catalogChanges['AcroForm'] = form;
    }
    if (Object.keys(this.#catalogChanges).length === 0) return;
    const catalog = this.#view.catalog as PdfDict;
    this.#update.set(this.#view.trailer.get('Root') as PdfRef, catalog.with(this.#catalogChanges));
  }
}
