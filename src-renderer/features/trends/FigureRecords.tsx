import { Anchor, Badge, Modal, Text } from '@mantine/core';
import { Link } from 'wouter';
import { count } from '../../lib/text.ts';
import { valueText, type AskedFigure } from './figures.ts';
import styles from './Trends.module.css';
import { useFocusBack } from '../../ui/use-focus-back.ts';

/** More are not listed; the export names them all. */
const mostShown = 500;

/** Action items have no page of their own; search leads to where they stand. */
const addressOf = (id: string): string =>
  id.startsWith('AI-') ? `/search?${new URLSearchParams({ q: id }).toString()}` : `/records/${encodeURIComponent(id)}`;

interface Props {
  readonly asked: AskedFigure;
  readonly unit: string;
  readonly onClose: () => void;
}

/** The records that a figure was computed from. */
export const FigureRecords = ({ asked: { title, cell }, unit, onClose }: Props) => {
  useFocusBack(true);
  const counted = cell.counted === null ? null : new Set(cell.counted);
  const rest = cell.ids.length - mostShown;
  return (
    <Modal opened title={title} onClose={onClose} size="lg">
      <Text mb="xs">
        {valueText(cell.value, unit)}, computed from {count(cell.ids.length, 'record')}
        {counted !== null && `, of which ${String(counted.size)} counted`}.
      </Text>
      <ul className={styles['records']} aria-label="Records">
        {cell.ids.slice(0, mostShown).map((id) => (
          <li key={id}>
            <Anchor component={Link} href={addressOf(id)} onClick={onClose}>
              {id}
            </Anchor>
            {counted?.has(id) === true && (
              <Badge variant="light" color="gray" tt="none" fw={500} radius="sm">
                counted
              </Badge>
            )}
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Text size="sm" c="dimmed">
          And {count(rest, 'more record', 'more records')}, which the CSV names.
        </Text>
      )}
    </Modal>
  );
};
