import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { CodeField } from './CodeField.tsx';
import { PassPhrase } from './PassPhrase.tsx';

interface Typed {
  readonly userName: string;
  readonly passPhrase: string;
  /** Null where no token is asked for it. */
  readonly pin: string | null;
  /** Null where no code is asked. */
  readonly code: string | null;
}

/** What is asked besides user name and pass phrase. */
interface Asks {
  /** A code of the second factor. */
  readonly code?: boolean;
  /** The PIN of the token with this label; undefined or null: the vault holds the key. */
  readonly token?: string | null;
}

interface Credentials {
  readonly ready: boolean;
  /** Hands over what was typed and empties the secret fields: an attempt that fails has to be typed anew. */
  take(): Typed;
  readonly fields: Omit<FieldsProps, 'of'>;
}

/** What a person types to act in their own name: user name, pass phrase and, where they are needed, PIN and code. */
export const useCredentials = ({ code: codeNeeded = false, token = null }: Asks = {}): Credentials => {
  const [userName, setUserName] = useState('');
  const [passPhrase, setPassPhrase] = useState('');
  const [pin, setPin] = useState('');
  const [code, setCode] = useState('');
  return {
    ready:
      userName.trim() !== '' &&
      passPhrase !== '' &&
      (token === null || pin !== '') &&
      (!codeNeeded || code.trim().length >= 6),
    take: () => {
      setPassPhrase('');
      setPin('');
      setCode('');
      return {
        userName: userName.trim(),
        passPhrase,
        pin: token === null ? null : pin,
        code: codeNeeded ? code.trim() : null,
      };
    },
    fields: { userName, setUserName, passPhrase, setPassPhrase, pin, setPin, token, code, setCode, codeNeeded },
  };
};

interface FieldsProps {
  /** Whose pass phrase: the one of the login, or the one of the signing key. */
  readonly of: 'login' | 'signing';
  readonly userName: string;
  readonly setUserName: (value: string) => void;
  readonly passPhrase: string;
  readonly setPassPhrase: (value: string) => void;
  readonly pin: string;
  readonly setPin: (value: string) => void;
  /** Label of the token that holds the key. */
  readonly token: string | null;
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
      label={of === 'login' || typed.token !== null ? 'Pass phrase' : 'Signing pass phrase'}
      description={
        of === 'login' || typed.token !== null
          ? 'The one you log in with.'
          : 'The one of your signing key, not the one you log in with.'
      }
      name="password"
      autoComplete="current-password"
      value={typed.passPhrase}
      onChange={typed.setPassPhrase}
    />
    {typed.token !== null && (
      <PassPhrase
        label={`PIN of the token "${typed.token}"`}
        name="pin"
        autoComplete="off"
        value={typed.pin}
        onChange={typed.setPin}
      />
    )}
    {typed.codeNeeded && <CodeField value={typed.code} onChange={typed.setCode} />}
  </>
);
