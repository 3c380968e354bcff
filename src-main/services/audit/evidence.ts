import { z } from 'zod';
import { Indication } from '../../domain/indication.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { extractEmbeddedFile, recordFileName, validatePdf } from '../../pades/index.ts';
import { validatePath } from '../../pki/index.ts';
import { placeOfHead, type AuditHead, type HeadPlace, type OpenVault } from '../../vault/index.ts';
import { trustMaterial, type TrustMaterial } from '../people/authority.ts';
import { readCheckpoint } from './checkpoint.ts';

/** A head of the audit trail that somebody outside the vault holds under a signature. */
export interface Evidence {
  readonly kind: 'sealed-pdf' | 'checkpoint';
  readonly vaultId: string;
  readonly head: AuditHead;
  /** Common name of who signed (a PDF: first), and the time that was claimed. */
  readonly signer: string | null;
  readonly at: string | null;
  /** Whether the signer's certificate leads to an anchor of this vault. Whatever it says, it is held against the trail. */
  readonly trusted: boolean;
}

/** Evidence, held against a trail. */
export interface JudgedEvidence extends Evidence {
  readonly place: HeadPlace;
}

export type EvidenceFailure =
  /** Neither a PDF nor a checkpoint that can be read. */
  | 'evidence/unreadable'
  /** A PDF that carries no head of an audit trail. */
  | 'evidence/no-head'
  /** Its signature does not fit what it says, or what it says is not signed. */
  | 'evidence/altered'
  /** It is of another vault. Details: `vaultId`. */
  | 'evidence/other-vault';

/** Reads a sealed PDF or a checkpoint and holds its head against a vault's trail. */
export const judgeEvidence = (
  vault: OpenVault,
  bytes: Uint8Array,
  now: Date,
): Result<JudgedEvidence, Failure<EvidenceFailure>> => {
  const trust = vault.read(trustMaterial);
  const read = isPdf(bytes) ? readSealedPdf(bytes, trust, now) : readSigned(bytes, trust);
  if (!read.ok) return read;
  const { vaultId, head } = read.value;
  if (vaultId !== vault.identity.id) return fail('evidence/other-vault', { vaultId });
  return ok({ ...read.value, place: vault.read((db) => placeOfHead(db, head)) });
};

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');

const embedded = z.object({
  vault: z.object({ id: z.string() }),
  auditHead: z.object({ seq: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
});

/** What counts is the JSON that the first signature covers, whose bytes are intact: its signer saw that head. */
const readSealedPdf = (
  bytes: Uint8Array,
  { anchors, crls, issuers }: TrustMaterial,
  at: Date,
): Result<Evidence, Failure<EvidenceFailure>> => {
  const judged = validatePdf(bytes, { anchors, crls, intermediates: issuers, at });
  if (!judged.ok) return fail('evidence/unreadable');
  const { record, signatures } = judged.value;
  const [first] = signatures.filter(({ kind }) => kind === 'signature').sort((a, b) => a.revision - b.revision);
  const file = extractEmbeddedFile(bytes, recordFileName);
  if (record === null || !file.ok) return fail(first === undefined ? 'evidence/no-head' : 'evidence/altered');
  if (first === undefined || !record.coveredByFirstSignature) return fail('evidence/altered');
  const facts = embedded.safeParse(JSON.parse(Buffer.from(file.value).toString('utf8')));
  if (!facts.success) return fail('evidence/no-head');
  return ok({
    kind: 'sealed-pdf',
    vaultId: facts.data.vault.id,
    head: facts.data.auditHead,
    signer: first.signer,
    at: first.signedAt,
    trusted: first.answers.signer.indication === Indication.Passed,
  });
};

const readSigned = (bytes: Uint8Array, trust: TrustMaterial): Result<Evidence, Failure<EvidenceFailure>> => {
  const read = readCheckpoint(bytes);
  if (!read.ok) return read;
  const { checkpoint, signer, certificates } = read.value;
  const { vaultId, seq, hash, at } = checkpoint;
  const path = validatePath(signer, {
    anchors: trust.anchors,
    intermediates: [...trust.issuers, ...certificates],
    crls: trust.crls,
    at: new Date(at),
  });
  return ok({
    kind: 'checkpoint',
    vaultId,
    head: { seq, hash },
    signer: signer.subject.commonName ?? signer.subject.text,
    at,
    trusted: path.anchor !== null && path.conclusion.indication === Indication.Passed,
  });
};
