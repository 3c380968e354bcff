import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { actionStatusLabel, actionTypeLabel } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortDay, shortTime } from '../../lib/time.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { Related } from '../links/Related.tsx';
import { ActionDialogs } from './ActionDialogs.tsx';
import { DueBadge } from './DueBadge.tsx';
import type { ActionView, Step } from './types.ts';

/** One action: what was agreed, how it was closed, what came of it, and what it belongs to. */
export const ActionPage = ({ actionId }: { readonly actionId: string }) => {
  const action = useCall('actions.get', { actionId });
  if (action.state.kind !== 'have')
    return (
      <Page title={actionId}>
        <Loaded of={action}>{() => null}</Loaded>
      </Page>
    );
  return <ActionScreen action={action.state.value} onChanged={action.put} />;
};

const steps: readonly (readonly [Step, string, 'close' | 'change' | 'judge'])[] = [
  ['complete', 'Mark as done', 'close'],
  ['judge', 'Judge its effect', 'judge'],
  ['change', 'Change owner or day', 'change'],
  ['drop', 'Drop', 'close'],
];

const ActionScreen = ({
  action,
  onChanged,
}: {
  readonly action: ActionView;
  readonly onChanged: (action: ActionView) => void;
}) => {
  const [step, setStep] = useState<Step | null>(null);
  const { recordId } = action;
  const list = useCall('actions.list', {
    systemId: action.systemId,
    recordId: recordId ?? null,
    status: null,
    mine: false,
    overdue: false,
    after: null,
  });
  const people = list.state.kind === 'have' ? list.state.value.people : [];
  const open = steps.filter(([, , may]) => action.may[may] === null);
  return (
    <Page
      title={action.action}
      lead={`${action.id} · ${actionStatusLabel[action.status]} · owed by ${action.owner.name}`}
      actions={
        <Group gap="sm">
          {open.map(([name, label]) => (
            <Button
              key={name}
              variant={name === 'complete' || name === 'judge' ? 'filled' : 'default'}
              onClick={() => setStep(name)}
            >
              {label}
            </Button>
          ))}
        </Group>
      }
    >
      <Stack gap="md">
        {action.owed !== null && (
          <Group gap="xs">
            <DueBadge dueOn={action.owed.dueOn} daysOverdue={action.owed.daysOverdue} />
            {action.owed.what === 'effectiveness' && <Text size="sm">Effectiveness check</Text>}
          </Group>
        )}
        {action.owed?.what === 'effectiveness' && action.may.judge === 'actions/check-by-another' && (
          <Text size="sm" c="dimmed">
            Its effect is judged by somebody who neither owed nor closed it.
          </Text>
        )}
        <Panel title="Agreed">
          <Facts
            items={[
              ['Verifiable outcome', action.outcome === '' ? '–' : action.outcome],
              ['Type', actionTypeLabel[action.type]],
              ['Owner', action.owner.name],
              ['Due on', action.dueOn],
              ['Effectiveness check on', action.effectiveness.dueOn ?? 'None'],
              [
                'System',
                <Anchor key="system" component={Link} href={`/systems/${encodeURIComponent(action.systemId)}`}>
                  {action.systemName}
                </Anchor>,
              ],
              [
                'Agreed in',
                recordId === null ? (
                  'Entered by hand'
                ) : (
                  <Anchor key="record" component={Link} href={`/records/${encodeURIComponent(recordId)}`}>
                    {recordId}
                  </Anchor>
                ),
              ],
              ['Since', shortDay(action.createdAt)],
            ]}
          />
        </Panel>
        {action.closing !== null && (
          <Panel title={actionStatusLabel[action.status]}>
            <Facts
              items={[
                [action.status === 'done' ? 'Evidence' : 'Reason', action.closing.note],
                ['On', action.closing.on],
                ['Entered', `${shortTime(action.closing.at)} by ${action.closing.by}`],
              ]}
            />
          </Panel>
        )}
        {action.effectiveness.result !== null && (
          <Panel title={action.effectiveness.result.effective ? 'Effective' : 'Not effective'}>
            <Facts
              items={[
                ['Judged by', action.effectiveness.result.note],
                ['Entered', `${shortTime(action.effectiveness.result.at)} by ${action.effectiveness.result.by}`],
              ]}
            />
          </Panel>
        )}
        <Related of={{ kind: 'action', id: action.id }} systemId={action.systemId} />
      </Stack>
      <ActionDialogs
        key={step}
        step={step}
        action={action}
        people={people}
        onClose={() => setStep(null)}
        onDone={(next) => {
          setStep(null);
          onChanged(next);
        }}
      />
    </Page>
  );
};
