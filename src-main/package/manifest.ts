import { z } from 'zod';
import { pathFault } from './paths.ts';

/** The files of a package that stand at fixed places. */
export const place = {
  manifest: 'manifest.json',
  sums: 'SHA256SUMS',
  readme: 'README.txt',
  trailLines: 'audit-trail/audit-trail.jsonl',
  trailCsv: 'audit-trail/audit-trail.csv',
  anchors: 'trust/anchors.pem',
  issuers: 'trust/issuers.pem',
  revocation: 'trust/revocation-lists.pem',
} as const;

/** What a file of a package is. */
export const FileKind = {
  Readme: 'readme',
  SealedPdf: 'sealed-pdf',
  RecordJson: 'record-json',
  System: 'system',
  AuditTrailLines: 'audit-trail-jsonl',
  AuditTrailCsv: 'audit-trail-csv',
  TrustAnchors: 'trust-anchors',
  Issuers: 'issuers',
  RevocationLists: 'revocation-lists',
  Supplier: 'supplier',
} as const;
export type FileKind = (typeof FileKind)[keyof typeof FileKind];

export const mediaTypes: Readonly<Record<FileKind, string>> = {
  readme: 'text/plain; charset=utf-8',
  'sealed-pdf': 'application/pdf',
  'record-json': 'application/json',
  system: 'application/json',
  'audit-trail-jsonl': 'application/jsonl',
  'audit-trail-csv': 'text/csv; charset=utf-8',
  'trust-anchors': 'application/x-pem-file',
  issuers: 'application/x-pem-file',
  'revocation-lists': 'application/x-pem-file',
  supplier: 'application/json',
};

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const line = z.string().max(2_000);
const day = z.iso.date().nullable();
const head = z.object({ seq: z.number().int().nonnegative(), hash: sha256 });

const file = z.object({
  path: z.string().refine((path) => pathFault(path) === null, 'a path that leads out of the package'),
  size: z.number().int().nonnegative(),
  sha256,
  mediaType: line,
  kind: z.enum(FileKind),
  /** What it is, in words. */
  what: line,
  /** Of a sealed PDF and of its JSON: which revision they are. */
  record: z.object({ id: line, revision: z.number().int().positive(), type: line, state: line }).optional(),
});

/** `manifest.json`: what the package is, who made it, and each of its files but itself and SHA256SUMS. */
export const manifestSchema = z.object({
  format: z.literal('countersign/package'),
  formatVersion: z.literal(1),
  vault: z.object({ id: line, name: line, organisation: line }),
  /** UTC, ISO 8601. */
  createdAt: z.iso.datetime(),
  /** IANA zone of the machine. */
  zone: line,
  createdBy: z.object({ userName: line, fullName: line, roles: z.array(line).max(50) }),
  application: z.object({ name: line, version: line }),
  /** What was asked for; null: no restriction. Days, both included. */
  filter: z.object({
    systems: z.array(line).max(10_000).nullable(),
    types: z.array(line).max(100).nullable(),
    from: day,
    to: day,
  }),
  /** The last entry of the audit trail that is inside. */
  auditHead: head,
  files: z.array(file).max(65_535),
});
export type Manifest = z.output<typeof manifestSchema>;
export type ManifestFile = Manifest['files'][number];

/** The manifest as it is written: members in this order, one file a line, so that a person can read it too. */
export const manifestText = ({ files, ...rest }: Manifest): string => {
  const whole = JSON.stringify(rest, null, 2);
  const lines = files.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  return `${whole.slice(0, -2)},\n  "files": [\n${lines}\n  ]\n}\n`;
};

/** `SHA256SUMS`, which `sha256sum -c` reads: every file but itself. */
export const sumsText = (files: readonly { readonly path: string; readonly sha256: string }[]): string =>
  files.map(({ path, sha256: sum }) => `${sum}  ${path}\n`).join('');
