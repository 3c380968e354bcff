import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useState } from 'react';
import { useAction } from '../../bridge/use-action.ts';
import { shortTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { Panel } from '../../ui/Page.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { DecideSetting } from './DecideSetting.tsx';
import { ProposeSetting } from './ProposeSetting.tsx';
import { SettingHistory } from './SettingHistory.tsx';
import { SettingLines } from './SettingLines.tsx';
import type { Setting } from './types.ts';

interface Props {
  readonly setting: Setting;
  readonly onChanged: (next: Setting) => void;
}

type Opened = 'propose' | 'approved' | 'rejected' | 'withdraw';

/** One setting: what holds, what is proposed, what was before. */
export const SettingPanel = ({ setting, onChanged }: Props) => {
  const [opened, setOpened] = useState<Opened | null>(null);
  const withdraw = useAction('settings.withdraw');
  const close = () => setOpened(null);
  const { pending } = setting;
  const takeBack = async (changeId: number, reason: string) => {
    const next = await withdraw.run({ changeId, reason });
    if (next === null) return;
    announce('The proposal was withdrawn.');
    onChanged(next);
    close();
  };
  return (
    <Panel
      title={setting.title}
      aside={
        setting.may.propose && (
          <Button
            size="xs"
            variant="default"
            aria-label={`Propose a change: ${setting.title}`}
            onClick={() => setOpened('propose')}
          >
            Propose a change
          </Button>
        )
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {setting.about} ({setting.clause})
        </Text>
        <SettingLines now={setting.lines} />
        <Text size="sm" c="dimmed">
          {setting.since === null
            ? 'In force since the vault was created; it was never changed.'
            : `In force since ${shortTime(setting.since)}.`}
        </Text>
        {pending !== null && (
          <Alert color="yellow" icon={<IconHourglass aria-hidden />} title="A change waits for a second person">
            <Stack gap="sm">
              <SettingLines now={setting.lines} next={pending.lines} />
              <Text size="sm">
                Proposed by {pending.proposedBy.fullName}, {shortTime(pending.proposedAt)}: {pending.reason}
              </Text>
              {(setting.may.decide || setting.may.withdraw) && (
                <Group gap="xs">
                  {setting.may.decide && (
                    <>
                      <Button size="xs" onClick={() => setOpened('approved')}>
                        Approve
                      </Button>
                      <Button size="xs" variant="default" onClick={() => setOpened('rejected')}>
                        Reject
                      </Button>
                    </>
                  )}
                  {setting.may.withdraw && (
                    <Button size="xs" variant="default" onClick={() => setOpened('withdraw')}>
                      Withdraw
                    </Button>
                  )}
                </Group>
              )}
            </Stack>
          </Alert>
        )}
        <SettingHistory setting={setting} />
      </Stack>
      {opened === 'propose' && <ProposeSetting setting={setting} onClose={close} onChanged={onChanged} />}
      {(opened === 'approved' || opened === 'rejected') && pending !== null && (
        <DecideSetting setting={setting} change={pending} decision={opened} onClose={close} onChanged={onChanged} />
      )}
      {pending !== null && (
        <ReasonDialog
          opened={opened === 'withdraw'}
          title={`Withdraw the proposal: ${setting.title}`}
          confirm="Withdraw"
          state={withdraw.state}
          onClose={close}
          onConfirm={(reason) => void takeBack(pending.changeId, reason)}
        >
          What holds now goes on holding. The proposal stays on record.
        </ReasonDialog>
      )}
    </Panel>
  );
};
