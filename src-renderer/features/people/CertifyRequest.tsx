import { FileInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { download } from '../../lib/download.ts';
import { announce } from '../../stores/announce.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import { IdentityProof } from './IdentityProof.tsx';
import type { AccountDialogProps } from './types.ts';

/** Certifies a key that lives elsewhere, on a token or in another program, from its certification request. */
export const CertifyRequest = ({ account, onClose, onDone }: AccountDialogProps) => {
  const action = useAction('keys.certifyRequest');
  const own = useOwnPassPhrase();
  const [request, setRequest] = useState<Uint8Array | null>(null);
  const [proof, setProof] = useState('');
  const submit = async () => {
    if (request === null) return;
    const made = await action.run({
      accountId: account.accountId,
      request,
      identityProof: proof.trim(),
      ownPassPhrase: own.take(),
    });
    if (made === null) return;
    download(made.certificate.fileName, made.certificate.bytes, 'application/x-pem-file');
    announce(`Certificate issued; the request named ${made.requested}.`);
    onDone();
  };
  return (
    <Dialog
      opened
      title={`Certify a request of ${account.fullName}`}
      onClose={onClose}
      confirm="Issue the certificate"
      state={action.state}
      ready={request !== null && own.ready && proof.trim().length >= 3}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        For a key that is on a token or in another program. The certificate names <strong>{account.fullName}</strong> (
        {account.userName}) whatever the request says, and is saved as a file for its owner. It stays on record here and
        can be revoked.
      </Text>
      <FileInput
        label="Certification request"
        description="PKCS#10, as text (PEM) or binary (DER)."
        placeholder="Choose a file …"
        accept=".csr,.req,.p10,.pem,.der"
        required
        data-autofocus
        onChange={(file) => void file?.arrayBuffer().then((bytes) => setRequest(new Uint8Array(bytes)))}
      />
      <IdentityProof
        example="handed over in person on a stick, company badge 4711 compared"
        value={proof}
        onChange={setProof}
      />
      <OwnPassPhraseField {...own.fields} />
    </Dialog>
  );
};
