import { NativeSelect, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { isDate, type RevocationCause, revocationCauses } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DateField } from '../../ui/form/DateField.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import type { AccountDialogProps } from './types.ts';

const causeWords: Readonly<Record<RevocationCause, string>> = {
  unspecified: 'No particular cause',
  keyCompromise: 'The key may be in other hands',
  affiliationChanged: 'The person has other duties or has left',
  superseded: 'Another key takes its place',
  cessationOfOperation: 'It is no longer needed',
};

/** Revokes a person's key, with the cause and the day that the revocation list names. */
export const RevokeKey = ({ account, onClose, onDone }: AccountDialogProps) => {
  const action = useAction('keys.revoke');
  const own = useOwnPassPhrase();
  const [cause, setCause] = useState<RevocationCause>('unspecified');
  const [since, setSince] = useState('');
  const [reason, setReason] = useState('');
  const compromised = cause === 'keyCompromise';
  const submit = async () => {
    const invalidSince = compromised && since !== '' ? since : null;
    const input = {
      accountId: account.accountId,
      reason: reason.trim(),
      cause,
      invalidSince,
      ownPassPhrase: own.take(),
    };
    if ((await action.run(input)) !== null) onDone();
  };
  return (
    <Dialog
      opened
      title={`Revoke the key of ${account.fullName}`}
      onClose={onClose}
      confirm="Revoke"
      danger
      state={action.state}
      ready={own.ready && reason.trim().length >= 3 && (!compromised || since === '' || isDate(since))}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        The certificate goes on the revocation list; signatures made before stay valid. The person can then request a
        new key. A revocation cannot be undone.
      </Text>
      <NativeSelect
        label="Cause"
        description="Stands in the revocation list, for whoever verifies a signature."
        value={cause}
        data={revocationCauses.map((value) => ({ value, label: causeWords[value] }))}
        onChange={(event) => setCause(event.currentTarget.value as RevocationCause)}
      />
      {compromised && (
        <DateField
          id="invalid-since"
          label="In other hands since"
          description="The first day, if it is known. Signatures from that day on are no longer trusted."
          error={since !== '' && !isDate(since) ? 'A day like 2026-03-01' : undefined}
          value={since}
          onChange={setSince}
        />
      )}
      <Textarea
        label="Reason"
        description="Kept in the audit trail."
        required
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <OwnPassPhraseField {...own.fields} />
    </Dialog>
  );
};
