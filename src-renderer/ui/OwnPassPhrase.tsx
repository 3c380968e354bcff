import { useState } from 'react';
import { PassPhrase } from './PassPhrase.tsx';

interface OwnWord {
  readonly ready: boolean;
  /** Hands over what was typed and empties the field: an attempt that fails has to be typed anew. */
  take(): string;
  readonly fields: FieldProps;
}

/** The login pass phrase of whoever acts, typed anew for an act on keys, or on somebody else's account. */
export const useOwnPassPhrase = (): OwnWord => {
  const [value, onChange] = useState('');
  return {
    ready: value !== '',
    take: () => {
      onChange('');
      return value;
    },
    fields: { value, onChange },
  };
};

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The field of {@link useOwnPassPhrase}. */
export const OwnPassPhraseField = (typed: FieldProps) => (
  <PassPhrase
    label="Your own pass phrase"
    description="The one you log in with: an open window is not enough for this."
    name="own-password"
    autoComplete="current-password"
    {...typed}
  />
);
