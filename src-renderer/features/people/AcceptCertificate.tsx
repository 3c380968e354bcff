import { Text } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { CertificateFacts } from '../../ui/CertificateFacts.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import { IdentityProof } from './IdentityProof.tsx';
import type { Account, AccountDialogProps } from './types.ts';

interface Props extends AccountDialogProps {
  readonly offered: NonNullable<Account['offered']>;
}

/** Accepts a certificate that another authority issued as this person's, once their identity was verified. */
export const AcceptCertificate = ({ account, offered, onClose, onDone }: Props) => {
  const action = useAction('keys.approve');
  const own = useOwnPassPhrase();
  const [proof, setProof] = useState('');
  const submit = async () => {
    const { accountId } = account;
    const { fingerprint } = offered;
    const input = { accountId, identityProof: proof.trim(), fingerprint, ownPassPhrase: own.take() };
    if ((await action.run(input)) !== null) onDone();
  };
  return (
    <Dialog
      opened
      title={`Approve the certificate of ${account.fullName}`}
      onClose={onClose}
      confirm="Approve the certificate"
      size="lg"
      state={action.state}
      ready={own.ready && proof.trim().length >= 3}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        <strong>{account.fullName}</strong> ({account.userName}) offers this certificate. It leads to a trust anchor of
        this vault, and they have shown that the key is theirs
        {offered.token === null ? '' : `; it is on the token “${offered.token}”`}. From then on their signature with it
        binds like one by hand, so that you verify first who they are, and that the certificate names them (21 CFR
        11.100(b)).
      </Text>
      <CertificateFacts certificate={offered} />
      <IdentityProof
        example="seen in person, company badge 4711 and fingerprint compared"
        value={proof}
        onChange={setProof}
        focusFirst
      />
      <OwnPassPhraseField {...own.fields} />
    </Dialog>
  );
};
