import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { CodeField } from './CodeField.tsx';
import { PassPhrase } from './PassPhrase.tsx';

interface Typed {
  readonly userName: string;
  readonly passPhrase: string;
  /** Null where no code is asked. */
  readonly code: string | null;
}

interface Credentials {
  readonly ready: boolean;
  /** Hands over what was typed and empties the secret fields: an attempt that fails has to be typed anew. */
  take(): Typed;
  readonly fields: Omit<FieldsProps, 'of'>;
}

/** What a person types to act in their own name: user name, pass phrase and, where it is needed, a code. */
export const useCredentials = (codeNeeded = false): Credentials => {
  const [userName, setUserName] = useState('');
  const [passPhrase, setPassPhrase] = useState('');
  const [code, setCode] = useState('');
  return {
    ready: userName.trim() !== '' && passPhrase !== '' && (!codeNeeded || code.trim().length >= 6),
    take: () => {
      setPassPhrase('');
      setCode('');
      return { userName: userName.trim(), passPhrase, code: codeNeeded ? code.trim() : null };
    },
    fields: { userName, setUserName, passPhrase, setPassPhrase, code, setCode, codeNeeded },
  };
};

interface FieldsProps {
  /** Whose pass phrase: the one of the login, or the one of the signing key. */
  readonly of: 'login' | 'signing';
  readonly userName: string;
  readonly setUserName: (value: string) => void;
  readonly passPhrase: string;
  readonly setPassPhrase: (value: string) => void;
  readonly code: string;
  readonly setCode: (value: string) => void;
  readonly codeNeeded: boolean;
}

/** The fields of {@link useCredentials}, in the order in which they are typed. */
export const CredentialFields = ({ of, ...typed }: FieldsProps) => (
  <>
    <TextInput
      label="User name"
      required
      name="username"
      autoComplete="username"
      value={typed.userName}
      onChange={(event) => typed.setUserName(event.currentTarget.value)}
    />
    <PassPhrase
      label={of === 'login' ? 'Pass phrase' : 'Signing pass phrase'}
      description={
        of === 'login' ? 'The one you log in with.' : 'The one of your signing key, not the one you log in with.'
      }
      name="password"
      autoComplete="current-password"
      value={typed.passPhrase}
      onChange={typed.setPassPhrase}
    />
    {typed.codeNeeded && <CodeField value={typed.code} onChange={typed.setCode} />}
  </>
);
