import { createHash } from 'node:crypto';
import { fail, ok, type Failure, type Result } from '../../../domain/result.ts';
import {
  FileKind,
  manifestSchema,
  place,
  sumsText,
  type Manifest,
  type ManifestFile,
} from '../../../package/manifest.ts';
import { ZipFault, type ZipArchive, type ZipEntry, type ZipRefusal } from '../../../package/zip-reader.ts';
import type { PackageDefect, PackageDefectCode } from './summary.ts';

/** Why a zip is not judged as a package. */
export type PackageRefusal =
  | ZipRefusal
  | 'package/no-manifest'
  | 'package/manifest-invalid'
  | 'package/unknown-version'
  | 'package/nested-zip';

/** Held in memory whole: the manifest and other JSON, and a PDF (bytes). */
const mostJson = 256 * 2 ** 20;
const mostPdf = 512 * 2 ** 20;

/** A file of a package as it was read: its bytes where they were kept, and what it is by its own bytes. */
export interface ReadFile {
  readonly size: number;
  readonly sha256: string;
  readonly bytes: Uint8Array | null;
}

/** Takes note of what is wrong with a package. */
export class Defects {
  readonly all: PackageDefect[] = [];

  add(code: PackageDefectCode, path: string | null, message: string): void {
    this.all.push({ code, path, message });
  }
}

/** Reads and parses `manifest.json`. */
export const readManifest = async (archive: ZipArchive): Promise<Result<Manifest, Failure<PackageRefusal>>> => {
  const entry = archive.entries.get(place.manifest);
  if (entry === undefined) return fail('package/no-manifest');
  if (entry.size > mostJson) return fail('package/too-large', { path: place.manifest });
  const { bytes } = await readFile(archive, entry, true);
  const value = parsedJson(bytes ?? new Uint8Array());
  if (value === undefined) return fail('package/manifest-invalid', { cause: 'it is no JSON' });
  const { format, formatVersion } = (value ?? {}) as { readonly format?: unknown; readonly formatVersion?: unknown };
  if (format !== 'countersign/package') return fail('package/manifest-invalid', { cause: 'it is of something else' });
  if (formatVersion !== 1)
    return fail('package/unknown-version', { formatVersion: typeof formatVersion === 'number' ? formatVersion : null });
  const manifest = manifestSchema.safeParse(value);
  if (manifest.success) return ok(manifest.data);
  const [issue] = manifest.error.issues;
  return fail('package/manifest-invalid', { cause: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` });
};

/** Reads a file once, whole; keeps its bytes if asked. @throws ZipFault, also for a zip within the zip */
export const readFile = async (archive: ZipArchive, entry: ZipEntry, keep: boolean): Promise<ReadFile> => {
  if (keep && entry.size > mostPdf) throw new ZipFault('package/too-large', entry.path);
  const sha256 = createHash('sha256');
  const pieces: Uint8Array[] = [];
  let first = true;
  for await (const piece of archive.read(entry)) {
    if (first && startsLikeZip(piece)) throw new NestedZip(entry.path);
    first = false;
    sha256.update(piece);
    if (keep) pieces.push(piece);
  }
  return { size: entry.size, sha256: sha256.digest('hex'), bytes: keep ? new Uint8Array(Buffer.concat(pieces)) : null };
};

/** A zip within a zip: nobody looks into it, so it does not belong there. */
export class NestedZip extends Error {
  readonly path: string;
  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

const startsLikeZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && (bytes[3] === 4 || bytes[3] === 6);

/** JSON of untrusted bytes; undefined where they are none. */
export const parsedJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
};

/** Holds what the manifest lists against what is there, both ways, and each kind of file against its place. */
export const checkListing = async (archive: ZipArchive, manifest: Manifest, defects: Defects): Promise<void> => {
  const listed = new Set<string>([place.manifest, place.sums]);
  for (const { path, kind } of manifest.files) {
    if (listed.has(path)) defects.add('package/listed-twice', path, 'The manifest lists it twice, or lists itself.');
    listed.add(path);
    if (!archive.entries.has(path))
      defects.add('package/file-missing', path, 'The manifest lists it; it is not there.');
    if (!isAtPlace(path, kind))
      defects.add('package/wrong-place', path, `A file of the kind ${kind} does not stand here.`);
  }
  for (const path of Object.values(place))
    if (!listed.has(path)) defects.add('package/file-missing', path, 'The manifest does not list it.');
  for (const entry of archive.entries.values()) {
    if (listed.has(entry.path)) continue;
    await readFile(archive, entry, false);
    defects.add('package/file-not-listed', entry.path, 'It is there; the manifest does not list it.');
  }
  const sums = archive.entries.get(place.sums);
  if (sums === undefined) {
    defects.add('package/file-missing', place.sums, 'It is not there.');
    return;
  }
  const own = archive.entries.get(place.manifest);
  const manifestSum = own === undefined ? '' : (await readFile(archive, own, false)).sha256;
  const expected = sumsText([...manifest.files, { path: place.manifest, sha256: manifestSum }]);
  const found = await readFile(archive, sums, false);
  if (found.sha256 !== createHash('sha256').update(expected).digest('hex'))
    defects.add('package/sums-differ', place.sums, 'It says something else than the manifest.');
};

const fixed: Readonly<Partial<Record<FileKind, string>>> = {
  readme: place.readme,
  'audit-trail-jsonl': place.trailLines,
  'audit-trail-csv': place.trailCsv,
  'trust-anchors': place.anchors,
  issuers: place.issuers,
  'revocation-lists': place.revocation,
};

const shapes: Readonly<Partial<Record<FileKind, RegExp>>> = {
  'sealed-pdf': /^records\/[^/]+\.pdf$/,
  'record-json': /^records\/[^/]+\.json$/,
  system: /^systems\/[^/]+\.json$/,
  supplier: /^suppliers\/[^/]+\.json$/,
};

const isAtPlace = (path: string, kind: FileKind): boolean =>
  fixed[kind] === undefined ? (shapes[kind]?.test(path) ?? false) : fixed[kind] === path;

/** Reads a listed file and holds it against the manifest. Null: it is not there. @throws ZipFault, NestedZip */
export const readListed = async (
  archive: ZipArchive,
  file: ManifestFile,
  keep: boolean,
  defects: Defects,
): Promise<ReadFile | null> => {
  const entry = archive.entries.get(file.path);
  if (entry === undefined) return null;
  const read = await readFile(archive, entry, keep);
  if (read.size !== file.size)
    defects.add('package/size-mismatch', file.path, `It has ${read.size} bytes; the manifest says ${file.size}.`);
  else if (read.sha256 !== file.sha256)
    defects.add('package/hash-mismatch', file.path, 'Its SHA-256 is not the one in the manifest.');
  return read;
};

/** What the JSON of a record says of its place; null where it does not say it. */
export interface RecordFacts {
  readonly id: string;
  readonly revision: number;
  readonly vaultId: string;
  readonly auditHead: { readonly seq: number; readonly hash: string };
}

export const recordFacts = (bytes: Uint8Array): RecordFacts | null => {
  const value = parsedJson(bytes);
  const at = (from: unknown, key: string): unknown =>
    typeof from === 'object' && from !== null && Object.hasOwn(from, key)
      ? (from as Readonly<Record<string, unknown>>)[key]
      : undefined;
  const id = at(at(value, 'record'), 'id');
  const revision = at(at(value, 'record'), 'revision');
  const vaultId = at(at(value, 'vault'), 'id');
  const seq = at(at(value, 'auditHead'), 'seq');
  const hash = at(at(value, 'auditHead'), 'hash');
  return typeof id === 'string' &&
    typeof revision === 'number' &&
    typeof vaultId === 'string' &&
    typeof seq === 'number' &&
    typeof hash === 'string'
    ? { id, revision, vaultId, auditHead: { seq, hash } }
    : null;
};

export const isKind =
  (kind: FileKind) =>
  (file: ManifestFile): boolean =>
    file.kind === kind;
