import { Checkbox, Text, Title } from '@mantine/core';
import { riskLabel } from '../../../src-main/contract/index.ts';
import { count } from '../../lib/text.ts';
import { fullTime } from '../../lib/time.ts';
import type { Prepared } from '../../stores/signing.ts';
import { actionWords } from '../audit/words.ts';
import styles from './Signing.module.css';

interface Props {
  readonly trail: NonNullable<Prepared['trail']>;
  readonly looked: boolean;
  readonly onLooked: (looked: boolean) => void;
}

/** What happened to the record so far, what is unusual in full: whoever approves says that they looked at it. */
export const TrailLook = ({ trail: { entries, more, unusual, upTo }, looked, onLooked }: Props) => (
  <section aria-label="History of the record">
    <Title order={3} size="h5">
      History of this record
    </Title>
    <Text size="sm">
      {more ? `More than ${String(entries)} entries` : count(entries, 'entry', 'entries')}, {unusual.length} of them
      unusual{unusual.length === 0 ? '.' : ':'}
    </Text>
    {unusual.length > 0 && (
      <ol className={styles['trail']}>
        {unusual.map((entry) => (
          <li key={entry.seq}>
            <Text size="sm" component="div">
              <b>{actionWords(entry.action)}</b>
              {entry.risk !== null && ` (${riskLabel[entry.risk]})`}
            </Text>
            <Text size="sm" c="dimmed" component="div">
              No. {entry.seq}, {entry.who}, {fullTime(entry.at, entry.zone)}
            </Text>
            {entry.reason !== null && <Text size="sm">{entry.reason}</Text>}
          </li>
        ))}
      </ol>
    )}
    <Checkbox
      mt={6}
      label={`I have looked at the history of this record up to entry ${String(upTo)}`}
      description="The tab History of the record shows every entry with old and new values. Your look stands in the audit trail."
      checked={looked}
      onChange={(event) => onLooked(event.currentTarget.checked)}
    />
  </section>
);
