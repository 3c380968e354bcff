import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, type Icon } from '@tabler/icons-react';
import { Indication } from '../../../src-main/contract/index.ts';
import { groupedHash } from '../../lib/text.ts';
import { fullTime } from '../../lib/time.ts';
import { advice, revocationSourceWords, timeSourceWords } from '../../lib/verdict.ts';
import type { SignatureVerdict } from '../../stores/verify.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { Facts } from '../../ui/Facts.tsx';
import styles from './Verify.module.css';

type Answer = SignatureVerdict['answers']['bytes'];

const questions: readonly {
  readonly key: keyof SignatureVerdict['answers'];
  readonly question: string;
  readonly words: Readonly<Record<Indication, string>>;
}[] = [
  {
    key: 'bytes',
    question: 'Are these the signed bytes?',
    words: { 'TOTAL-PASSED': 'Unchanged', INDETERMINATE: 'Not known', 'TOTAL-FAILED': 'Changed' },
  },
  {
    key: 'signer',
    question: 'Who signed?',
    words: { 'TOTAL-PASSED': 'Identity verified', INDETERMINATE: 'Not verified here', 'TOTAL-FAILED': 'Not accepted' },
  },
  {
    key: 'coverage',
    question: 'What does it cover?',
    words: { 'TOTAL-PASSED': 'All of its revision', INDETERMINATE: 'Not known', 'TOTAL-FAILED': 'Not everything' },
  },
  {
    key: 'changes',
    question: 'What came after?',
    words: { 'TOTAL-PASSED': 'Nothing forbidden', INDETERMINATE: 'Not judged', 'TOTAL-FAILED': 'Forbidden changes' },
  },
];

const marks: Readonly<Record<Indication, { readonly icon: Icon; readonly state: string }>> = {
  'TOTAL-PASSED': { icon: IconCircleCheck, state: 'valid' },
  INDETERMINATE: { icon: IconAlertTriangle, state: 'unverified' },
  'TOTAL-FAILED': { icon: IconCircleX, state: 'invalid' },
};

/** All that is known of a signature: the four answers with their reasons, the person, the path, what came after. */
export const SignatureDetails = ({ signature }: { readonly signature: SignatureVerdict }) => {
  const help = advice(signature);
  const { revocation } = signature;
  return (
    <div className={styles['details']}>
      {help !== null && (
        <Alert color="gray" title="What to do">
          {help}
        </Alert>
      )}
      <div className={styles['answers']}>
        {questions.map(({ key, question, words }) => (
          <AnswerBox
            key={key}
            question={question}
            word={words[signature.answers[key].indication]}
            answer={signature.answers[key]}
          />
        ))}
      </div>
      <Facts
        items={[
          ['Signer', signature.signer ?? 'unknown'],
          ['Meaning', signature.reason ?? 'not stated'],
          [
            'Time',
            <span key="time">
              {signature.signedAt === null ? 'not stated' : fullTime(signature.signedAt)}
              <br />
              <Text size="sm" c="dimmed" component="span">
                {timeSourceWords(signature)}
              </Text>
            </span>,
          ],
          ['Verdict', [signature.indication, signature.subIndication].filter((word) => word !== null).join(' / ')],
          ['Level', signature.level === 'none' ? 'no PAdES level' : `PAdES ${signature.level}`],
          ['Algorithm', signature.algorithm ?? 'unknown'],
          ['Covers the whole file', signature.coversWholeFile ? 'Yes' : 'No, something was added after it'],
          [
            'Revocation',
            revocation === null
              ? 'not checked: no revocation list at hand'
              : `${revocation.status}, from ${revocationSourceWords(revocation.source)}${
                  revocation.knownUpTo === null ? '' : `, as of ${fullTime(revocation.knownUpTo)}`
                }${revocation.revokedAt === null ? '' : `; revoked on ${fullTime(revocation.revokedAt)}`}`,
          ],
          ...(signature.signedAfterLoss === null
            ? []
            : [
                [
                  'Loss of the key',
                  `reported since ${fullTime(revocation?.invalidSince ?? '')}; this signature was made ${signature.signedAfterLoss ? 'after' : 'before'} it`,
                ] as const,
              ]),
          ['Field', `${signature.field}${signature.page === null ? '' : `, page ${String(signature.page)}`}`],
        ]}
      />
      {signature.chain.length > 0 && <Path signature={signature} />}
      {signature.changes.length > 0 && (
        <div>
          <h4 className={styles['sub']}>Changes after this signature</h4>
          <ul className={styles['reasons']}>
            {signature.changes.map((change) => (
              <li key={`${String(change.revision)}/${change.what}`}>
                Revision {change.revision}: {change.what} – {change.permitted ? 'permitted' : 'not permitted'} (
                {change.rule})
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
};

interface AnswerProps {
  readonly question: string;
  readonly word: string;
  readonly answer: Answer;
}

const AnswerBox = ({ question, word, answer }: AnswerProps) => {
  const { icon: MarkIcon, state } = marks[answer.indication];
  return (
    <div className={styles['answer']}>
      <Text size="sm" c="dimmed">
        {question}
      </Text>
      <div className={styles['answerHead']}>
        <MarkIcon size={16} className={styles['state']} data-state={state} aria-hidden />
        {word}
      </div>
      {answer.reasons.length > 0 && (
        <ul className={styles['reasons']}>
          {answer.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </div>
  );
};

const Path = ({ signature }: { readonly signature: SignatureVerdict }) => (
  <div>
    <h4 className={styles['sub']}>Certificate path</h4>
    <ol className={styles['chain']}>
      {signature.chain.map((certificate) => (
        <li key={certificate.fingerprint} className={styles['link']}>
          <div>{certificate.subject}</div>
          <Text size="sm" c="dimmed" component="div">
            issued by {certificate.issuer}
            <br />
            valid {certificate.notBefore.slice(0, 10)} to {certificate.notAfter.slice(0, 10)}, serial number{' '}
            {certificate.serial}
            <br />
            SHA-256{' '}
            <CopyText
              value={certificate.fingerprint}
              shown={groupedHash(certificate.fingerprint)}
              label={`Copy the fingerprint of ${certificate.subject}`}
            />
          </Text>
        </li>
      ))}
    </ol>
  </div>
);
