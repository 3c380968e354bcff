import { Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { roleConflict, type Role } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useOpenSession } from '../../stores/session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { OwnPassPhraseField, useOwnPassPhrase } from '../../ui/OwnPassPhrase.tsx';
import { PassPhrase } from '../../ui/PassPhrase.tsx';
import { RolePicker } from './RolePicker.tsx';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCreated: () => void;
}

const nothing = { fullName: '', userName: '', email: '', passPhrase: '' };

/** A new account with a first pass phrase that its owner must change. */
export const CreateAccount = ({ opened, onClose, onCreated }: Props) => {
  const { passPhrase: rules } = useOpenSession();
  const create = useAction('accounts.create');
  const own = useOwnPassPhrase();
  const [form, setForm] = useState(nothing);
  const [roles, setRoles] = useState<Role[]>([]);
  const set = (change: Partial<typeof nothing>) => setForm({ ...form, ...change });
  const ready =
    form.fullName.trim() !== '' &&
    form.userName.trim() !== '' &&
    form.passPhrase.length >= rules.minLength &&
    roleConflict(roles) === null &&
    own.ready;

  const close = () => {
    setForm(nothing);
    setRoles([]);
    own.take();
    create.clear();
    onClose();
  };
  const submit = async () => {
    const created = await create.run({
      fullName: form.fullName.trim(),
      userName: form.userName.trim(),
      email: form.email.trim() === '' ? null : form.email.trim(),
      roles,
      passPhrase: form.passPhrase,
      ownPassPhrase: own.take(),
    });
    if (created === null) return;
    notifications.show({
      message: `${created.fullName} can log in now with the pass phrase you chose.`,
      closeButtonProps: { 'aria-label': 'Dismiss' },
    });
    onCreated();
    close();
  };

  return (
    <Dialog
      opened={opened}
      title="Add a person"
      onClose={close}
      confirm="Create the account"
      state={create.state}
      ready={ready}
      size="lg"
      onConfirm={() => void submit()}
    >
      <TextInput
        label="Full name"
        description="As it will stand on signatures."
        required
        data-autofocus
        autoComplete="off"
        value={form.fullName}
        onChange={(event) => set({ fullName: event.currentTarget.value })}
      />
      <TextInput
        label="User name"
        description="Belongs to this person for ever and is never given to anybody else."
        required
        autoComplete="off"
        value={form.userName}
        onChange={(event) => set({ userName: event.currentTarget.value })}
      />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="off"
        value={form.email}
        onChange={(event) => set({ email: event.currentTarget.value })}
      />
      <RolePicker value={roles} onChange={setRoles} />
      <PassPhrase
        label="First pass phrase"
        description="It has to be changed at the first login."
        autoComplete="new-password"
        rules={rules}
        value={form.passPhrase}
        onChange={(passPhrase) => set({ passPhrase })}
      />
      <OwnPassPhraseField {...own.fields} />
      <Text size="sm" c="dimmed">
        Hand it over in person. Signing needs a key of the person&apos;s own, which they request after logging in.
      </Text>
    </Dialog>
  );
};
