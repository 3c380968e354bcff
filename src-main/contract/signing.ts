import { z } from 'zod';
import { Indication } from '../domain/indication.ts';
import { call } from './call.ts';
import { auditRow } from './records.ts';
import { bytes, consent, id, instant, meaning, reason, role, sha256 } from './shapes.ts';

const place = z.object({ recordId: id, requirementId: id });

export const signingCalls = {
  /** Exactly the bytes that will be signed, and what the signature will say. */
  'signing.prepare': call(
    place,
    z.object({
      recordId: id,
      revision: z.number().int(),
      title: z.string(),
      meaning,
      requirement: z.string(),
      signer: z.object({ userName: z.string(), fullName: z.string(), role }),
      at: instant,
      zone: z.string(),
      /** Of `pdf`; the signature is refused if the record's bytes are others by then. */
      sha256,
      pdf: bytes,
      fileName: z.string(),
      certificate: z.object({ subject: z.string(), serial: z.string(), notAfter: instant }),
      /** Whether this signature has to give a code of the second factor (draft Annex 11, 13.3). */
      codeNeeded: z.boolean(),
      /** The token that holds the key, by its label: its PIN is asked, and the login pass phrase. Null: the vault holds it. */
      token: z.string().nullable(),
      /** The program that runs, and the version that was validated where it is another one (11.10(a)). */
      unvalidated: z.object({ running: z.string(), validated: z.string() }).nullable(),
      /** The record's own trail, which whoever approves looks at first; null where this signature asks for no look. */
      trail: z
        .object({
          entries: z.number().int(),
          more: z.boolean(),
          /** Number of the newest entry: confirmed as `trailReviewed`. */
          upTo: z.number().int(),
          unusual: z.array(auditRow),
        })
        .nullable(),
    }),
  ),
  'signing.sign': call(
    place.extend({
      ...consent.shape,
      shown: sha256,
      comment: z.string().trim().max(500).nullable(),
      /** The entry up to which the signer looked at the record's trail; needed where `trail` was shown. */
      trailReviewed: z.number().int().nullable().default(null),
    }),
    z.object({ signedAt: instant, zone: z.string(), complete: z.boolean(), sha256 }),
  ),
  /** A signed refusal: the record goes back to its author with the reason. */
  'signing.reject': call(
    place.extend({
      ...consent.shape,
      shown: sha256,
      reason,
    }),
    z.object({ signedAt: instant, zone: z.string(), sha256 }),
  ),
};

const indication = z.enum(Indication);

/** One of the four answers a verifier gives apart: bytes, signer, coverage, later changes. */
export const answer = z.object({ indication, subIndication: z.string().nullable(), reasons: z.array(z.string()) });

/** A signature's verdict: product.md's names, with the four answers beside it. */
export const signatureVerdict = z.object({
  kind: z.enum(['signature', 'documentTimestamp']),
  field: z.string(),
  signer: z.string().nullable(),
  signedAt: z.string().nullable(),
  timeSource: z.enum(['claimed', 'timestamp']),
  level: z.string(),
  indication,
  subIndication: z.string().nullable(),
  coversWholeFile: z.boolean(),
  changesAfter: z.enum(['none', 'permitted', 'forbidden']),
  docMDP: z.number().int().nullable(),
  reasons: z.array(z.string()),
  reason: z.string().nullable(),
  revision: z.number().int(),
  page: z.number().int().nullable(),
  algorithm: z.string().nullable(),
  answers: z.object({ bytes: answer, signer: answer, coverage: answer, changes: answer }),
  chain: z.array(
    z.object({
      subject: z.string(),
      issuer: z.string(),
      serial: z.string(),
      notBefore: z.string(),
      notAfter: z.string(),
      fingerprint: z.string(),
    }),
  ),
  revocation: z
    .object({
      status: z.string(),
      /** `crl`, `ocsp`, `report` (a loss that the vault knows of, and no list yet) or `none`. */
      source: z.string(),
      knownUpTo: z.string().nullable(),
      revokedAt: z.string().nullable(),
      /** Since when the key may have been in other hands. */
      invalidSince: z.string().nullable(),
    })
    .nullable(),
  /** Made after the reported loss of its key; null where no loss is known. */
  signedAfterLoss: z.boolean().nullable(),
  changes: z.array(
    z.object({ revision: z.number().int(), what: z.string(), rule: z.string(), permitted: z.boolean() }),
  ),
});

export const verification = z.object({
  file: z.string(),
  indication,
  signatures: z.array(signatureVerdict),
  record: z.object({ id: z.string(), type: z.string(), title: z.string(), revision: z.number().int() }).nullable(),
  warnings: z.array(z.string()),
  revisions: z.number().int(),
  size: z.number().int(),
  sha256,
});

export const verifyCalls = {
  /** Judges any PDF; trust comes from the open vault's anchors, if one is open. */
  'verify.pdf': call(z.object({ name: z.string().max(400), bytes }), verification),
  /** Judges the sealed PDF of a record in the open vault. */
  'verify.record': call(z.object({ recordId: id, revision: z.number().int() }), verification),
  /** The exact bytes that a signature covers: the signed revision. */
  'verify.revision': call(z.object({ bytes, revision: z.number().int() }), z.object({ bytes })),
};
