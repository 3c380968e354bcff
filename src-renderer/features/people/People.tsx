import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconClock, IconDownload, IconKey, IconLock, IconPlus, IconRefresh, IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import { roleLabel } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortDay } from '../../lib/time.ts';
import { download } from '../../lib/download.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { FindPerson } from '../../ui/FindPerson.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { EnrolmentState } from '../enrolment/EnrolmentState.tsx';
import type { Enrolling } from '../enrolment/types.ts';
import { AccountDialogs } from './AccountDialogs.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { CreateAccount } from './CreateAccount.tsx';
import { awaitsApproval, type Account, type Dialogue } from './types.ts';

const keyWords: Readonly<Record<Account['key'], { readonly label: string; readonly color: string }>> = {
  none: { label: 'No key', color: 'gray' },
  requested: { label: 'Key requested', color: 'yellow' },
  active: { label: 'Key valid', color: 'green' },
  locked: { label: 'Key locked', color: 'red' },
  revoked: { label: 'Key revoked', color: 'gray' },
  expired: { label: 'Key expired', color: 'red' },
};

/** The administrator's list of accounts. */
export const People = () => {
  const accounts = useCall('accounts.list', {});
  const enrolment = useCall('enrolment.list', {});
  const reload = () => {
    void accounts.reload();
    void enrolment.reload();
  };
  const enrolling = enrolment.state.kind === 'have' ? enrolment.state.value.people : null;
  const [creating, setCreating] = useState(false);
  const [dialogue, setDialogue] = useState<Dialogue | null>(null);

  return (
    <Page
      title="People"
      lead="Everybody who can open this vault. Accounts are never deleted, so that every signature keeps its name."
      actions={
        <Group gap="xs">
          <SaveLists />
          <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
            Add a person
          </Button>
        </Group>
      }
    >
      <Loaded of={accounts}>
        {({ accounts: all }) => (
          <Stack gap="md">
            <Forecast accounts={all} />
            {enrolment.state.kind === 'failed' && <FailureNote failure={enrolment.state.failure} />}
            <Panel flush>
              <FindPerson people={all} inset>
                {(found) => (
                  <DataTable
                    label="Accounts"
                    columns={columnsWith(setDialogue, enrolling)}
                    rows={found}
                    rowKey={({ accountId }) => accountId}
                  />
                )}
              </FindPerson>
            </Panel>
          </Stack>
        )}
      </Loaded>
      <CreateAccount opened={creating} onClose={() => setCreating(false)} onCreated={reload} />
      <AccountDialogs dialogue={dialogue} onClose={() => setDialogue(null)} onDone={reload} />
    </Page>
  );
};

/** The authority's revocation lists as a file. */
const SaveLists = () => {
  const action = useAction('authority.exportLists');
  const save = async () => {
    const file = await action.run({});
    if (file !== null) download(file.fileName, file.bytes, 'application/x-pem-file');
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} />}
        loading={action.state.kind === 'running'}
        onClick={() => void save()}
      >
        Save revocation lists
      </Button>
      {action.state.kind === 'failed' && <FailureNote failure={action.state.failure} />}
    </>
  );
};

/** Certificates that end within the next months, in three steps (21 CFR 11.300(e)). */
const Forecast = ({ accounts }: { readonly accounts: readonly Account[] }) => {
  const ending = accounts.filter(
    ({ status, key, keyEnds }) => status === 'active' && key !== 'none' && keyEnds !== null,
  );
  const within = (days: number): number =>
    ending.filter(({ keyEnds }) => keyEnds?.within != null && keyEnds.within <= days).length;
  if (within(180) === 0) return null;
  return (
    <Alert
      color={within(30) > 0 ? 'red' : 'yellow'}
      icon={<IconClock aria-hidden />}
      title={`Certificates that end: ${String(within(30))} within 30 days, ${String(within(90))} within 90, ${String(within(180))} within 180`}
    >
      Renew those of this vault below, once you have verified that each key is still its owner&apos;s alone; owners
      bring those of other authorities themselves. Who has none that is valid cannot sign.
    </Alert>
  );
};

/** A key's state and, where its certificate ends soon, when; renewing it is one step from there. */
const KeyState = ({ account, onRenew }: { readonly account: Account; readonly onRenew: () => void }) => {
  const { key, keyEnds, status, fullName } = account;
  const renewable = status === 'active' && (key === 'expired' || (key === 'active' && keyEnds?.within != null));
  return (
    <Stack gap={4} align="flex-start">
      <Badge variant="light" tt="none" fw={500} radius="sm" color={keyWords[key].color}>
        {keyWords[key].label}
      </Badge>
      {renewable && keyEnds !== null && (
        <>
          <Text size="xs" c="dimmed">
            {key === 'expired' ? 'Ended' : 'Ends'} {shortDay(keyEnds.at)}
          </Text>
          {keyEnds.issuedHere && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconRefresh size={14} />}
              aria-label={`Renew the certificate of ${fullName}`}
              onClick={onRenew}
            >
              Renew
            </Button>
          )}
        </>
      )}
    </Stack>
  );
};

const LoginState = ({ account }: { readonly account: Account }) => {
  if (account.status === 'deactivated')
    return (
      <Group gap={6} wrap="nowrap" c="dimmed">
        <IconUserOff size={15} aria-hidden /> Deactivated
      </Group>
    );
  return account.locked ? (
    <Badge color="red" variant="light" tt="none" fw={500} radius="sm" leftSection={<IconLock size={13} />}>
      Locked
    </Badge>
  ) : (
    <span>Active</span>
  );
};

const columnsWith = (
  onChoose: (dialogue: Dialogue) => void,
  /** Null while nobody knows. */
  enrolling: readonly Enrolling[] | null,
): readonly DataColumn<Account>[] => [
  {
    id: 'name',
    label: 'Name',
    width: '34%',
    cell: (account) => (
      <>
        <Text fw={500}>{account.fullName}</Text>
        <Text size="sm" c="dimmed">
          {account.userName}
          {account.email === null ? '' : ` · ${account.email}`}
        </Text>
      </>
    ),
  },
  { id: 'roles', label: 'Roles', cell: ({ roles }) => roles.map((role) => roleLabel[role]).join(', ') },
  { id: 'login', label: 'Login', nowrap: true, cell: (account) => <LoginState account={account} /> },
  {
    id: 'key',
    label: 'Signing key',
    nowrap: true,
    cell: (account) =>
      awaitsApproval(account) ? (
        <Button
          size="compact-sm"
          leftSection={<IconKey size={14} />}
          aria-label={`Approve the key of ${account.fullName}`}
          onClick={() => onChoose({ kind: 'approve-key', account })}
        >
          {account.key === 'requested' ? 'Approve key' : 'Approve certificate'}
        </Button>
      ) : (
        <KeyState account={account} onRenew={() => onChoose({ kind: 'renew-key', account })} />
      ),
  },
  {
    id: 'signing',
    label: 'Signing',
    width: '24%',
    cell: ({ accountId }) => {
      if (enrolling === null) return null;
      const person = enrolling.find((one) => one.accountId === accountId);
      return person === undefined ? <Text c="dimmed">Signs nothing</Text> : <EnrolmentState person={person} />;
    },
  },
  {
    id: 'actions',
    label: 'Actions',
    hiddenLabel: true,
    align: 'end',
    cell: (account) => <AccountMenu account={account} onChoose={onChoose} />,
  },
];
