import { Text } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import { IdentityProof } from './IdentityProof.tsx';
import type { AccountDialogProps } from './types.ts';

interface Props extends AccountDialogProps {
  readonly call: 'keys.approve' | 'keys.renew';
}

/** Issues a person's certificate, the first one or the next, once their identity was verified. */
export const CertifyKey = ({ call, account, onClose, onDone }: Props) => {
  const action = useAction(call);
  const own = useOwnPassPhrase();
  const [proof, setProof] = useState('');
  const submit = async () => {
    const input = { accountId: account.accountId, identityProof: proof.trim(), ownPassPhrase: own.take() };
    if ((await action.run(input)) !== null) onDone();
  };
  return (
    <Dialog
      opened
      title={
        call === 'keys.approve'
          ? `Approve the key of ${account.fullName}`
          : `Renew the certificate of ${account.fullName}`
      }
      onClose={onClose}
      confirm="Issue the certificate"
      state={action.state}
      ready={own.ready && proof.trim().length >= 3}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        The vault&apos;s own certificate authority will issue a certificate to <strong>{account.fullName}</strong> (
        {account.userName}).{' '}
        {call === 'keys.approve'
          ? 'From then on this person’s signature binds like one by hand, so their identity has to be verified first (21 CFR 11.100(b)).'
          : 'It is for the same key, which stays under its owner’s signing pass phrase. Verify that the key is still theirs alone.'}
      </Text>
      <IdentityProof
        example="seen in person, company badge 4711 compared"
        value={proof}
        onChange={setProof}
        focusFirst
      />
      <OwnPassPhraseField {...own.fields} />
    </Dialog>
  );
};
