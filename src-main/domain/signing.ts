import type { Content } from './form.ts';
import type { Role } from './roles.ts';

/** What a signature says (21 CFR 11.50(a)(3)): a controlled list, fixed per record type. */
export const Meaning = {
  Authorship: 'Authorship',
  Review: 'Review',
  Verification: 'Verification',
  Responsibility: 'Responsibility',
  Approval: 'Approval',
  QualityApproval: 'Quality approval',
  ExtensionApproval: 'Extension approval',
  Waiver: 'Waiver',
  Rejection: 'Rejection',
  Withdrawal: 'Withdrawal',
  Acknowledgement: 'Acknowledgement',
} as const;
export type Meaning = (typeof Meaning)[keyof typeof Meaning];

/** A role, a meaning and a place in the order that a record type demands before a revision is effective. */
export interface SignatureRequirement {
  readonly id: string;
  /** The part the signer plays in this record, e.g. `Evaluator`. */
  readonly title: string;
  readonly meaning: Meaning;
  /** An account needs one of these to be named here. */
  readonly eligible: readonly Role[];
  readonly optional: boolean;
  /** Content that demands an optional signature after all, e.g. quality assurance where patients are concerned. */
  readonly mandatoryWhen?: (content: Content) => boolean;
  /** True where the requirement belongs to the revision's author and nobody else. */
  readonly byAuthor: boolean;
}

/** Whether a revision with this content may do without the signature. */
export const mayBeLeftOut = ({ optional, mandatoryWhen }: SignatureRequirement, content: Content): boolean =>
  optional && mandatoryWhen?.(content) !== true;

/** Meanings that stand for one's own work. Every other one is given by somebody who did not write the revision. */
const ownWork: readonly Meaning[] = [Meaning.Authorship, Meaning.Responsibility, Meaning.Acknowledgement];

/** Whether whoever wrote part of a revision may sign it with this meaning (11.10(g); draft Annex 11, 11.10). */
export const mayContributorSign = (meaning: Meaning): boolean => ownWork.includes(meaning);

/** Meanings that release a record: whoever gives one has looked at the record's own trail first. */
const releasing: readonly Meaning[] = [
  Meaning.Approval,
  Meaning.QualityApproval,
  Meaning.ExtensionApproval,
  Meaning.Waiver,
];

/** Whether a signature asks for a look at the trail of what is signed (draft Annex 11, 12.4; PI 041-1 9.8). */
export const needsTrailReview = (meaning: Meaning): boolean => releasing.includes(meaning);

/** A signature requirement with the person who was named for it when the revision was sent for signature. */
export interface AssignedRequirement {
  readonly id: string;
  readonly title: string;
  readonly meaning: Meaning;
  readonly ordinal: number;
  readonly signer: SignerIdentity;
}

/** Who a person is in every signature manifestation (draft Annex 11, 13.6: name, user name and role). */
export interface SignerIdentity {
  readonly accountId: string;
  readonly userName: string;
  readonly fullName: string;
  readonly role: Role;
}

/** What every reader of a signed record sees of one signature (11.50; draft Annex 11, 13.4 and 13.6). */
export interface SignatureManifestation extends SignerIdentity {
  readonly requirement: string;
  readonly meaning: Meaning;
  /** UTC, ISO 8601. */
  readonly signedAt: string;
  /** IANA zone of the signer's machine. */
  readonly zone: string;
  readonly comment: string | null;
  readonly certificateSerial: string;
}

/** Who has signed what so far: enough to judge the next signature. */
export interface RequirementStatus {
  readonly id: string;
  readonly ordinal: number;
  readonly meaning: Meaning;
  readonly accountId: string;
  readonly status: 'pending' | 'signed' | 'rejected' | 'cancelled';
  /** Whether the record type gives it to the author: the reviewer of an access review signs what they reviewed. */
  readonly byAuthor?: boolean;
}

export type SigningObstacle =
  | 'signing/not-awaiting-signatures'
  | 'signing/not-a-requirement'
  | 'signing/not-yours'
  | 'signing/out-of-order'
  | 'signing/already-signed'
  | 'signing/author-cannot-approve'
  | 'signing/contributor-cannot-approve';

/**
 * Whether this account may sign (or reject at) this requirement now; null where nothing stands against it.
 * Order is enforced (11.10(f)), and nobody but the author's own requirement is open to the author (11.10(g)). Whoever
 * else wrote in the revision neither reviews nor approves it.
 */
export const signingObstacle = (
  requirements: readonly RequirementStatus[],
  requirementId: string,
  accountId: string,
  authorId: string,
  contributors: readonly string[] = [],
): SigningObstacle | null => {
  const wanted = requirements.find((requirement) => requirement.id === requirementId);
  if (!wanted) return 'signing/not-a-requirement';
  if (wanted.status === 'signed') return 'signing/already-signed';
  if (wanted.status !== 'pending') return 'signing/not-awaiting-signatures';
  if (wanted.accountId !== accountId) return 'signing/not-yours';
  if (accountId === authorId && wanted.meaning !== Meaning.Authorship && wanted.byAuthor !== true)
    return 'signing/author-cannot-approve';
  if (accountId !== authorId && contributors.includes(accountId) && !mayContributorSign(wanted.meaning))
    return 'signing/contributor-cannot-approve';
  const earlier = requirements.filter((requirement) => requirement.ordinal < wanted.ordinal);
  if (earlier.some((requirement) => requirement.status !== 'signed')) return 'signing/out-of-order';
  return null;
};

/** Requirements with what their record type says of them. */
export const withTheirKind = <T extends RequirementStatus>(
  assigned: readonly T[],
  known: readonly SignatureRequirement[],
): readonly (T & { readonly byAuthor: boolean })[] =>
  assigned.map((one) => ({ ...one, byAuthor: known.find(({ id }) => id === one.id)?.byAuthor ?? false }));
