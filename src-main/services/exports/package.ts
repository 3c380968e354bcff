import { createHash } from 'node:crypto';
import { auditCsvHead, auditCsvRow, auditLine } from '../../domain/audit-export.ts';
import type { AuditEntry, AuditHead } from '../../domain/audit-entry.ts';
import { canonicalize } from '../../domain/canonical-json.ts';
import { displayInstant } from '../../domain/display.ts';
import type { JsonValue } from '../../domain/result.ts';
import {
  FileKind,
  manifestText,
  mediaTypes,
  place,
  sumsText,
  type Manifest,
  type ManifestFile,
} from '../../package/manifest.ts';
import { readmeText } from '../../package/readme.ts';
import { ZipWriter, type WrittenFile } from '../../package/zip-writer.ts';
import { readCertificate, writePem } from '../../pki/index.ts';
import {
  account as readAccount,
  auditHead,
  auditLinks,
  frozenJson,
  sealedPdf,
  signedRevisions,
  suppliers,
  supplierVersions,
  system,
  systems,
  systemVersions,
  type EntryVersion,
  type Page,
  type ReadableVault,
  type SignedFilter,
  type SignedRevision,
} from '../../vault/index.ts';
import type { Caller, ServiceOptions } from '../context.ts';
import { trustMaterial } from '../trust/material.ts';
import type { Export, Exported, Take } from './export.ts';

/** What a package was asked to hold. */
export type PackageFilter = SignedFilter;

/** How many revisions, records and systems a filter finds. */
export const countPackage = (
  db: ReadableVault,
  filter: PackageFilter,
): { readonly revisions: number; readonly records: number; readonly systems: number } => {
  const found = signedRevisions(db, filter);
  return {
    revisions: found.length,
    records: new Set(found.map((one) => one.recordId)).size,
    systems: systemIds(db, filter).length,
  };
};

/**
 * Writes an audit package (21 CFR 11.10(b); Annex 11, 17): the sealed PDFs that the filter finds with their JSON, the
 * inventory entries, the whole audit trail, trust material, and a manifest with the hash of each. `take` is handed the
 * zip's bytes in order; of all that goes into it no more than one record is in memory at a time.
 *
 * What goes in is settled now, the export's own entry of the trail included; it is immutable in the vault, so that work
 * which goes on meanwhile changes nothing of it.
 */
export const exportPackage = (
  options: Pick<ServiceOptions, 'version'>,
  { vault, account }: Caller,
  filter: PackageFilter,
  take: Take,
): Export => {
  const { identity } = vault;
  const subject = { type: 'vault', id: identity.id };
  const chosen = vault.write(vault, (db, audit) => {
    const revisions = signedRevisions(db, filter);
    const counts = { revisions: revisions.length, systems: systemIds(db, filter).length };
    audit.record({ action: 'export.package', subject, details: { filter: filterDetails(filter), ...counts } });
    return {
      revisions,
      systems: systemIds(db, filter),
      suppliers: idsOf(db, suppliers),
      head: auditHead(db),
      at: audit.at,
      zone: audit.zone,
    };
  });
  const inventories = [
    ['suppliers', FileKind.Supplier, chosen.suppliers, supplierVersions],
    ['systems', FileKind.System, chosen.systems, systemVersions],
  ] as const;
  const trust = vault.read(trustMaterial);

  function* write(): Generator<number, Exported, undefined> {
    const sha256 = createHash('sha256');
    const zip = new ZipWriter((bytes) => {
      sha256.update(bytes);
      take(bytes);
    });
    const files: ManifestFile[] = [];
    const listed = (written: WrittenFile, kind: FileKind, what: string, record?: ManifestFile['record']): void => {
      files.push({ ...written, mediaType: mediaTypes[kind], kind, what, ...(record === undefined ? {} : { record }) });
    };
    let done = 0;

    listed(
      zip.add(place.readme, utf8(readmeText(readmeFacts()))),
      FileKind.Readme,
      'What is in the package, and how to check it',
    );
    yield ++done;
    for (const [path, kind, what, line] of trailFiles) {
      const file = zip.begin(path);
      if (kind === FileKind.AuditTrailCsv) file.push(utf8(`\uFEFF${auditCsvHead}\r\n`));
      for (const piece of trailPieces(line)) {
        file.push(piece);
        yield done;
      }
      listed(file.end(), kind, what);
      yield ++done;
    }
    for (const revision of chosen.revisions) {
      for (const [written, kind, what] of revisionFiles(zip, revision))
        listed(written, kind, what, {
          id: revision.recordId,
          revision: revision.revision,
          type: revision.type,
          state: revision.state,
        });
      yield ++done;
    }
    for (const [folder, kind, ids, versions] of inventories)
      for (const id of ids) {
        const bytes = utf8(canonicalize(vault.read((db) => entryJson(db, id, versions))));
        listed(zip.add(`${folder}/${id}.json`, bytes), kind, `Inventory entry ${id}, all versions`);
        yield ++done;
      }
    for (const [path, kind, what, label, ders] of trustFiles())
      listed(zip.add(path, utf8(ders.map((der) => writePem(label, der)).join(''))), kind, what);

    const manifest = zip.add(place.manifest, utf8(manifestText(manifestOf(files))));
    zip.add(place.sums, utf8(sumsText([...files, manifest])));
    zip.end();
    const result = { files: files.length + 2, bytes: zip.bytes, sha256: sha256.digest('hex') };
    vault.write(vault, (_, audit) => audit.record({ action: 'export.package-written', subject, details: result }));
    return result;
  }

  function* trailPieces(line: TrailLine): Generator<Uint8Array, void, undefined> {
    for (let after = 0; after < chosen.head.seq; after += trailBatch) {
      const range = { after, upTo: chosen.head.seq, limit: trailBatch };
      yield utf8(
        vault
          .read((db) => auditLinks(db, range))
          .map(line)
          .join(''),
      );
    }
  }

  const revisionFiles = (zip: ZipWriter, revision: SignedRevision): (readonly [WrittenFile, FileKind, string])[] => {
    const { recordId, revision: number } = revision;
    const json = vault.read((db) => frozenJson(db, recordId, number));
    const pdf = vault.read((db) => sealedPdf(db, recordId, number));
    if (json === undefined || pdf === undefined) throw new Error(`${recordId} revision ${number} was never sealed`);
    const name = `records/${recordId}-r${number}`;
    return [
      [zip.add(`${name}.json`, json), FileKind.RecordJson, `${recordId} revision ${number} for machines`],
      [
        zip.add(`${name}.pdf`, pdf.bytes, { stored: true }),
        FileKind.SealedPdf,
        `${revision.title} (${recordId} revision ${number})`,
      ],
    ];
  };

  const trustFiles = () =>
    [
      [place.anchors, FileKind.TrustAnchors, 'Trust anchors of the organisation', 'CERTIFICATE', trust.anchors],
      [place.issuers, FileKind.Issuers, 'Certificates of the issuers', 'CERTIFICATE', trust.issuers],
      [place.revocation, FileKind.RevocationLists, 'Revocation lists', 'X509 CRL', trust.crls],
    ] as const;

  const manifestOf = (files: readonly ManifestFile[]): Manifest => ({
    format: 'countersign/package',
    formatVersion: 1,
    vault: { id: identity.id, name: identity.name, organisation: identity.organisation },
    createdAt: chosen.at,
    zone: chosen.zone,
    createdBy: { userName: account.userName, fullName: account.fullName, roles: [...account.roles] },
    application: { name: 'Countersign', version: options.version },
    filter: filterDetails(filter),
    auditHead: chosen.head,
    files: [...files],
  });

  const readmeFacts = () => {
    const [first] = chosen.revisions;
    return {
      organisation: identity.organisation,
      vaultName: identity.name,
      createdAt: displayInstant(chosen.at, chosen.zone),
      createdBy: account.fullName,
      application: `Countersign ${options.version}`,
      records: new Set(chosen.revisions.map((one) => one.recordId)).size,
      revisions: chosen.revisions.length,
      systems: chosen.systems.length,
      entries: chosen.head.seq,
      filter: filterWords(filter),
      fingerprints: trust.anchors.flatMap((der) => {
        const read = readCertificate(der);
        return read.ok ? [grouped(read.value.fingerprint)] : [];
      }),
      example: first === undefined ? null : `records/${first.recordId}-r${first.revision}.pdf`,
    };
  };

  return {
    total: 1 + trailFiles.length + chosen.revisions.length + chosen.systems.length + chosen.suppliers.length,
    steps: write(),
  };
};

type TrailLine = (link: AuditHead & { readonly canonical: string }) => string;

const trailFiles: readonly (readonly [path: string, kind: FileKind, what: string, line: TrailLine])[] = [
  [
    place.trailCsv,
    FileKind.AuditTrailCsv,
    'The audit trail for a spreadsheet',
    ({ canonical, hash }) => `${auditCsvRow({ ...(JSON.parse(canonical) as AuditEntry), hash })}\r\n`,
  ],
  [
    place.trailLines,
    FileKind.AuditTrailLines,
    'The audit trail for machines, with the hashes that chain it',
    (link) => `${auditLine(link)}\n`,
  ],
];

/** Entries read at a time: enough to be quick, few enough to be nothing in memory. */
const trailBatch = 1_000;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The systems that a package tells of: the ones asked for, else all. */
const systemIds = (db: ReadableVault, filter: PackageFilter): readonly string[] => {
  if (filter.systems !== null) return [...new Set(filter.systems)].filter((id) => system(db, id) !== undefined).sort();
  return idsOf(db, systems);
};

const idsOf = (
  db: ReadableVault,
  page: (
    db: ReadableVault,
    query: { readonly limit: number; readonly after: string | null },
  ) => Page<{ readonly id: string }>,
): readonly string[] => {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { items, next } = page(db, { limit: 1000, after });
    ids.push(...items.map((one) => one.id));
    if (next === null) return ids.sort();
    after = next;
  }
};

const entryJson = (
  db: ReadableVault,
  id: string,
  versions: (db: ReadableVault, id: string) => readonly EntryVersion[],
): JsonValue => ({
  id,
  versions: versions(db, id).map((version) => ({
    ...version,
    changedByName: readAccount(db, version.changedBy)?.fullName ?? null,
  })),
});

const filterDetails = (filter: PackageFilter): Manifest['filter'] => ({
  systems: filter.systems === null ? null : [...filter.systems],
  types: filter.types === null ? null : [...filter.types],
  from: filter.from,
  to: filter.to,
});

const filterWords = ({ systems: ids, types, from, to }: PackageFilter): string => {
  const words = [
    ids === null ? 'all systems' : `system ${ids.join(', ')}`,
    types === null ? 'all types of record' : types.join(', '),
    ...(from === null ? [] : [`from ${from}`]),
    ...(to === null ? [] : [`until ${to}`]),
  ];
  return words.join('; ');
};

const grouped = (fingerprint: string): string => (fingerprint.toUpperCase().match(/../g) ?? []).join(':');
