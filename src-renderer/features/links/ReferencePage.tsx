import { Alert, Anchor, Button, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { referenceLabel, type Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime } from '../../lib/time.ts';
import { announce } from '../../stores/announce.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Trace } from './Trace.tsx';

type Reference = Output<'references.get'>;

/** A commit, change, ticket or address outside, what is known of it, and what in the vault hangs together with it. */
export const ReferencePage = ({ referenceId }: { readonly referenceId: string }) => {
  const reference = useCall('references.get', { referenceId });
  const shown = reference.state.kind === 'have' ? reference.state.value : null;
  return (
    <Page
      title={shown === null ? referenceId : `${referenceLabel[shown.kind]} ${shown.value}`}
      actions={shown?.withdrawn === null && <Withdraw reference={shown} onDone={reference.put} />}
    >
      <Loaded of={reference}>
        {(one) => (
          <Stack gap="md">
            {one.withdrawn !== null && (
              <Alert color="yellow" title={`Withdrawn ${shortTime(one.withdrawn.at)}`}>
                {one.withdrawn.reason}
              </Alert>
            )}
            <Panel title="Reference">
              <Facts items={factsOf(one)} />
            </Panel>
            <Trace of={{ kind: 'reference', id: referenceId }} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
};

const factsOf = (one: Reference): readonly (readonly [string, ReactNode])[] => [
  ['Title', one.title === '' ? '–' : one.title],
  [
    'System',
    <Anchor key="system" component={Link} href={`/systems/${encodeURIComponent(one.systemId)}`}>
      {one.systemId}
    </Anchor>,
  ],
  ...(one.occurredOn === null ? [] : [['Day', one.occurredOn] as const]),
  ...(one.change === null
    ? []
    : [
        ['Kind of change', one.change.changeKind] as const,
        ['GxP impact', one.change.gxpImpact ? 'Yes' : 'No'] as const,
      ]),
  ...(one.commit === null
    ? []
    : [
        ['Author', `${one.commit.author} <${one.commit.email}>`] as const,
        ['Committed', one.commit.committedAt] as const,
        ['Repository', one.commit.repository] as const,
        ['Seen there', shortTime(one.commit.checkedAt)] as const,
      ]),
  ['Entered', `${shortTime(one.createdAt)} by ${one.createdBy}`],
];

interface WithdrawProps {
  readonly reference: Reference;
  readonly onDone: (next: Reference) => void;
}

const Withdraw = ({ reference, onDone }: WithdrawProps) => {
  const action = useAction('references.withdraw');
  const [asking, setAsking] = useState(false);
  const run = async (reason: string) => {
    const next = await action.run({ referenceId: reference.id, reason });
    if (next === null) return;
    setAsking(false);
    announce('The reference was withdrawn.');
    onDone(next);
  };
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        Withdraw
      </Button>
      <ReasonDialog
        opened={asking}
        title={`Withdraw ${reference.value}`}
        confirm="Withdraw"
        state={action.state}
        onClose={() => setAsking(false)}
        onConfirm={(reason) => void run(reason)}
      >
        It was entered by mistake, or does not belong here. It stays readable where it is linked, marked as withdrawn.
      </ReasonDialog>
    </>
  );
};
