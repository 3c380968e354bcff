import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { isDate, type Failure, type Input, type Output } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { bounded } from '../../lib/text.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { DateField } from '../../ui/form/DateField.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { FilterSelects, type Chosen } from '../records/FilterSelects.tsx';
import { SearchHits } from './SearchHits.tsx';

type Question = Omit<Input<'search.find'>, 'after'>;

interface Filters extends Chosen {
  readonly from: string;
  readonly until: string;
  readonly dueUntil: string;
}

const none: Filters = { type: '', systemId: '', state: '', from: '', until: '', dueUntil: '' };
const days = [
  { id: 'from', label: 'From' },
  { id: 'until', label: 'To' },
  { id: 'dueUntil', label: 'Due until' },
] as const;
const dayOrNull = (typed: string): string | null => (isDate(typed) ? typed : null);

/** Search over everything in the vault: words, filters, and what holds them. */
export const SearchPage = () => {
  const [parameters, setParameters] = useSearchParams();
  const text = parameters.get('q') ?? '';
  const [filters, setFilters] = useState(none);
  const [searched] = useDebouncedValue(text.trim(), 200);
  const question: Question = {
    text: searched.slice(0, 200),
    kind: null,
    type: filters.type || null,
    systemId: filters.systemId || null,
    state: filters.state || null,
    dueUntil: dayOrNull(filters.dueUntil),
    from: dayOrNull(filters.from),
    until: dayOrNull(filters.until),
  };
  const first = useCall('search.find', searched === '' ? null : { ...question, after: null });
  return (
    <Page
      title="Search"
      lead="Numbers, titles and texts of records and systems. Every word must be there; its beginning is enough."
    >
      <Stack gap="md">
        <TextInput
          label="Words or number"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          maxLength={200}
          data-autofocus
          onChange={(event) => setParameters({ q: event.currentTarget.value }, { replace: true })}
        />
        <Group gap="sm" align="flex-end">
          <FilterSelects chosen={filters} onChange={setFilters} />
          {days.map(({ id, label }) => (
            <DateField
              key={id}
              id={`search-${id}`}
              label={label}
              value={filters[id]}
              error={filters[id] !== '' && !isDate(filters[id]) ? 'A day as YYYY-MM-DD' : undefined}
              onChange={(value) => setFilters({ ...filters, [id]: value })}
            />
          ))}
        </Group>
        {searched === '' ? (
          <Panel>
            <EmptyState icon={<IconSearch size={34} />} title="What are you looking for?">
              A number such as 2026-0007, a word of a title, or what somebody wrote in a record.
            </EmptyState>
          </Panel>
        ) : (
          <Loaded of={first}>
            {(page) =>
              page.hits.length === 0 ? (
                <Panel>
                  <EmptyState
                    icon={<IconSearch size={34} />}
                    title="Nothing holds all of that"
                    action={
                      <Button variant="default" onClick={() => setFilters(none)}>
                        Clear the filters
                      </Button>
                    }
                  >
                    Fewer words, or the beginning of a word, may find it.
                  </EmptyState>
                </Panel>
              ) : (
                <Hits key={JSON.stringify(question)} first={page} question={question} />
              )
            }
          </Loaded>
        )}
      </Stack>
    </Page>
  );
};

const Hits = ({ first, question }: { readonly first: Output<'search.find'>; readonly question: Question }) => {
  const [more, setMore] = useState<Output<'search.find'>['hits']>([]);
  const [next, setNext] = useState(first.next);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async () => {
    const reply = await ask('search.find', { ...question, after: next });
    if (!reply.ok) {
      setFailure(reply.error);
      return;
    }
    setMore([...more, ...reply.value.hits]);
    setNext(reply.value.next);
  };
  return (
    <>
      <Text size="sm" c="dimmed" component="output">
        {bounded(first.total, 'hit')}
      </Text>
      <Panel flush>
        <SearchHits hits={[...first.hits, ...more]} />
      </Panel>
      {failure !== null && <FailureNote failure={failure} />}
      {next !== null && (
        <Button variant="default" size="xs" style={{ alignSelf: 'flex-end' }} onClick={() => void load()}>
          Show more
        </Button>
      )}
    </>
  );
};
