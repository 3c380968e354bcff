import { TextInput } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description?: ReactNode;
  readonly focusFirst?: boolean;
}

/** A code of the authenticator app, or a recovery code. Pasting and filling in by the system work (WCAG 3.3.8). */
export const CodeField = ({ value, onChange, description, focusFirst = false }: Props) => {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focusFirst) input.current?.focus();
  }, [focusFirst]);
  return (
    <TextInput
      ref={input}
      label="Code"
      description={description ?? 'Six digits from your authenticator app, or one of your recovery codes.'}
      required
      name="code"
      autoComplete="one-time-code"
      classNames={{ input: 'mono' }}
      maxLength={40}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
};
