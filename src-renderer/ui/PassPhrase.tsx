import { PasswordInput, Text } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { strengthOf } from '../lib/strength.ts';
import styles from './PassPhrase.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: ReactNode;
  readonly description?: ReactNode;
  /** Lets password managers and pasting work (WCAG 3.3.8). */
  readonly autoComplete: 'current-password' | 'new-password' | 'off';
  readonly name?: string;
  /** What is asked of a new one: shown as sentences, with a measure of strength while typing. */
  readonly rules?: { readonly minLength: number; readonly rules: readonly string[] };
  readonly disabled?: boolean;
  readonly focusFirst?: boolean;
}

/** A pass-phrase field. Pasting is allowed; what is typed can be shown. */
export const PassPhrase = ({ value, onChange, rules, description, focusFirst = false, ...rest }: Props) => {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focusFirst) input.current?.focus();
  }, [focusFirst]);
  return (
    <div>
      <PasswordInput
        {...rest}
        description={
          rules === undefined ? (
            description
          ) : (
            <>
              {rules.rules.join(' ')} {description}
            </>
          )
        }
        ref={input}
        required
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed', tabIndex: 0 }}
      />
      {rules !== undefined && value !== '' && <Strength value={value} minLength={rules.minLength} />}
    </div>
  );
};

const Strength = ({ value, minLength }: { readonly value: string; readonly minLength: number }) => {
  const { level, label } = strengthOf(value, minLength);
  return (
    <div className={styles['strength']}>
      <div className={styles['bars']} aria-hidden>
        {[1, 2, 3, 4].map((bar) => (
          <span key={bar} className={styles['bar']} data-on={bar <= level || undefined} data-level={level} />
        ))}
      </div>
      <Text size="xs" c="dimmed" component="output">
        {label}
      </Text>
    </div>
  );
};
