import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  displayValue,
  isDate,
  isZone,
  longestTimelineText,
  parseTimeline,
  type Row,
  type TableField,
  type TimelineItem,
} from '../../../src-main/contract/index.ts';
import { count } from '../../lib/text.ts';
import { localZone } from '../../lib/time.ts';
import { DateField } from './DateField.tsx';
import styles from './Form.module.css';
import { emptyRow } from './paste.ts';
import { ZoneField } from './ZoneField.tsx';
import { useFocusBack } from '../use-focus-back.ts';

interface Props {
  readonly field: TableField;
  readonly onClose: () => void;
  readonly onInsert: (rows: readonly Row[]) => void;
}

/** Preview lines that are drawn at once. */
const shown = 200;

/** Notes or a chat, pasted as text, become rows of a timeline. What is no entry is shown and goes in without a time. */
export const PasteTimeline = ({ field, onClose, onInsert }: Props) => {
  useFocusBack(true);
  const [text, setText] = useState('');
  const [date, setDate] = useState('');
  const [zone, setZone] = useState(localZone());
  const items = isZone(zone) ? parseTimeline(text, { date: isDate(date) ? date : null, zone }) : [];
  const entries = items.filter(({ kind }) => kind === 'entry').length;
  const rest = items.length - entries;
  return (
    <Modal opened onClose={onClose} title="Paste a timeline" size="xl">
      <Stack gap="md">
        <Textarea
          data-autofocus
          label="Notes, chat or log"
          description="Lines such as 10:32 text, [10:32] text, 2026-03-01 10:32 - text, or a chat with name and time above its words. A day stands on a line of its own or before the time, and counts for the lines below it."
          autosize
          minRows={6}
          maxRows={12}
          maxLength={longestTimelineText}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group grow align="flex-start">
          <DateField
            id="paste-timeline-day"
            label="Day of the first line"
            description="Where the text does not say it."
            error={date !== '' && !isDate(date) ? 'Not a date (YYYY-MM-DD).' : null}
            value={date}
            onChange={setDate}
          />
          <ZoneField
            label="Time zone"
            description="Of times that name none."
            error={isZone(zone) ? null : 'Not a time zone that is known.'}
            value={zone}
            onChange={setZone}
          />
        </Group>
        {items.length > 0 && <Preview field={field} items={items} />}
        <Text size="sm" component="output">
          {items.length === 0
            ? 'Nothing to insert yet.'
            : `${count(entries, 'entry', 'entries')}${rest === 0 ? '' : `, and ${count(rest, 'line')} without a time, which ${rest === 1 ? 'goes' : 'go'} in as ${rest === 1 ? 'it is' : 'they are'}: give each its time or remove it`}.`}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={items.length === 0} onClick={() => onInsert(items.map((item) => rowOf(field, item)))}>
            Insert {count(items.length, 'row')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

const wordsOf = (item: TimelineItem): string => (item.kind === 'entry' ? item.entry.text : item.text);

const rowOf = (field: TableField, item: TimelineItem): Row => ({
  ...emptyRow(field.columns),
  ...(field.pasteText === undefined
    ? {}
    : {
        [field.pasteText.time]: item.kind === 'entry' ? item.entry.at : null,
        [field.pasteText.text]: wordsOf(item),
      }),
});

const Preview = ({ field, items }: { readonly field: TableField; readonly items: readonly TimelineItem[] }) => {
  const time = field.columns.find(({ id }) => id === field.pasteText?.time);
  return (
    // Scrolls, so it can be reached by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles['preview']} aria-label="What was read" tabIndex={0}>
      <ul>
        {items.slice(0, shown).map((item) => (
          <li key={item.line} data-unparsed={item.kind === 'unparsed' || undefined}>
            <span className={styles['previewTime']}>
              {item.kind === 'entry' && time !== undefined ? displayValue(time, item.entry.at) : 'no time'}
            </span>
            <span>{wordsOf(item)}</span>
          </li>
        ))}
        {items.length > shown && <li>and {items.length - shown} more</li>}
      </ul>
    </section>
  );
};
