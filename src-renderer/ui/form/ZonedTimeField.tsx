import { Group, Input } from '@mantine/core';
import type { ReactNode } from 'react';
import { joinZonedTime, splitZonedTime } from '../../../src-main/contract/index.ts';
import { localZone } from '../../lib/time.ts';
import { useZonedTimeText } from './use-zoned-time-text.ts';
import { ZoneField } from './ZoneField.tsx';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly description?: ReactNode;
  readonly required?: boolean;
  readonly error?: ReactNode;
  /** As a form keeps it, or whatever was typed so far. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A time with its zone: typed as YYYY-MM-DD HH:MM, beside the zone whose clock showed it. */
export const ZonedTimeField = ({ id, label, description, required, error, value, onChange }: Props) => {
  const { text, onText, onBlur } = useZonedTimeText(value, onChange);
  return (
    <Input.Wrapper id={id} label={label} description={description} required={required ?? false} error={error}>
      <Group gap={8} wrap="nowrap" align="flex-end">
        <Input
          id={id}
          required={required ?? false}
          error={Boolean(error)}
          style={{ flex: '3 1 0' }}
          placeholder="YYYY-MM-DD HH:MM"
          autoComplete="off"
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
          onBlur={onBlur}
        />
        <ZoneField
          aria-label={`${label}, time zone`}
          style={{ flex: '2 1 0' }}
          value={value === '' ? localZone() : splitZonedTime(value).zone}
          onChange={(zone) => {
            if (value !== '') onChange(joinZonedTime(splitZonedTime(value).time, zone));
          }}
        />
      </Group>
    </Input.Wrapper>
  );
};
