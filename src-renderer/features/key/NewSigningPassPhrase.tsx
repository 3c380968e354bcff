import { Alert, Text } from '@mantine/core';
import { useState } from 'react';
import { useOpenSession } from '../../stores/session.ts';
import { PassPhrase } from '../../ui/PassPhrase.tsx';

interface Chosen {
  readonly ready: boolean;
  /** Hands over what was typed and empties both fields. */
  take(): string;
  readonly fields: FieldsProps;
}

/** A signing pass phrase that is chosen, and typed a second time. */
export const useNewSigningPassPhrase = (): Chosen => {
  const { passPhrase: rules } = useOpenSession();
  const [phrase, setPhrase] = useState('');
  const [again, setAgain] = useState('');
  return {
    ready: phrase.length >= rules.minLength && again === phrase,
    take: () => {
      setPhrase('');
      setAgain('');
      return phrase;
    },
    fields: { phrase, setPhrase, again, setAgain },
  };
};

interface FieldsProps {
  readonly phrase: string;
  readonly setPhrase: (value: string) => void;
  readonly again: string;
  readonly setAgain: (value: string) => void;
}

/** The fields of {@link useNewSigningPassPhrase}, and what its loss means. */
export const NewSigningPassPhraseFields = ({ phrase, setPhrase, again, setAgain }: FieldsProps) => {
  const { account, passPhrase: rules } = useOpenSession();
  return (
    <>
      <input type="hidden" name="username" autoComplete="username" value={account.userName} readOnly />
      <PassPhrase
        label="Signing pass phrase"
        description="Choose another one than for logging in: it is asked for at every signature."
        autoComplete="new-password"
        rules={{ minLength: rules.minLength, rules: rules.signingRules }}
        value={phrase}
        onChange={setPhrase}
      />
      <PassPhrase
        label="Signing pass phrase, again"
        autoComplete="new-password"
        error={again !== '' && again !== phrase ? 'The two are not the same.' : undefined}
        value={again}
        onChange={setAgain}
      />
      <Alert color="yellow" title="Nobody can recover it">
        <Text size="sm">
          If you lose it, this key is lost: an administrator revokes it and you request a new one. What you signed stays
          valid.
        </Text>
      </Alert>
    </>
  );
};
