import { z } from 'zod';
import { enrolmentSteps, identityDocuments, proofingMethods } from '../domain/enrolment.ts';
import { call } from './call.ts';
import {
  bytes,
  consent,
  day,
  empty,
  id,
  instant,
  line,
  ownPassPhrase,
  person,
  reason,
  role,
  secret,
  sha256,
} from './shapes.ts';

const method = z.enum(Object.keys(proofingMethods) as (keyof typeof proofingMethods)[]);
const documentKind = z.enum(Object.keys(identityDocuments) as (keyof typeof identityDocuments)[]);

const version = z.object({
  version: z.number().int(),
  method,
  documentKind,
  verifiedOn: day,
  trainingReference: z.string(),
  trainedOn: day,
  recordedAt: instant,
  recordedBy: z.string(),
  approvedAt: instant.nullable(),
  approvedBy: z.string().nullable(),
});

/** Where somebody who is to sign stands. */
export const enrolmentView = person.extend({
  /** What is still missing, in the order in which it is done; empty: the signing roles are active. */
  missing: z.array(z.enum(enrolmentSteps)),
  /** Signing roles that were given since the training was recorded: they wait for training of their own. */
  waiting: z.array(role),
  /** The record that counts now. */
  current: version.nullable(),
  versions: z.number().int(),
  undertaking: z.object({ textVersion: z.number().int(), signedAt: instant, sha256 }).nullable(),
  /** What the caller may do now, and why they may not approve where it is not for a lack of the duty. */
  may: z.object({ record: z.boolean(), approve: z.boolean(), obstacle: z.string().nullable() }),
});

/** Enrolment of the people who sign (21 CFR 11.10(i), (j), 11.100(b)). */
export const enrolmentCalls = {
  /** Everybody with a signing role and an active account. */
  'enrolment.list': call(empty, z.object({ people: z.array(enrolmentView) })),
  'enrolment.mine': call(empty, enrolmentView.nullable()),
  /** An administrator records identity and training; anew after a change, which has to be approved again. */
  'enrolment.record': call(
    z.object({
      accountId: id,
      method,
      documentKind,
      verifiedOn: day,
      trainingReference: line,
      trainedOn: day,
      /** Why something else is on record from now on; needed where something was (draft Annex 11, 12.1). */
      reason: reason.nullable().default(null),
      ownPassPhrase,
    }),
    enrolmentView,
  ),
  /** Exactly the bytes that the person will sign. */
  'enrolment.prepareUndertaking': call(
    empty,
    z.object({
      fileName: z.string(),
      title: z.string(),
      statements: z.array(z.string()),
      pdf: bytes,
      sha256,
      codeNeeded: z.boolean(),
      /** As for `signing.prepare`. */
      token: z.string().nullable(),
    }),
  ),
  'enrolment.signUndertaking': call(consent.extend({ shown: sha256 }), enrolmentView),
  'enrolment.undertakingPdf': call(z.object({ accountId: id }), z.object({ fileName: z.string(), bytes })),
  /** The second person approves, with user name and login pass phrase. */
  'enrolment.approve': call(z.object({ accountId: id, userName: line, passPhrase: secret }), enrolmentView),
};
