import { Box, Button, Checkbox, FileButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFileSearch, IconSearch, IconShieldCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { isDate, signingRoles, type Failure, type Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { useOpenSession } from '../../stores/session.ts';
import { useTrailCheck } from '../../stores/trail-check.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { DateField } from '../../ui/form/DateField.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { AuditTable } from './AuditTable.tsx';
import { ChainResult } from './ChainResult.tsx';
import { SignCheckpoint } from './SignCheckpoint.tsx';

/** What entries are asked for; empty text asks for all. */
interface Filter {
  readonly subject: string;
  readonly who: string;
  readonly from: string;
  readonly to: string;
  readonly unusual: boolean;
}
const everything: Filter = { subject: '', who: '', from: '', to: '', unusual: false };

const questionOf = ({ subject, who, from, to, unusual }: Filter) => ({
  subject: subject.trim() === '' ? null : subject.trim(),
  who: who.trim() === '' ? null : who.trim(),
  from: isDate(from) ? from : null,
  to: isDate(to) ? to : null,
  unusual,
});

/** The vault's history: append-only, chained by hashes, newest first. */
export const AuditTrail = () => {
  const [filter, setFilter] = useState(everything);
  const [settled] = useDebouncedValue(filter, 250);
  const question = questionOf(settled);
  const first = useCall('audit.list', { before: null, ...question });
  const { account } = useOpenSession();
  const { check, run, clear } = useTrailCheck();
  useEffect(() => clear, [clear]);
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
            loading={check.kind === 'running'}
            onClick={() => void run([])}
          >
            Verify the chain
          </Button>
          <FileButton
            accept="application/pdf,.pdf,.checkpoint"
            multiple
            onChange={(files) => void run(files)}
            inputProps={{ 'aria-label': 'Sealed PDFs and checkpoints to hold the trail against' }}
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileSearch size={16} />}>
                Hold against files
              </Button>
            )}
          </FileButton>
        </>
      }
    >
      <Stack gap="md">
        {check.kind === 'failed' && <FailureNote failure={check.failure} />}
        {check.kind === 'done' && <ChainResult result={check.verdict} />}
        <Filters filter={filter} onChange={setFilter} />
        <Loaded of={first}>
          {(page) =>
            page.entries.length === 0 ? (
              <Panel>
                <EmptyState icon={<IconSearch size={34} />} title="No entry fits">
                  Entries are found by the exact number of a record or system, or the id of an account, and by the user
                  name of who acted. Days are those of the entry, in UTC.
                </EmptyState>
              </Panel>
            ) : (
              <Entries key={JSON.stringify(question)} first={page} question={question} />
            )
          }
        </Loaded>
      </Stack>
    </Page>
  );
};

interface FiltersProps {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

const Filters = ({ filter, onChange }: FiltersProps) => (
  <Group align="flex-end" gap="md">
    <TextInput
      label="Record, system or account"
      placeholder="For example PE-2026-0007"
      leftSection={<IconSearch size={16} aria-hidden />}
      w={260}
      value={filter.subject}
      onChange={(event) => onChange({ ...filter, subject: event.currentTarget.value })}
    />
    <TextInput
      label="Who (user name)"
      w={160}
      value={filter.who}
      onChange={(event) => onChange({ ...filter, who: event.currentTarget.value })}
    />
    <Box w={168}>
      <DateField id="trail-from" label="From" value={filter.from} onChange={(from) => onChange({ ...filter, from })} />
    </Box>
    <Box w={168}>
      <DateField id="trail-to" label="To" value={filter.to} onChange={(to) => onChange({ ...filter, to })} />
    </Box>
    <Checkbox
      label="Unusual only"
      mb={8}
      checked={filter.unusual}
      onChange={(event) => onChange({ ...filter, unusual: event.currentTarget.checked })}
    />
  </Group>
);

interface EntriesProps {
  readonly first: Output<'audit.list'>;
  readonly question: ReturnType<typeof questionOf>;
}

const Entries = ({ first, question }: EntriesProps) => {
  const [older, setOlder] = useState<Output<'audit.list'>['entries']>([]);
  const [next, setNext] = useState(first.next);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async () => {
    const reply = await ask('audit.list', { before: next, ...question });
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
