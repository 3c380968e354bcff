import { Button, List, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { useOpenSession, useSession } from '../../stores/session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Panel } from '../../ui/Page.tsx';

type Rules = Output<'logins.rules'>;

interface Props {
  readonly rules: Rules;
  readonly onChanged: (rules: Rules) => void;
}

/** The rules for pass phrases that this vault follows, and the choice of others. */
export const PassPhraseRules = ({ rules, onChanged }: Props) => {
  const { account } = useOpenSession();
  const chosen = rules.profiles.find(({ profile }) => profile === rules.passPhrase);
  if (chosen === undefined) return null;
  return (
    <Panel
      title="Rules for pass phrases"
      aside={account.roles.includes('administrator') && <ChooseProfile rules={rules} onChanged={onChanged} />}
    >
      <Text fw={500}>{chosen.title}</Text>
      <Text size="sm" c="dimmed">
        {chosen.source}
      </Text>
      <List size="sm" mt="xs">
        {chosen.rules.map((rule) => (
          <List.Item key={rule}>{rule}</List.Item>
        ))}
      </List>
    </Panel>
  );
};

const ChooseProfile = ({ rules, onChanged }: Props) => {
  const choose = useAction('logins.chooseProfile');
  const refresh = useSession((store) => store.refresh);
  const [opened, setOpened] = useState(false);
  const [profile, setProfile] = useState(rules.passPhrase);
  const [reason, setReason] = useState('');
  const save = async () => {
    const next = await choose.run({ profile, reason: reason.trim() });
    if (next === null) return;
    setOpened(false);
    setReason('');
    announce('The rules for pass phrases were changed.');
    onChanged(next);
    await refresh();
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpened(true)}>
        Choose other rules
      </Button>
      <Dialog
        opened={opened}
        title="Rules for pass phrases"
        confirm="Choose"
        size="lg"
        state={choose.state}
        ready={profile !== rules.passPhrase && reason.trim().length >= 3}
        onClose={() => setOpened(false)}
        onConfirm={() => void save()}
      >
        <Text size="sm">
          They hold for every pass phrase that is chosen from now on, for logging in and for signing. A pass phrase that
          is older than the new rules allow has to be changed at the next login.
        </Text>
        <Radio.Group
          label="Rules"
          value={profile}
          onChange={(value) => setProfile(rules.profiles.find((one) => one.profile === value)?.profile ?? profile)}
        >
          <Stack gap="sm" mt={6}>
            {rules.profiles.map((one) => (
              <Radio
                key={one.profile}
                value={one.profile}
                label={one.title}
                description={
                  <>
                    {one.source} {one.rules.join(' ')}
                  </>
                }
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label="Reason"
          description="Kept in the audit trail."
          required
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Dialog>
    </>
  );
};
