import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { readRecoveryCode } from '../../../src-main/contract/index.ts';
import { explain } from '../../lib/messages.ts';

interface Props {
  readonly part: 'A' | 'B';
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One part as its holder types it, hidden from the other; a mistyped group is named once the field is left. */
export const PartField = ({ part, value, onChange }: Props) => {
  const [left, setLeft] = useState(false);
  const read = readRecoveryCode(part, value);
  const wrong = left && value.trim() !== '' && !read.ok ? explain(read.error) : null;
  return (
    <PasswordInput
      label={`Part ${part}`}
      description="Eight groups of five characters; blanks, hyphens and small letters do no harm."
      required
      autoComplete="off"
      classNames={{ innerInput: 'mono' }}
      error={wrong === null ? undefined : `${wrong.what} ${wrong.next ?? ''}`}
      value={value}
      maxLength={200}
      onChange={(event) => {
        setLeft(false);
        onChange(event.currentTarget.value);
      }}
      onBlur={() => setLeft(true)}
      visibilityToggleButtonProps={{ 'aria-label': `Show part ${part}`, tabIndex: 0 }}
    />
  );
};
