import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconDatabaseExport } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortly } from '../../lib/messages.ts';
import { count } from '../../lib/text.ts';
import { shortTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { useOpenSession } from '../../stores/session.ts';
import { Facts } from '../../ui/Facts.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { BackupPlace } from './BackupPlace.tsx';
import { Drills } from './Drills.tsx';
import { Leftovers } from './Leftovers.tsx';
import { RecoveryKit } from '../recovery/RecoveryKit.tsx';
import { Generations } from './Generations.tsx';
import type { BackupState } from './types.ts';

/** Where backups are kept, which there are, and the proof that one can be restored. */
export const Backup = () => {
  const state = useCall('backup.state', {});
  const take = useAction('backup.take');
  const { account } = useOpenSession();
  const manages = account.roles.includes('administrator');
  const now = async () => {
    const next = await take.run({});
    if (next === null) return;
    announce('A backup was taken and read back.');
    state.put(next);
  };
  return (
    <Page
      title="Backup"
      lead="Each backup is an encrypted copy of the whole vault, read back in full before it counts. It opens with the pass phrases of its time."
      actions={
        manages &&
        state.state.kind === 'have' &&
        state.state.value.place !== null && (
          <Button
            leftSection={<IconDatabaseExport size={16} />}
            loading={take.state.kind === 'running'}
            onClick={() => void now()}
          >
            Back up now
          </Button>
        )
      }
    >
      <Loaded of={state}>
        {(backup) => (
          <Stack gap="md">
            {take.state.kind === 'failed' && <FailureNote failure={take.state.failure} />}
            <Standing backup={backup} />
            <Leftovers backup={backup} mayClear={manages} onCleared={state.put} />
            <Panel title="Plan">
              <Facts
                items={[
                  ['Kept in', backup.place ?? 'Nowhere yet'],
                  ['Last backup', backup.lastTaken === null ? 'None yet' : shortTime(backup.lastTaken)],
                  ['Taken', `Every ${String(backup.everyHours)} hours while somebody is logged in`],
                  [
                    'Kept',
                    `${String(backup.keep.days)} days, ${String(backup.keep.weeks)} weeks, ${String(backup.keep.months)} months`,
                  ],
                  [
                    'Next restore drill',
                    backup.nextDrill === null
                      ? 'Once there is a backup'
                      : `${backup.drillDue ? 'Due since ' : ''}${shortTime(backup.nextDrill)}, every ${String(backup.drillEveryDays)} days`,
                  ],
                ]}
              />
              {manages && (
                <Stack gap="xs" mt="sm" align="flex-start">
                  <BackupPlace onChanged={state.put} />
                </Stack>
              )}
              <Text size="sm" c="dimmed" mt="sm">
                How often and how long is a <Link href="/settings">setting</Link> that a second person approves.
              </Text>
            </Panel>
            <RecoveryKit />
            <Panel title="Backups" flush>
              <Generations backup={backup} mayDrill={manages} onChanged={state.put} />
            </Panel>
            <Panel title="Restore drills" flush>
              <Drills drills={backup.drills} />
            </Panel>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
};

/** What is wrong now, first. */
const Standing = ({ backup }: { readonly backup: BackupState }) => (
  <>
    {backup.place === null && (
      <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title="This vault is not backed up">
        An administrator chooses a folder on another drive; from then on backups are taken by themselves.
      </Alert>
    )}
    {backup.lastFailure !== null && (
      <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="The last backup failed">
        {shortly(backup.lastFailure)}
      </Alert>
    )}
    {backup.unreadable.length > 0 && (
      <Alert
        color="red"
        icon={<IconAlertTriangle aria-hidden />}
        title={`${count(backup.unreadable.length, 'backup', 'backups')} cannot be read`}
      >
        <Text size="sm">Nothing can be restored from what is damaged. Look at the drive, and take a new backup.</Text>
        <List size="sm">
          {backup.unreadable.map((name) => (
            <List.Item key={name}>{name}</List.Item>
          ))}
        </List>
      </Alert>
    )}
    {backup.drillDue && (
      <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title="A restore drill is due">
        A backup counts once it was restored. An administrator runs a drill on the newest one below.
      </Alert>
    )}
    {backup.sameVolumeReason !== null && (
      <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title="Backups lie on the vault's own volume">
        <Text size="sm">Reason given: {backup.sameVolumeReason}</Text>
      </Alert>
    )}
  </>
);
