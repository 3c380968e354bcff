import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { roleConflict, type Role } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useWork } from '../../stores/work.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { ReportLost } from '../key/ReportLost.tsx';
import { AcceptCertificate } from './AcceptCertificate.tsx';
import { CertifyKey } from './CertifyKey.tsx';
import { CertifyRequest } from './CertifyRequest.tsx';
import { ResetPassPhrase } from './ResetPassPhrase.tsx';
import { RevokeKey } from './RevokeKey.tsx';
import { RolePicker } from './RolePicker.tsx';
import type { AccountDialogProps, Dialogue } from './types.ts';

interface Props {
  readonly dialogue: Dialogue | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** The dialogs behind the menu of an account. Each asks for the reason that the audit trail keeps. */
export const AccountDialogs = ({ dialogue, onClose, onDone }: Props) => {
  const refreshWork = useWork((store) => store.refresh);
  if (dialogue === null) return null;
  const done = () => {
    onDone();
    void refreshWork();
    onClose();
  };
  const props = { account: dialogue.account, onClose, onDone: done };
  switch (dialogue.kind) {
    case 'roles':
      return <ChangeRoles {...props} />;
    case 'deactivate':
      return (
        <Reasoned
          {...props}
          call="accounts.deactivate"
          title={`Deactivate ${dialogue.account.fullName}`}
          confirm="Deactivate"
          danger
          text="The account can no longer open this vault and its key can no longer sign. What was written and signed stays as it is. This cannot be undone; the user name is not given to anybody else."
        />
      );
    case 'unlock':
      return (
        <Reasoned
          {...props}
          call="accounts.unlock"
          title={`Unlock ${dialogue.account.fullName}`}
          confirm="Unlock"
          text="The login was locked after too many wrong pass phrases. Make sure that it was the person, before you unlock it."
        />
      );
    case 'lost-key':
      return (
        <ReportLost
          accountId={dialogue.account.accountId}
          title={`Report the key of ${dialogue.account.fullName} lost`}
          onClose={onClose}
          onDone={done}
        />
      );
    case 'reset':
      return <ResetPassPhrase {...props} />;
    case 'unlock-key':
      return (
        <Reasoned
          {...props}
          call="keys.unlock"
          title={`Unlock the key of ${dialogue.account.fullName}`}
          confirm="Unlock"
          text="The key was locked after too many wrong signing pass phrases. Make sure that it was the person, before you unlock it. Only they can open it, now as before."
        />
      );
    case 'revoke-key':
      return <RevokeKey {...props} />;
    case 'certify-request':
      return <CertifyRequest {...props} />;
    case 'renew-key':
      return <CertifyKey {...props} call="keys.renew" />;
    default:
      return dialogue.account.offered === null ? (
        <CertifyKey {...props} call="keys.approve" />
      ) : (
        <AcceptCertificate {...props} offered={dialogue.account.offered} />
      );
  }
};

interface ReasonedProps extends AccountDialogProps {
  readonly call: 'accounts.deactivate' | 'accounts.unlock' | 'keys.unlock';
  readonly title: string;
  readonly confirm: string;
  readonly text: string;
  readonly danger?: boolean;
}

const Reasoned = ({ account, call, title, confirm, text, danger = false, onClose, onDone }: ReasonedProps) => {
  const action = useAction(call);
  const own = useOwnPassPhrase();
  const submit = async (reason: string) => {
    const input = { accountId: account.accountId, reason, ownPassPhrase: own.take() };
    if ((await action.run(input)) !== null) onDone();
  };
  return (
    <ReasonDialog
      opened
      title={title}
      confirm={confirm}
      danger={danger}
      state={action.state}
      ready={own.ready}
      more={<OwnPassPhraseField {...own.fields} />}
      onClose={onClose}
      onConfirm={(reason) => void submit(reason)}
    >
      {text}
    </ReasonDialog>
  );
};

const ChangeRoles = ({ account, onClose, onDone }: AccountDialogProps) => {
  const action = useAction('accounts.setRoles');
  const own = useOwnPassPhrase();
  const [roles, setRoles] = useState<Role[]>([...account.roles]);
  const [reason, setReason] = useState('');
  const submit = async () => {
    const input = { accountId: account.accountId, roles, reason: reason.trim(), ownPassPhrase: own.take() };
    if ((await action.run(input)) !== null) onDone();
  };
  return (
    <Dialog
      opened
      title={`Roles of ${account.fullName}`}
      onClose={onClose}
      confirm="Change roles"
      state={action.state}
      ready={roleConflict(roles) === null && reason.trim().length >= 3 && own.ready}
      size="lg"
      onConfirm={() => void submit()}
    >
      <RolePicker value={roles} onChange={setRoles} />
      <Text size="sm" c="dimmed">
        A new role that signs is active once training for it is recorded under "Enrolment" and approved.
      </Text>
      <Textarea
        label="Reason"
        description="Kept in the audit trail."
        required
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <OwnPassPhraseField {...own.fields} />
    </Dialog>
  );
};
