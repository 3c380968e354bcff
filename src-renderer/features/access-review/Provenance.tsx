import { Button, Group, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ListKind, type Input, type Output } from '../../../src-main/contract/index.ts';
import type { Running } from '../../bridge/use-action.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import type { ListKindId } from './types.ts';

export type Source = Pick<
  Input<'access.import'>,
  'source' | 'extractor' | 'query' | 'extractedAt' | 'declaredRows' | 'reason'
>;

export type Origin = Pick<Output<'access.ownAccounts'>, 'source' | 'extractor' | 'query' | 'extractedAt' | 'rows'>;

interface Props {
  readonly recordId: string;
  readonly kind: ListKindId;
  readonly replaces: boolean;
  readonly systemName: string;
  readonly rows: number;
  /** Where the list is known to come from; null: somebody has to say. */
  readonly known: Origin | null;
  readonly state: Running;
  readonly onBack: () => void;
  readonly onSubmit: (source: Source) => void;
}

/** `2026-11-23 14:05` as an instant, read as the time of the reader's machine; null where it is none. */
const instantOf = (text: string): string | null => {
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  const instant = new Date(text.replace(' ', 'T'));
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
};

/** The other way round. */
const localTime = (instant: string): string => {
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace('T', ' ');
};

/** Where the list came from (21 CFR 11.10(h)): without it a list is no evidence. */
export const Provenance = ({ recordId, kind, replaces, systemName, rows, known, state, onBack, onSubmit }: Props) => {
  const [source, setSource] = useState(known?.source ?? (kind === ListKind.Roster ? '' : systemName));
  const [extractor, setExtractor] = useState(known?.extractor ?? '');
  const [query, setQuery] = useState(known?.query ?? '');
  const [extracted, setExtracted] = useState(known === null ? '' : localTime(known.extractedAt));
  const [declared, setDeclared] = useState<number | string>(known?.rows ?? '');
  const [reason, setReason] = useState('');
  const extractedAt = instantOf(extracted.trim());
  const ready =
    [source, extractor, query].every((text) => text.trim() !== '') &&
    extractedAt !== null &&
    (!replaces || reason.trim().length >= 3);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready || state.kind === 'running') return;
        onSubmit({
          source: source.trim(),
          extractor: extractor.trim(),
          query: query.trim(),
          extractedAt,
          declaredRows: typeof declared === 'number' ? declared : null,
          reason: replaces ? reason.trim() : null,
        });
      }}
      style={{ display: 'grid', gap: 12 }}
    >
      <TextInput
        label="Taken from"
        description="System and environment."
        required
        data-autofocus
        value={source}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
      <TextInput
        label="Report or query"
        description="By which the same list can be made again."
        required
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <TextInput
        label="Extracted by"
        required
        value={extractor}
        onChange={(event) => setExtractor(event.currentTarget.value)}
      />
      <TextInput
        label="Extracted at"
        description="Your local time, as YYYY-MM-DD hh:mm."
        placeholder="2026-11-23 14:05"
        required
        error={extracted !== '' && extractedAt === null && extracted.length >= 16 ? 'This is no time.' : undefined}
        value={extracted}
        onChange={(event) => setExtracted(event.currentTarget.value)}
      />
      <NumberInput
        label="Rows that the source states"
        description={`The file has ${rows.toLocaleString('en')}. Leave it empty where the report shows no count.`}
        min={0}
        allowDecimal={false}
        hideControls
        value={declared}
        onChange={setDeclared}
      />
      {replaces && (
        <Textarea
          label="Why the list is replaced"
          description="The replaced list and its decisions stay on record."
          required
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {state.kind === 'failed' && <FailureNote failure={state.failure} />}
      {state.kind === 'running' ? (
        <ImportProgress recordId={recordId} rows={rows} />
      ) : (
        <Group justify="flex-end">
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <Button type="submit" disabled={!ready}>
            Import
          </Button>
        </Group>
      )}
    </form>
  );
};
