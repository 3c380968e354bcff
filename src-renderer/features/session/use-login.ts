import { useState } from 'react';
import type { Failure, Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';

/** A login as far as it is: the code is asked for once the pass phrase was right and the account turns out to need one. */
export type LoginStep =
  | { readonly kind: 'pass-phrase' | 'code'; readonly failure: Failure | null }
  | { readonly kind: 'running'; readonly asked: 'pass-phrase' | 'code' };

const aboutCode = ['vault/wrong-code', 'vault/code-used'];

/** User name, pass phrase and, where there is a second factor, its code, for a vault. */
export const useLogin = (vaultId: string, onOpened: (session: Output<'session.login'>) => void) => {
  const [step, setStep] = useState<LoginStep>({ kind: 'pass-phrase', failure: null });
  const [passPhrase, setPassPhrase] = useState('');
  const [code, setCode] = useState('');
  /** Why the vault is opened although entries are missing from its trail; null as long as nothing says that any are. */
  const [acceptMissing, setAcceptMissing] = useState<string | null>(null);
  const asksCode = step.kind === 'code' || (step.kind === 'running' && step.asked === 'code');

  const submit = async (userName: string): Promise<void> => {
    setStep({ kind: 'running', asked: asksCode ? 'code' : 'pass-phrase' });
    const reply = await ask('session.login', {
      vaultId,
      userName,
      passPhrase,
      code: asksCode ? code.trim() : null,
      acceptMissing: acceptMissing?.trim() === '' ? null : (acceptMissing?.trim() ?? null),
    });
    setCode('');
    if (!reply.ok && reply.error.code === 'vault/second-factor-needed') {
      setStep({ kind: 'code', failure: null });
      return;
    }
    if (!reply.ok && aboutCode.includes(reply.error.code)) {
      setStep({ kind: 'code', failure: reply.error });
      return;
    }
    setPassPhrase('');
    if (!reply.ok && reply.error.code === 'vault/entries-missing') setAcceptMissing((before) => before ?? '');
    setStep({ kind: 'pass-phrase', failure: reply.ok ? null : reply.error });
    if (reply.ok) onOpened(reply.value);
  };

  return {
    step,
    asksCode,
    passPhrase,
    setPassPhrase,
    code,
    setCode,
    acceptMissing,
    setAcceptMissing,
    ready: passPhrase !== '' && (!asksCode || code.trim().length >= 6),
    /** Back to the pass phrase, e.g. for another person. */
    again: () => {
      setPassPhrase('');
      setCode('');
      setAcceptMissing(null);
      setStep({ kind: 'pass-phrase', failure: null });
    },
    submit,
  };
};
