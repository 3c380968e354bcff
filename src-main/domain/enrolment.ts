/** How somebody's identity was verified before they could sign (21 CFR 11.100(b)). */
export const proofingMethods = {
  'in-person': 'Seen in person',
  video: 'Seen in a video call',
  'third-party': 'Confirmed by a third party (e.g. a notary, an employer)',
} as const;
export type ProofingMethod = keyof typeof proofingMethods;

/** What was shown. The kind is kept, never the number: it proves nothing more and is personal data. */
export const identityDocuments = {
  passport: 'Passport',
  'identity-card': 'Identity card',
  'driving-licence': 'Driving licence',
  'residence-permit': 'Residence permit',
  'company-badge': 'Company badge with photograph',
} as const;
export type IdentityDocument = keyof typeof identityDocuments;

/** What a person's signing roles wait for, in the order in which it is done. */
export const enrolmentSteps = ['identity', 'key', 'undertaking', 'approval'] as const;
export type EnrolmentStep = (typeof enrolmentSteps)[number];

export const enrolmentStepLabel: Readonly<Record<EnrolmentStep, string>> = {
  identity: 'Identity and training',
  key: 'Signing key',
  undertaking: 'Signed undertaking',
  approval: 'Approval by a second person',
};

/** Who has a part in somebody's enrolment, by account id. */
export interface EnrolmentParts {
  readonly person: string;
  readonly recordedBy: string;
}

/**
 * Why this account cannot be the second person: nobody approves what they recorded, and nobody their own enrolment
 * (11.100(b), 11.200(a)(3)). Null where it can.
 */
export const secondPersonObstacle = (
  { person, recordedBy }: EnrolmentParts,
  approver: string,
): 'enrolment/own-enrolment' | 'enrolment/own-record' | null => {
  if (approver === person) return 'enrolment/own-enrolment';
  return approver === recordedBy ? 'enrolment/own-record' : null;
};

/** The text by which a person answers for their signatures (11.10(j)). A change of the text is a new version. */
export const undertaking = {
  version: 1,
  title: 'Undertaking on electronic signatures',
  /** @param policy the procedure by which the organisation uses electronic signatures */
  statements: (policy: string): readonly string[] => [
    'I accept that my electronic signature binds me as my handwritten signature does (21 CFR 11.100, EU GMP Annex 11 s.14).',
    'I answer for every act that is done under my electronic signature (21 CFR 11.10(j)).',
    'My signing pass phrase and my login pass phrase are mine alone. I tell them to nobody and let nobody act under my name.',
    'I sign only what I have read and what falls within my role, and I state the meaning of my signature truthfully.',
    'If my key or a pass phrase may have become known to others, I report it without delay.',
    `I have been trained in the procedure ${policy} and follow it.`,
  ],
} as const;
