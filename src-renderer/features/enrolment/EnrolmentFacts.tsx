import { identityDocuments, proofingMethods, roleLabel } from '../../../src-main/contract/index.ts';
import { fullTime, shortTime } from '../../lib/time.ts';
import { Facts } from '../../ui/Facts.tsx';
import type { Enrolling } from './types.ts';

/** What is on record of somebody's enrolment. */
export const EnrolmentFacts = ({
  person: { current, undertaking, versions, waiting },
}: {
  readonly person: Enrolling;
}) => {
  if (current === null) return null;
  return (
    <Facts
      items={[
        ['Identity', `${proofingMethods[current.method]}, ${current.verifiedOn}`],
        ['Document', identityDocuments[current.documentKind]],
        ['Training', `${current.trainingReference}, ${current.trainedOn}`],
        ...(waiting.length > 0
          ? [['Not trained for', waiting.map((role) => roleLabel[role]).join(', ')] as const]
          : []),
        ['Recorded', `by ${current.recordedBy}, ${shortTime(current.recordedAt)}`],
        ['Undertaking', undertaking === null ? 'Not signed' : `signed ${fullTime(undertaking.signedAt)}`],
        [
          'Approved',
          current.approvedAt === null ? 'Not yet' : `by ${current.approvedBy ?? ''}, ${shortTime(current.approvedAt)}`,
        ],
        ...(versions > 1 ? [['Version', String(versions)] as const] : []),
      ]}
    />
  );
};
