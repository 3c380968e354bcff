import { Anchor, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { actionStatusLabel, findingLabel, stateLabel } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ActionDialog, type NewAction } from '../actions/EditAction.tsx';
import { placeOf } from '../links/EntityName.tsx';
import styles from './AccessReview.module.css';
import type { LineDetail } from './types.ts';

interface Props {
  readonly recordId: string;
  readonly view: LineDetail;
  /** Whether this person may raise something now. */
  readonly open: boolean;
  readonly onRaised: () => void;
}

const stateWords: Readonly<Record<string, string>> = { ...stateLabel, ...actionStatusLabel };

/** What was raised because of the account, and the ways to raise more: an incident, or an action that somebody owes. */
export const Raised = ({ recordId, view, open, onRaised }: Props) => {
  const [asked, setAsked] = useState<'none' | 'incident' | 'action'>('none');
  const raise = useAction('access.raise');
  const close = () => {
    raise.clear();
    setAsked('none');
  };
  const run = async (what: Parameters<typeof raise.run>[0]['what']) => {
    const made = await raise.run({ recordId, line: view.line, what });
    if (made === null) return;
    setAsked('none');
    announce(`${made.id} was raised.`);
    onRaised();
  };
  const mayRaise = open && view.findings.length > 0;
  if (!mayRaise && view.raised.length === 0) return null;
  return (
    <>
      {view.raised.length > 0 && (
        <ul className={styles['plain']} aria-label="Raised">
          {view.raised.map((one) => (
            <li key={one.id}>
              <Anchor component={Link} href={placeOf(one) ?? '/'} fw={500}>
                {one.id}
              </Anchor>{' '}
              {one.state === null ? '' : (stateWords[one.state] ?? one.state)}
              <br />
              {one.title}
              <Text size="xs" c="dimmed">
                {one.owner === null ? '' : `${one.owner}, due on ${one.day ?? ''}; `}
                {one.by}, {shortTime(one.at)}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {mayRaise && (
        <Group gap={6} mt={6}>
          <Button size="compact-xs" variant="default" onClick={() => setAsked('incident')}>
            Raise an incident
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => setAsked('action')}>
            Raise an action
          </Button>
        </Group>
      )}
      <Dialog
        opened={asked === 'incident'}
        title="Raise an incident"
        confirm="Raise"
        state={raise.state}
        onClose={close}
        onConfirm={() => void run({ kind: 'incident' })}
      >
        <Text size="sm">
          A new incident begins with what was found of {view.account}:{' '}
          {[...new Set(view.findings.map(({ kind }) => findingLabel[kind]))].join(', ')}. It is linked with this review,
          and its team says the rest.
        </Text>
      </Dialog>
      {asked === 'action' && (
        <RaiseAction
          recordId={recordId}
          state={raise.state}
          onClose={close}
          onSubmit={(action) => void run({ kind: 'action', ...action })}
        />
      )}
    </>
  );
};

interface RaiseActionProps {
  readonly recordId: string;
  readonly state: ReturnType<typeof useAction<'access.raise'>>['state'];
  readonly onClose: () => void;
  readonly onSubmit: (action: NewAction) => void;
}

const RaiseAction = ({ recordId, ...dialog }: RaiseActionProps) => {
  const actions = useCall('actions.list', {
    systemId: null,
    recordId,
    status: null,
    mine: false,
    overdue: false,
    after: null,
  });
  return actions.state.kind === 'have' ? (
    <ActionDialog title="Raise an action" confirm="Raise" people={actions.state.value.people} {...dialog} />
  ) : null;
};
