import { ActionIcon, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import { isDate } from '../../../src-main/contract/index.ts';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly description?: ReactNode;
  readonly required?: boolean;
  readonly error?: ReactNode;
  /** ISO 8601, or whatever was typed so far. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A day: typed as YYYY-MM-DD, or chosen in the platform's own calendar. */
export const DateField = ({ value, onChange, ...rest }: Props) => {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div style={{ position: 'relative' }}>
      <TextInput
        {...rest}
        placeholder="YYYY-MM-DD"
        inputMode="numeric"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
        rightSection={
          <ActionIcon
            size={26}
            variant="subtle"
            color="gray"
            aria-label={`Choose ${rest.label.toLowerCase()} in a calendar`}
            onClick={() => picker.current?.showPicker()}
          >
            <IconCalendar size={16} />
          </ActionIcon>
        }
      />
      <input
        ref={picker}
        type="date"
        className="visually-hidden"
        style={{ right: 8, bottom: 0 }}
        tabIndex={-1}
        aria-hidden="true"
        value={isDate(value) ? value : ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
};
