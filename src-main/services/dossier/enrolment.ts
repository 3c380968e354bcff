import type { DossierSection } from '../../documents/index.ts';
import {
  enrolmentStepLabel,
  enrolmentSteps,
  identityDocuments,
  type EnrolmentStep,
  proofingMethods,
} from '../../domain/enrolment.ts';
import { signingRoles } from '../../domain/roles.ts';
import { accounts, currentEnrolment, currentUndertaking, type ReadableVault } from '../../vault/index.ts';
import { missingSteps } from '../enrolment/standing.ts';
import { day, minute } from './words.ts';

/** How each signer was identified and trained, what they undertook, and who approved it (11.10(i), (j), 11.100(b)). */
export const enrolmentSection = (db: ReadableVault, now: Date): DossierSection => {
  const everybody = accounts(db);
  const nameOf = (id: string | null): string => everybody.find((one) => one.id === id)?.userName ?? '';
  const signers = everybody.filter(({ roles }) => roles.some((role) => signingRoles.includes(role)));
  return {
    title: 'Enrolment of signers',
    about:
      'Nobody signs before identity and training are on record, the undertaking is signed, and a second person approved it. ' +
      'What was shown is kept as its kind, never with its number.',
    facts: [['Hold a signing role', String(signers.length)]],
    tables: [
      {
        title: 'On record',
        columns: [
          { title: 'User name' },
          { title: 'Identified' },
          { title: 'Training' },
          { title: 'Undertaking', rigid: true },
          { title: 'Recorded by' },
          { title: 'Approved' },
          { title: 'Missing' },
        ],
        rows: signers.map(({ id, userName }) => {
          const record = currentEnrolment(db, id);
          const signed = currentUndertaking(db, id);
          return [
            userName,
            record === undefined
              ? ''
              : `${record.verifiedOn}: ${proofingMethods[record.method]}, ${identityDocuments[record.documentKind]}`,
            record === undefined ? '' : `${record.trainedOn}: ${record.trainingReference}`,
            signed === undefined ? '' : day(signed.signedAt),
            record === undefined ? '' : nameOf(record.recordedBy),
            record?.approvedAt == null ? '' : `${minute(record.approvedAt)} ${nameOf(record.approvedBy)}`,
            missingWords(missingSteps(db, id, now)),
          ];
        }),
        empty: 'Nobody holds one.',
      },
    ],
    notes: [],
  };
};

const missingWords = (steps: readonly EnrolmentStep[]): string =>
  steps.length === enrolmentSteps.length
    ? 'everything'
    : steps.map((step) => enrolmentStepLabel[step].toLowerCase()).join(', ');
