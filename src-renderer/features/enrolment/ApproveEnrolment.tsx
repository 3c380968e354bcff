import { Text } from '@mantine/core';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { CredentialFields, useCredentials } from '../../ui/Credentials.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EnrolmentFacts } from './EnrolmentFacts.tsx';
import type { Enrolling } from './types.ts';

interface Props {
  readonly person: Enrolling;
  readonly onClose: () => void;
  readonly onChanged: (next: Enrolling) => void;
}

/** The second person's approval, with user name and pass phrase: from then on the person may sign. */
export const ApproveEnrolment = ({ person, onClose, onChanged }: Props) => {
  const action = useAction('enrolment.approve');
  const credentials = useCredentials();
  const submit = async () => {
    const { userName, passPhrase } = credentials.take();
    const next = await action.run({ accountId: person.accountId, userName, passPhrase });
    if (next === null) return;
    announce(`${person.fullName} may sign now.`);
    onChanged(next);
    onClose();
  };
  return (
    <Dialog
      opened
      title={`Approve the enrolment of ${person.fullName}`}
      confirm="Approve"
      size="lg"
      state={action.state}
      ready={credentials.ready}
      onClose={onClose}
      onConfirm={() => void submit()}
    >
      <EnrolmentFacts person={person} />
      <Text size="sm">
        From then on this person&apos;s signature binds like one by hand (21 CFR 11.100). You are the second person who
        answers for it.
      </Text>
      <CredentialFields of="login" {...credentials.fields} />
    </Dialog>
  );
};
