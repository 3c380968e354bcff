import { Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { decisionLabel } from '../../../src-main/contract/index.ts';
import type { Running } from '../../bridge/use-action.ts';
import { count } from '../../lib/text.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import type { DecisionId, Line } from './types.ts';

interface Props {
  readonly decision: DecisionId;
  /** How many accounts the decision is about. */
  readonly lines: number;
  /** The one account, or those of the many that are in the page already. */
  readonly known: readonly Line[];
  readonly state: Running;
  readonly onClose: () => void;
  readonly onConfirm: (justification: string, removeRoles: readonly string[]) => void;
}

const explained: Readonly<Record<DecisionId, string>> = {
  keep: 'Access stays as it is.',
  modify: 'The chosen roles have to go; a later account list proves it.',
  revoke: 'The account has to be removed or disabled; a later account list proves it.',
  escalate: 'Somebody else has to decide. The account stays open until then.',
  'not-mine': 'You do not know this account. It stays open until somebody else decides.',
};

/** One reason for one account or for many. Enter decides. */
export const DecisionDialog = ({ decision, lines, known, state, onClose, onConfirm }: Props) => {
  const [reason, setReason] = useState('');
  const roles = [...new Set(known.flatMap((line) => line.roles))].sort();
  const [gone, setGone] = useState<readonly string[]>(roles.length === 1 ? roles : []);
  const optional = decision === 'keep' && known.length === lines && known.every((line) => line.findings.length === 0);
  const ready = (optional || reason.trim().length >= 3) && (decision !== 'modify' || gone.length > 0);
  const [only] = known;
  return (
    <Dialog
      opened
      title={`${decisionLabel[decision]}: ${lines === 1 && only !== undefined ? only.account : count(lines, 'account')}`}
      confirm={decisionLabel[decision]}
      danger={decision === 'revoke'}
      state={state}
      ready={ready}
      onClose={onClose}
      onConfirm={() => onConfirm(reason.trim(), decision === 'modify' ? gone : [])}
    >
      <Text size="sm">{explained[decision]}</Text>
      {lines === 1 && only !== undefined && only.findings.length > 0 && (
        <ul style={{ margin: 0, paddingLeft: 18, fontSize: 'var(--mantine-font-size-sm)' }}>
          {only.findings.map(({ kind, detail }) => (
            <li key={`${kind} ${detail}`}>{detail}</li>
          ))}
        </ul>
      )}
      {decision === 'modify' && (
        <Checkbox.Group label="Roles that go" required value={[...gone]} onChange={setGone}>
          <Stack gap={6} mt={6}>
            {roles.map((role) => (
              <Checkbox key={role} value={role} label={role} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      <TextInput
        label={lines === 1 ? 'Reason' : 'Reason, for all of them'}
        description={
          optional
            ? 'May be left out: nothing was found of it.'
            : `${decision === 'keep' ? 'Needed, since something was found. ' : ''}Kept with the decision and in the record.`
        }
        required={!optional}
        maxLength={2000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  );
};
