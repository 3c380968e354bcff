import { checkCms, type CmsReport } from '../../pki/cms/check.ts';
import { digest } from '../../pki/digest.ts';
import { type AtHand, type CollectedData, collectValidationData } from '../../pki/fetch/collect.ts';
import { Update } from '../pdf/update.ts';
import { PdfDict, PdfRef } from '../pdf/objects.ts';
import { addValidationData } from '../sign/dss.ts';
import type { ValidationData } from '../sign/plan.ts';
import type { ExtendNote, ExtendOptions } from './options.ts';
import type { Survey, Surveyed } from './survey.ts';

/** The validation data of a file's signatures and time-stamps. */
export interface Gathered {
  /** By signature or document time-stamp: what belongs to it. */
  readonly sets: ReadonlyMap<Surveyed, ValidationData>;
  /** What could not be had, and what was revoked. Empty: the data is complete. */
  readonly notes: readonly ExtendNote[];
}

/** One certificate whose data is wanted. */
interface Wanted {
  readonly cms: CmsReport;
  readonly purpose: 'signing' | 'timestamping';
  readonly at: Date;
  readonly fresh: boolean;
}

/**
 * Collects the validation data of every signature concerned, its time-stamps, and the document time-stamps, each for the
 * time that the validator judges it at.
 * @param refresh only of the last document time-stamp, asked for anew though the file holds data for it: what stands
 *   before it is complete already.
 */
export const gather = async (found: Survey, options: ExtendOptions, refresh: boolean): Promise<Gathered> => {
  const sets = new Map<Surveyed, ValidationData>();
  const notes: ExtendNote[] = [];
  const now = options.now();
  for (const one of refresh ? found.stamps.slice(-1) : [...found.targets, ...found.stamps]) {
    const collected: CollectedData[] = [];
    for (const wanted of wantedOf(one, found, now, refresh)) {
      const leaf = wanted.cms.signerCertificate;
      if (leaf === null) {
        notes.push({
          code: 'extend/no-certificate',
          details: { field: one.report.field },
          words: `the certificate of "${one.report.field}" is not at hand`,
        });
        continue;
      }
      const data = await collectValidationData(leaf, {
        atHand: atHandFor(wanted.cms, found, options),
        at: wanted.at,
        purpose: wanted.purpose,
        fresh: wanted.fresh,
        ...(options.http ? { http: options.http } : {}),
      });
      collected.push(data);
      const about = { field: one.report.field };
      for (const words of data.missing)
        notes.push({ code: 'extend/data-missing', details: about, words: `${one.report.field}: ${words}` });
      for (const words of data.revoked)
        notes.push({ code: 'extend/revoked', details: about, words: `${one.report.field}: ${words}` });
    }
    sets.set(one, {
      certificates: union(collected.map(({ certificates }) => certificates)),
      crls: union(collected.map(({ crls }) => crls)),
      ocsps: union(collected.map(({ ocsps }) => ocsps)),
    });
  }
  return { sets, notes: distinct(notes) };
};

/** The certificates behind one signature: its own, and those of the sound time-stamps in it. */
const wantedOf = (one: Surveyed, found: Survey, now: Date, fresh: boolean): readonly Wanted[] => {
  const { cms, report } = one;
  const at = report.judgedAt === null ? now : new Date(report.judgedAt);
  if (report.kind === 'documentTimestamp') return [{ cms, purpose: 'timestamping', at, fresh }];
  // A time-stamp in the CMS is judged at the time of the document time-stamps after it.
  const later = found.stamps
    .filter((stamp) => stamp.report.revision > report.revision && stamp.report.timeSource === 'timestamp')
    .flatMap((stamp) => (stamp.report.signedAt === null ? [] : [Date.parse(stamp.report.signedAt)]));
  const covered = new Date(Math.min(now.getTime(), ...later));
  const tokens = cms.signatureTimestamps.flatMap((token): readonly Wanted[] => {
    const certificates = found.store.certificates.map(({ der }) => der);
    const digestOf = (algorithm: Parameters<typeof digest>[0]) => digest(algorithm, cms.signatureValue);
    const stamp = checkCms(token, { profile: 'timestamp', digestOf, certificates });
    return stamp.timestamp ? [{ cms: stamp, purpose: 'timestamping', at: covered, fresh: false }] : [];
  });
  return [{ cms, purpose: 'signing', at, fresh: false }, ...tokens];
};

const atHandFor = (cms: CmsReport, { store, targets, stamps }: Survey, options: ExtendOptions): AtHand => {
  const ders = (values: readonly { readonly der: Uint8Array }[]) => values.map(({ der }) => der);
  const inFile = [...targets, ...stamps].flatMap((one) => one.cms.certificates);
  return {
    anchors: options.anchors,
    certificates: [...cms.certificates, ...(options.certificates ?? []), ...ders(store.certificates), ...inFile],
    crls: [...cms.crls, ...(options.crls ?? []), ...ders(store.crls)],
    ocsps: [...cms.ocsps, ...(options.ocsps ?? []), ...ders(store.ocsps)],
  };
};

const distinct = (notes: readonly ExtendNote[]): readonly ExtendNote[] => [
  ...new Map(notes.map((note) => [note.words, note])).values(),
];

/**
 * Appends a revision that puts the values into the document security store; the file as it is where it holds them all.
 * @param vri write the values of each signature under /VRI too.
 */
export const addToSecurityStore = ({ document, store }: Survey, { sets }: Gathered, vri: boolean): Uint8Array => {
  const data = {
    certificates: [...sets.values()].flatMap(({ certificates }) => certificates),
    crls: [...sets.values()].flatMap(({ crls }) => crls),
    ocsps: [...sets.values()].flatMap(({ ocsps }) => ocsps),
  };
  const held = new Set([...store.certificates, ...store.crls, ...store.ocsps].map(({ der }) => keyOf(der)));
  const fresh = [...data.certificates, ...data.crls, ...data.ocsps].some((der) => !held.has(keyOf(der)));
  if (!fresh && !vri) return document.bytes;
  const view = document.latest;
  const related = new Map(vri ? [...sets].map(([one, set]) => [vriKey(one.contents), set] as const) : []);
  const update = new Update(document);
  const entry = addValidationData(view, update, data, related);
  const root = view.trailer.get('Root');
  if (root instanceof PdfRef && view.catalog?.get('DSS') !== entry)
    update.set(root, (view.catalog ?? new PdfDict()).with({ DSS: entry }));
  return update.applied();
};

/** All values, each once. */
const union = (lists: readonly (readonly Uint8Array[])[]): readonly Uint8Array[] => [
  ...new Map(lists.flat().map((der) => [keyOf(der), der])).values(),
];

const keyOf = (der: Uint8Array): string => Buffer.from(der).toString('base64');

/** Upper-case hexadecimal SHA-1 of the octets of /Contents (C22). */
export const vriKey = (contents: Uint8Array): string =>
  Buffer.from(digest('sha1', contents)).toString('hex').toUpperCase();
