import { z } from 'zod';
import { Indication, SubIndication } from '../../domain/indication.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { extractEmbeddedFile, recordFileName, validatePdf } from '../../pades/index.ts';
import { validatePath } from '../../pki/index.ts';
import { placeOfHead, type AuditHead, type HeadPlace, type OpenVault } from '../../vault/index.ts';
import { trustMaterial, type TrustMaterial } from '../trust/material.ts';
import { readCheckpoint } from './checkpoint.ts';

/** A head of the audit trail that somebody outside the vault holds under a signature. */
export interface Evidence {
  readonly kind: 'sealed-pdf' | 'checkpoint';
  readonly vaultId: string;
  readonly head: AuditHead;
  /** Common name of who signed (a PDF: first), and the time that was claimed. */
  readonly signer: string | null;
  readonly at: string | null;
  /** Whether the signature speaks for its signer. Whatever it says, it is held against the trail. */
  readonly standing: Standing;
  readonly trusted: boolean;
}

/** What a signer's certificate is worth. A claimed time proves nothing: a key that is revoked by now may have signed later. */
export type Standing =
  | 'known'
  /** It leads to no trust anchor. */
  | 'unknown-signer'
  | 'revoked-signer'
  /** It was out of date, or not made for this, at the time that it claims. */
  | 'unfit-signer';

/** Evidence, held against a trail. */
export interface JudgedEvidence extends Evidence {
  readonly place: HeadPlace;
  readonly proof: Proof;
}

/** What follows from evidence. */
export type Proof =
  | 'agrees'
  /** The history was rewritten or forked, or an older vault stands in place of a newer one. */
  | 'contradicts'
  /** It agrees, and anybody could have made it. */
  | 'proves-nothing'
  /** It contradicts, but its signer is not known: it is forged, or the vault's trust anchors were replaced too. */
  | 'doubtful';

const proofOf = (standing: Standing, place: HeadPlace): Proof =>
  standing === 'known'
    ? place === 'on-chain'
      ? 'agrees'
      : 'contradicts'
    : place === 'on-chain'
      ? 'proves-nothing'
      : 'doubtful';

export type EvidenceFailure =
  /** Neither a PDF nor a checkpoint that can be read. */
  | 'evidence/unreadable'
  /** A PDF that carries no head of an audit trail. */
  | 'evidence/no-head'
  /** Its signature does not fit what it says, or what it says is not signed. */
  | 'evidence/altered'
  /** It is of another vault. Details: `vaultId`. */
  | 'evidence/other-vault';

/**
 * Reads a sealed PDF or a checkpoint and holds its head against a vault's trail.
 * @param anchors trust anchors from outside, DER; the vault's own where null, which whoever holds its key can replace
 */
export const judgeEvidence = (
  vault: OpenVault,
  bytes: Uint8Array,
  now: Date,
  anchors: readonly Uint8Array[] | null = null,
): Result<JudgedEvidence, Failure<EvidenceFailure>> => {
  const own = vault.read(trustMaterial);
  const trust = anchors === null ? own : { ...own, anchors };
  const read = isPdf(bytes) ? readSealedPdf(bytes, trust, now) : readSigned(bytes, trust, now);
  if (!read.ok) return read;
  const { vaultId, head, standing } = read.value;
  if (vaultId !== vault.identity.id) return fail('evidence/other-vault', { vaultId });
  const place = vault.read((db) => placeOfHead(db, head));
  return ok({ ...read.value, place, proof: proofOf(standing, place) });
};

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');

const embedded = z.object({
  vault: z.object({ id: z.string() }),
  auditHead: z.object({ seq: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
});

/** What counts is the JSON that the first signature covers, whose bytes are intact: its signer saw that head. */
const readSealedPdf = (
  bytes: Uint8Array,
  { anchors, crls, issuers, reported }: TrustMaterial,
  at: Date,
): Result<Evidence, Failure<EvidenceFailure>> => {
  const judged = validatePdf(bytes, { anchors, crls, intermediates: issuers, reported, at });
  if (!judged.ok) return fail('evidence/unreadable');
  const { record, signatures } = judged.value;
  const [first] = signatures.filter(({ kind }) => kind === 'signature').sort((a, b) => a.revision - b.revision);
  const file = extractEmbeddedFile(bytes, recordFileName);
  if (record === null || !file.ok) return fail(first === undefined ? 'evidence/no-head' : 'evidence/altered');
  if (first === undefined || !record.coveredByFirstSignature) return fail('evidence/altered');
  // It could be read as this, else there were no record. A byte order mark before it is no part of the text.
  const facts = embedded.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file.value)));
  if (!facts.success) return fail('evidence/no-head');
  return ok({
    kind: 'sealed-pdf',
    vaultId: facts.data.vault.id,
    head: facts.data.auditHead,
    signer: first.signer,
    at: first.signedAt,
    ...standingOf(first.answers.signer),
  });
};

const readSigned = (bytes: Uint8Array, trust: TrustMaterial, now: Date): Result<Evidence, Failure<EvidenceFailure>> => {
  const read = readCheckpoint(bytes);
  if (!read.ok) return read;
  const { checkpoint, signer, certificates } = read.value;
  const { vaultId, seq, hash, at } = checkpoint;
  const judgedAt = (moment: Date) =>
    validatePath(signer, {
      anchors: trust.anchors,
      intermediates: [...trust.issuers, ...certificates],
      crls: trust.crls,
      reported: trust.reported,
      at: moment,
    }).conclusion;
  const claimed = judgedAt(new Date(at));
  const present = judgedAt(now);
  return ok({
    kind: 'checkpoint',
    vaultId,
    head: { seq, hash },
    signer: signer.subject.commonName ?? signer.subject.text,
    at,
    ...standingOf(isRevoked(present) ? present : claimed),
  });
};

const isRevoked = ({ subIndication }: { readonly subIndication: string | null }): boolean =>
  subIndication === SubIndication.Revoked ||
  subIndication === SubIndication.RevokedNoPoe ||
  subIndication === SubIndication.RevokedCaNoPoe;

const standingOf = (judged: {
  readonly indication: string;
  readonly subIndication: string | null;
}): { readonly standing: Standing; readonly trusted: boolean } => {
  const standing =
    judged.indication === Indication.Passed
      ? 'known'
      : isRevoked(judged)
        ? 'revoked-signer'
        : judged.subIndication === SubIndication.NoCertificateChainFound ||
            judged.subIndication === SubIndication.NoCertificateChainFoundNoPoe
          ? 'unknown-signer'
          : 'unfit-signer';
  return { standing, trusted: standing === 'known' };
};
