import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { AuditHead } from '../../../domain/audit-entry.ts';
import { Indication, worst } from '../../../domain/indication.ts';
import type { Failure } from '../../../domain/result.ts';
import { FileKind, place, type Manifest, type ManifestFile } from '../../../package/manifest.ts';
import { openZip, ZipFault, type ZipArchive } from '../../../package/zip-reader.ts';
import { readCertificate, readCertificateFile, readCrlFile } from '../../../pki/index.ts';
import type { PoolTrust } from '../judge.ts';
import type { Pool } from '../pool.ts';
import { judgeInOrder, type Remainder } from '../run.ts';
import type { Trust } from '../trust.ts';
import { judged, type Judgement, type Source, unjudged } from '../verdict.ts';
import {
  checkListing,
  Defects,
  isKind,
  NestedZip,
  readListed,
  readManifest,
  recordFacts,
  type PackageRefusal,
  type RecordFacts,
} from './contents.ts';
import type { PackageSummary } from './summary.ts';
import { checkTrail, type TrailFinding } from './trail.ts';
import { refusalWords, reasonsOf, trustWarning } from './words.ts';

export interface PackageOptions extends Trust {
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly poolOf: (trust: PoolTrust) => Pool;
}

const nothingLeft: Remainder = { unjudged: 0, counted: true };

/**
 * Judges an audit package: a verdict on each PDF that it holds, then one on the package as a whole. That one fails where
 * anything is not as its manifest says, where a record's JSON is not the one in its PDF, or where the audit trail was
 * rewritten or does not lead through every record; else it is the worst of its PDFs.
 *
 * Without anchors given, the package's own are trusted, and every verdict says so.
 */
export async function* judgePackage(
  path: string,
  options: PackageOptions,
): AsyncGenerator<Judgement, Remainder, undefined> {
  const opened = openZip(path);
  if (!opened.ok) {
    yield refused(path, opened.error);
    return nothingLeft;
  }
  const archive = opened.value;
  try {
    const manifest = await readManifest(archive);
    if (!manifest.ok) {
      yield refused(path, manifest.error);
      return nothingLeft;
    }
    return yield* judgeContents(path, archive, manifest.value, options);
  } catch (error) {
    if (error instanceof ZipFault) yield refused(path, { code: error.code, details: { path: error.path } });
    else if (error instanceof NestedZip)
      yield refused(path, { code: 'package/nested-zip', details: { path: error.path } });
    else throw error;
    return nothingLeft;
  } finally {
    archive.close();
  }
}

const refused = (path: string, error: Failure<PackageRefusal>): Judgement =>
  unjudged(path, error.code, refusalWords(error));

async function* judgeContents(
  path: string,
  archive: ZipArchive,
  manifest: Manifest,
  options: PackageOptions,
): AsyncGenerator<Judgement, Remainder, undefined> {
  const defects = new Defects();
  await checkListing(archive, manifest, defects);
  const records = await readRecords(archive, manifest, defects);
  const own = await readTrust(archive, manifest, defects);
  const trail = await readTrail(archive, manifest, records, defects);
  const trust = options.anchors.length > 0 ? 'given' : 'package';
  const pool = options.poolOf({
    anchors: trust === 'given' ? options.anchors : own.anchors,
    intermediates: own.issuers,
    crls: [...options.crls, ...own.crls],
  });

  const documents = { passed: 0, indeterminate: 0, failed: 0, unreadable: 0 };
  const onTheirWay: ManifestFile[] = [];
  const vouching: AuditHead[] = [];
  async function* pdfs(): AsyncGenerator<Source, void, undefined> {
    for (const file of manifest.files.filter(isKind(FileKind.SealedPdf))) {
      const read = await readListed(archive, file, true, defects);
      if (read?.bytes == null) continue;
      onTheirWay.push(file);
      yield { file: `${path}/${file.path}`, bytes: read.bytes };
    }
  }
  const judging = judgeInOrder(pdfs(), pool, { jobs: options.jobs, signal: options.signal });
  let step = await judging.next();
  for (; step.done !== true; step = await judging.next()) {
    const file = onTheirWay.shift();
    if (file !== undefined) vouching.push(...checkPdf(step.value, file, records, defects));
    count(documents, step.value);
    yield trust === 'package' ? withTrustWarning(step.value) : step.value;
  }
  if (step.value.unjudged > 0) return { ...step.value, unjudged: step.value.unjudged + 1 };

  const summary: PackageSummary = {
    ...pick(manifest),
    trust,
    anchors: own.anchors.flatMap((der) => {
      const read = readCertificate(der);
      return read.ok ? [read.value.fingerprint] : [];
    }),
    files: archive.entries.size,
    documents,
    auditTrail: {
      entries: trail.head.seq,
      head: trail.head,
      intact: trail.firstBad === null,
      confirmedUpTo: confirmedUpTo(vouching, trail),
    },
    defects: defects.all,
  };
  yield verdictOf(path, archive.size, await sha256Of(path), summary);
  return nothingLeft;
}

const verdictOf = (path: string, size: number, sha256: string, summary: PackageSummary): Judgement => {
  const { documents, defects } = summary;
  const indication =
    defects.length > 0 || documents.failed > 0
      ? Indication.Failed
      : worst([
          ...(documents.passed > 0 ? [Indication.Passed] : []),
          ...(documents.indeterminate + documents.unreadable > 0 ? [Indication.Indeterminate] : []),
        ]);
  return judged({
    file: path,
    size,
    sha256,
    indication,
    reasons: reasonsOf(summary),
    warnings: summary.trust === 'package' ? [trustWarning] : [],
    signatures: [],
    record: null,
    revisions: 0,
    lastRevisionCovered: false,
    package: summary,
  });
};

/** The JSON of each record by the path without its ending, with its SHA-256. */
type Records = ReadonlyMap<string, { readonly file: ManifestFile; readonly facts: RecordFacts | null }>;

const stem = (path: string): string => path.replace(/\.[^.]*$/, '');

/** Everything that is neither a PDF nor of the trail: read, held against the manifest, and looked at as what it is. */
const readRecords = async (archive: ZipArchive, manifest: Manifest, defects: Defects): Promise<Records> => {
  const records = new Map<string, { readonly file: ManifestFile; readonly facts: RecordFacts | null }>();
  const json: readonly FileKind[] = [FileKind.RecordJson, FileKind.System, FileKind.Supplier];
  for (const file of manifest.files) {
    if (file.kind === FileKind.Readme) await readListed(archive, file, false, defects);
    if (!json.includes(file.kind)) continue;
    const read = await readListed(archive, file, true, defects);
    if (read?.bytes == null) continue;
    const facts = file.kind === FileKind.RecordJson ? recordFacts(read.bytes) : null;
    if (file.kind === FileKind.RecordJson) {
      records.set(stem(file.path), { file, facts });
      if (facts === null) defects.add('package/json-unreadable', file.path, 'It is not the JSON of a record.');
      else if (
        facts.vaultId !== manifest.vault.id ||
        facts.id !== file.record?.id ||
        facts.revision !== file.record.revision
      )
        defects.add('package/record-mismatch', file.path, 'It is of another record, revision or vault than is listed.');
    }
  }
  const pdfs = new Set(manifest.files.filter(isKind(FileKind.SealedPdf)).map(({ path }) => stem(path)));
  for (const [name, { file }] of records)
    if (!pdfs.has(name)) defects.add('package/lone-file', file.path, 'There is no PDF of it.');
  for (const name of pdfs)
    if (!records.has(name)) defects.add('package/lone-file', `${name}.pdf`, 'There is no JSON of it.');
  return records;
};

const readTrust = async (archive: ZipArchive, manifest: Manifest, defects: Defects) => {
  const read = async (
    path: string,
    take: (bytes: Uint8Array) => readonly Uint8Array[],
    needed: boolean,
  ): Promise<readonly Uint8Array[]> => {
    const file = manifest.files.find((one) => one.path === path);
    const bytes = file && (await readListed(archive, file, true, defects))?.bytes;
    const found: readonly Uint8Array[] = bytes == null ? [] : take(bytes);
    if (bytes != null && needed && found.length === 0)
      defects.add('package/trust-unreadable', path, 'It holds no certificate.');
    return found;
  };
  const certificates = (bytes: Uint8Array) => readCertificateFile(bytes).filter((der) => readCertificate(der).ok);
  return {
    anchors: await read(place.anchors, certificates, true),
    issuers: await read(place.issuers, certificates, false),
    crls: await read(place.revocation, readCrlFile, false),
  };
};

/** Recomputes the chain and holds it against the manifest, the CSV, and the head that each record was signed with. */
const readTrail = async (
  archive: ZipArchive,
  manifest: Manifest,
  records: Records,
  defects: Defects,
): Promise<TrailFinding> => {
  const wanted = new Set([...records.values()].flatMap(({ facts }) => (facts === null ? [] : [facts.auditHead.seq])));
  const entry = archive.entries.get(place.trailLines);
  const trail = await checkTrail(entry === undefined ? nothing() : archive.read(entry), wanted);
  for (const file of manifest.files) {
    if (file.kind !== FileKind.AuditTrailLines && file.kind !== FileKind.AuditTrailCsv) continue;
    const read = await readListed(archive, file, false, defects);
    if (file.kind === FileKind.AuditTrailCsv && read !== null && read.sha256 !== trail.csvSha256)
      defects.add('package/csv-differs', file.path, 'It does not say what the trail as JSON lines says.');
  }
  const { head, firstBad } = trail;
  if (firstBad !== null)
    defects.add(
      'package/audit-trail-altered',
      place.trailLines,
      `The first bad entry is ${firstBad.seq} (${firstBad.defect}); ${head.seq} before it are sound.`,
    );
  else if (head.seq !== manifest.auditHead.seq || head.hash !== manifest.auditHead.hash)
    defects.add(
      'package/audit-head-mismatch',
      place.trailLines,
      'It does not end with the entry that the manifest names.',
    );
  for (const { file, facts } of records.values()) {
    if (facts === null || facts.auditHead.seq === 0) continue;
    const found = trail.hashes.get(facts.auditHead.seq);
    if (found !== facts.auditHead.hash)
      defects.add(
        'package/record-off-the-trail',
        file.path,
        `It was signed on entry ${facts.auditHead.seq}, which ${found === undefined ? 'is not in the trail' : 'is another one here'}.`,
      );
  }
  return trail;
};

// oxlint-disable-next-line typescript/require-await, eslint/no-empty-function
async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}

/**
 * Holds a PDF's verdict against what else the package says of it. Answers the head of the trail that its signers vouch
 * for: only those of a PDF that passed, in whose signed JSON it stands.
 */
const checkPdf = (
  { verdict }: Judgement,
  file: ManifestFile,
  records: Records,
  defects: Defects,
): readonly AuditHead[] => {
  if ('error' in verdict) {
    if (verdict.error.code === 'pades/unreadable')
      defects.add('package/pdf-failed-to-open', file.path, 'It is no PDF that can be read.');
    return [];
  }
  const json = records.get(stem(file.path));
  if (json === undefined) return [];
  const { record, indication } = verdict;
  if (record?.sha256 !== json.file.sha256 || !record.coveredByFirstSignature) {
    defects.add(
      'package/json-not-in-pdf',
      json.file.path,
      'It is not the JSON that is embedded in the PDF and signed.',
    );
    return [];
  }
  return indication === Indication.Passed && json.facts !== null ? [json.facts.auditHead] : [];
};

/** The last entry of the trail that somebody vouches for, 0 for none. */
const confirmedUpTo = (vouching: readonly AuditHead[], { hashes }: TrailFinding): number =>
  vouching.reduce((last, { seq, hash }) => (hashes.get(seq) === hash ? Math.max(last, seq) : last), 0);

const count = (documents: Record<keyof PackageSummary['documents'], number>, { verdict }: Judgement): void => {
  if ('error' in verdict) documents.unreadable += 1;
  else if (verdict.indication === Indication.Passed) documents.passed += 1;
  else if (verdict.indication === Indication.Failed) documents.failed += 1;
  else documents.indeterminate += 1;
};

const withTrustWarning = (judgement: Judgement): Judgement => {
  const { verdict, pictures } = judgement;
  if ('error' in verdict) return judgement;
  return judged({ ...verdict, warnings: [...verdict.warnings, trustWarning] }, pictures);
};

const pick = ({ formatVersion, vault, createdAt, zone, createdBy, application, filter }: Manifest) => ({
  ...{ formatVersion, vault, createdAt, zone },
  ...{ createdBy, application, filter },
});

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
};
