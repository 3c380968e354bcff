import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { signingRoles, type Failure, type Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { useOpenSession } from '../../stores/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { AuditTable } from './AuditTable.tsx';
import { ChainResult } from './ChainResult.tsx';
import { SignCheckpoint } from './SignCheckpoint.tsx';

/** The vault's history: append-only, chained by hashes, newest first. */
export const AuditTrail = () => {
  const [subject, setSubject] = useState('');
  const [searched] = useDebouncedValue(subject.trim(), 250);
  const filter = searched === '' ? null : searched;
  const first = useCall('audit.list', { before: null, subject: filter });
  const { account } = useOpenSession();
  const verify = useAction('audit.verify');
  const [result, setResult] = useState<Output<'audit.verify'> | null>(null);
  const check = async () => {
    setResult(null);
    setResult(await verify.run({}));
  };
  return (
    <Page
      title="Audit trail"
      lead="Everything that was done in this vault, by whom, when and why. Nobody can change it, switch it off or leave it."
      actions={
        <>
          {account.roles.some((held) => signingRoles.includes(held)) && <SignCheckpoint />}
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={16} />}
            loading={verify.state.kind === 'running'}
            onClick={() => void check()}
          >
            Verify the chain
          </Button>
        </>
      }
    >
      <Stack gap="md">
        {verify.state.kind === 'failed' && <FailureNote failure={verify.state.failure} />}
        {result !== null && <ChainResult result={result} />}
        <TextInput
          label="Record, system or account"
          placeholder="For example PE-2026-0007"
          leftSection={<IconSearch size={16} aria-hidden />}
          maw={360}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        <Loaded of={first}>
          {(page) =>
            page.entries.length === 0 ? (
              <Panel>
                <EmptyState icon={<IconSearch size={34} />} title="No entry fits">
                  Entries are found by the exact number of a record or system, or the id of an account.
                </EmptyState>
              </Panel>
            ) : (
              <Entries key={filter ?? ''} first={page} subject={filter} />
            )
          }
        </Loaded>
      </Stack>
    </Page>
  );
};

interface EntriesProps {
  readonly first: Output<'audit.list'>;
  readonly subject: string | null;
}

const Entries = ({ first, subject }: EntriesProps) => {
  const [older, setOlder] = useState<Output<'audit.list'>['entries']>([]);
  const [next, setNext] = useState(first.next);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async () => {
    const reply = await ask('audit.list', { before: next, subject });
    if (!reply.ok) {
      setFailure(reply.error);
      return;
    }
    setOlder([...older, ...reply.value.entries]);
    setNext(reply.value.next);
  };
  const entries = [...first.entries, ...older];
  return (
    <>
      <Panel flush>
        <AuditTable label="Audit trail" entries={entries} />
      </Panel>
      {failure !== null && <FailureNote failure={failure} />}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" component="output">
          {entries.length} entries shown
        </Text>
        {next !== null && (
          <Button size="xs" variant="default" onClick={() => void load()}>
            Load older entries
          </Button>
        )}
      </Group>
    </>
  );
};
