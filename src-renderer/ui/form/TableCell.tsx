import type { KeyboardEvent } from 'react';
import { displayValue, isBlank, splitZonedTime, type Column, type Scalar } from '../../../src-main/contract/index.ts';
import { localZone } from '../../lib/time.ts';
import styles from './Form.module.css';
import { useNumberText } from './use-number-text.ts';
import { useZonedTimeText } from './use-zoned-time-text.ts';

interface Props {
  readonly id: string;
  readonly column: Column;
  /** `Incident 2, Detected`: what a screen reader calls the cell. */
  readonly label: string;
  readonly value: Scalar | undefined;
  readonly onChange: (value: Scalar) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const textOf = (value: Scalar | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** One cell of the table editor: a bare control of the column's kind. */
export const TableCell = (props: Props) => {
  const { id, column, label, value, onChange, onKeyDown } = props;
  if (column.setBySystem)
    return (
      <span id={id} className={styles['cell']} data-read-only>
        {isBlank(value) ? 'when saved' : displayValue(column, value)}
      </span>
    );
  switch (column.kind) {
    case 'text':
      return (
        <textarea
          id={id}
          rows={1}
          className={styles['cell']}
          aria-label={label}
          value={textOf(value)}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            const text = event.currentTarget.value.replaceAll(/\r?\n/g, ' ');
            onChange(text === '' ? null : text);
          }}
        />
      );
    case 'date':
      return (
        <input
          id={id}
          className={styles['cell']}
          aria-label={label}
          inputMode="numeric"
          placeholder="YYYY-MM-DD"
          value={textOf(value)}
          onKeyDown={onKeyDown}
          onChange={(event) =>
            onChange(event.currentTarget.value.trim() === '' ? null : event.currentTarget.value.trim())
          }
        />
      );
    case 'datetime':
      return <ZonedTimeCell {...props} />;
    case 'number':
      return <NumberCell {...props} />;
    case 'choice':
      return (
        <select
          id={id}
          className={styles['cell']}
          aria-label={label}
          value={textOf(value)}
          onKeyDown={onKeyDown}
          onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
        >
          <option value="">–</option>
          {column.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
          {textOf(value) !== '' && !column.options.some((option) => option.value === value) && (
            <option value={textOf(value)}>{textOf(value)} (not a choice)</option>
          )}
        </select>
      );
    default:
      return (
        <select
          id={id}
          className={styles['cell']}
          aria-label={label}
          value={value === true ? 'yes' : value === false ? 'no' : ''}
          onKeyDown={onKeyDown}
          onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value === 'yes')}
        >
          <option value="">–</option>
          <option value="yes">Yes</option>
          <option value="no">No</option>
        </select>
      );
  }
};

const NumberCell = ({ id, label, value, onChange, onKeyDown }: Props) => {
  const { text, onText, onBlur } = useNumberText(value, onChange);
  return (
    <input
      id={id}
      className={`${styles['cell'] ?? ''} ${styles['numeric'] ?? ''}`}
      aria-label={label}
      inputMode="decimal"
      value={text}
      onKeyDown={onKeyDown}
      onChange={(event) => onText(event.currentTarget.value)}
      onBlur={onBlur}
    />
  );
};

/** A time in one control. Its zone shows where it is not that of this machine, and may be typed behind the time. */
const ZonedTimeCell = ({ id, label, value, onChange, onKeyDown }: Props) => {
  const stored = textOf(value);
  const { text, onText, onBlur } = useZonedTimeText(stored, (next) => onChange(next === '' ? null : next));
  const { zone } = splitZonedTime(stored);
  return (
    <span className={styles['zonedCell']}>
      <input
        id={id}
        className={styles['cell']}
        aria-label={label}
        placeholder="YYYY-MM-DD HH:MM"
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => onText(event.currentTarget.value)}
        onBlur={onBlur}
      />
      {zone !== '' && zone !== localZone() && <small>{zone}</small>}
    </span>
  );
};
