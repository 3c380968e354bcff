import { Button, Checkbox, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { roleLabel, roles, type Output, type Role } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { announce } from '../../stores/announce.ts';
import { useOpenSession } from '../../stores/session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Panel } from '../../ui/Page.tsx';

type Rules = Output<'logins.rules'>;

interface Props {
  readonly rules: Rules;
  readonly onChanged: (rules: Rules) => void;
}

/** Whose login needs a second factor. */
export const DemandSecondFactor = ({ rules, onChanged }: Props) => {
  const { account } = useOpenSession();
  const { secondFactorRoles: demanded } = rules;
  return (
    <Panel
      title="Second factor"
      aside={account.roles.includes('administrator') && <Choose rules={rules} onChanged={onChanged} />}
    >
      <Text size="sm">
        {demanded.length === 0
          ? 'Everybody may enrol one; no role has to.'
          : `Demanded of: ${demanded.map((role) => roleLabel[role]).join(', ')}. Others may enrol one.`}
      </Text>
    </Panel>
  );
};

const Choose = ({ rules, onChanged }: Props) => {
  const demand = useAction('logins.demandSecondFactor');
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<readonly Role[]>(rules.secondFactorRoles);
  const [reason, setReason] = useState('');
  const save = async () => {
    const next = await demand.run({ roles: [...chosen], reason: reason.trim() });
    if (next === null) return;
    setOpened(false);
    setReason('');
    announce('The demand for a second factor was changed.');
    onChanged(next);
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpened(true)}>
        Choose roles
      </Button>
      <Dialog
        opened={opened}
        title="Whose login needs a second factor"
        confirm="Demand it"
        state={demand.state}
        ready={reason.trim().length >= 3}
        onClose={() => setOpened(false)}
        onConfirm={() => void save()}
      >
        <Checkbox.Group
          label="Roles"
          description="Who holds one of them and has no second factor yet enrols it before anything else."
          value={[...chosen]}
          onChange={(values) => setChosen(roles.filter((role) => values.includes(role)))}
        >
          <Stack gap={8} mt={8}>
            {roles.map((role) => (
              <Checkbox key={role} value={role} label={roleLabel[role]} />
            ))}
          </Stack>
        </Checkbox.Group>
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
