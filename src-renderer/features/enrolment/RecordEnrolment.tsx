import { Select, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { identityDocuments, isDate, proofingMethods, roleLabel } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { today } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import type { Enrolling } from './types.ts';

interface Props {
  readonly person: Enrolling;
  readonly onClose: () => void;
  readonly onChanged: (next: Enrolling) => void;
}

type Method = keyof typeof proofingMethods;
type DocumentKind = keyof typeof identityDocuments;

const choices = <K extends string>(labels: Readonly<Record<K, string>>) =>
  (Object.keys(labels) as K[]).map((value) => ({ value, label: labels[value] }));

/** An administrator records how a person's identity was verified and where their training is on record. */
export const RecordEnrolment = ({ person, onClose, onChanged }: Props) => {
  const action = useAction('enrolment.record');
  const { current, waiting } = person;
  const [method, setMethod] = useState<Method>(current?.method ?? 'in-person');
  const [documentKind, setDocumentKind] = useState<DocumentKind>(current?.documentKind ?? 'identity-card');
  const [verifiedOn, setVerifiedOn] = useState(current?.verifiedOn ?? today());
  const [trainingReference, setTrainingReference] = useState(current?.trainingReference ?? '');
  const [trainedOn, setTrainedOn] = useState(current?.trainedOn ?? '');
  const [reason, setReason] = useState('');
  const own = useOwnPassPhrase();
  const ready =
    isDate(verifiedOn) &&
    trainingReference.trim() !== '' &&
    isDate(trainedOn) &&
    (current === null || reason.trim().length >= 3) &&
    own.ready;
  const submit = async () => {
    const next = await action.run({
      accountId: person.accountId,
      method,
      documentKind,
      verifiedOn,
      trainingReference: trainingReference.trim(),
      trainedOn,
      reason: current === null ? null : reason.trim(),
      ownPassPhrase: own.take(),
    });
    if (next === null) return;
    announce('Identity and training are on record.');
    onChanged(next);
    onClose();
  };
  return (
    <Dialog
      opened
      title={`Identity and training of ${person.fullName}`}
      confirm="Record"
      state={action.state}
      ready={ready}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <Text size="sm">
        {current === null
          ? 'You confirm that you verified who this person is. A second person approves it before they can sign.'
          : 'The earlier record stays. A second person approves the new one; until then this person cannot sign.'}
      </Text>
      {waiting.length > 0 && (
        <Text size="sm">
          Training has to be for every role held, also for what was given since:{' '}
          {waiting.map((role) => roleLabel[role]).join(', ')}.
        </Text>
      )}
      <Select
        label="How the identity was verified"
        data={choices(proofingMethods)}
        value={method}
        allowDeselect={false}
        data-autofocus
        onChange={(value) => value !== null && setMethod(value)}
      />
      <Select
        label="Document that was shown"
        description="Its kind only. Never write down its number."
        data={choices(identityDocuments)}
        value={documentKind}
        allowDeselect={false}
        onChange={(value) => value !== null && setDocumentKind(value)}
      />
      <TextInput
        label="Verified on"
        description="Year-month-day"
        required
        value={verifiedOn}
        onChange={(event) => setVerifiedOn(event.currentTarget.value.trim())}
      />
      <TextInput
        label="Training record"
        description="Its number in your training system, e.g. TR-2231."
        required
        value={trainingReference}
        onChange={(event) => setTrainingReference(event.currentTarget.value)}
      />
      <TextInput
        label="Trained on"
        description="Year-month-day"
        required
        value={trainedOn}
        onChange={(event) => setTrainedOn(event.currentTarget.value.trim())}
      />
      {current !== null && (
        <Textarea
          label="Reason for the change"
          description="Kept in the audit trail with what was on record before."
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <OwnPassPhraseField {...own.fields} />
    </Dialog>
  );
};
