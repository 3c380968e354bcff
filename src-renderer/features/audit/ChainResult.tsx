import { Alert, List } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react';
import type { Output } from '../../../src-main/contract/index.ts';
import { count, shortHash } from '../../lib/text.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { defectWords, evidenceWords } from './verdict-words.ts';

type Verdict = Output<'audit.verify'>;

/** What a check of the whole trail found, and what each file says that it was held against. */
export const ChainResult = ({ result }: { readonly result: Verdict }) => (
  <>
    <Chain result={result} />
    {result.evidence.map((item) => {
      const { state, title, text } = evidenceWords(item);
      return (
        <Alert key={item.name} {...looks[state]} title={`${item.name}: ${title}`}>
          {text}
        </Alert>
      );
    })}
  </>
);

const looks = {
  good: { color: 'green', icon: <IconCircleCheck aria-hidden /> },
  open: { color: 'yellow', icon: <IconHelpCircle aria-hidden /> },
  bad: { color: 'red', icon: <IconAlertTriangle aria-hidden />, role: 'alert' },
} as const;

const Chain = ({ result: { outcome, entries, head, firstBad, guardsMissing } }: { readonly result: Verdict }) =>
  outcome !== 'failed' ? (
    <Alert {...looks.good} title="The chain is whole">
      {count(entries, 'entry', 'entries')} checked, each fits the one before it.
      {head !== null && (
        <div>
          Head <CopyText value={head} shown={shortHash(head)} label="Copy the head of the chain" />
        </div>
      )}
    </Alert>
  ) : (
    <Alert {...looks.bad} title="The history is not what it was">
      {firstBad !== null && <p>{defectWords(firstBad)}</p>}
      {guardsMissing.length > 0 && (
        <>
          <p>Guards of the history were taken out of the database, altered or added:</p>
          <List size="sm">
            {guardsMissing.map((name) => (
              <List.Item key={name}>{name}</List.Item>
            ))}
          </List>
        </>
      )}
      <p>Stop working in this vault, keep a copy of it as it is, and compare it with the newest backup.</p>
    </Alert>
  );
