import { Button, FileInput, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { dateFormats, ListKind } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { fileSize, shortHash } from '../../lib/text.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import styles from './AccessReview.module.css';
import { type Origin, Provenance, type Source } from './Provenance.tsx';
import type { ListKindId, Mapping, Overview, Preview } from './types.ts';
import { listWords } from './words.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';

interface Props {
  readonly recordId: string;
  readonly kind: ListKindId;
  /** Whether the review has begun, so that a reason is asked. */
  readonly replaces: boolean;
  readonly systemName: string;
  readonly onClose: () => void;
  readonly onImported: (overview: Overview) => void;
}

interface Chosen {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** A file to read, and where it is known to come from. */
interface Picked extends Chosen {
  readonly origin: Origin | null;
}

const encodingLabels: readonly (readonly [Preview['encoding'], string])[] = [
  ['utf-8', 'UTF-8'],
  ['utf-16le', 'UTF-16 LE'],
  ['utf-16be', 'UTF-16 BE'],
  ['windows-1252', 'Windows-1252'],
  ['iso-8859-1', 'ISO-8859-1'],
];
const delimiterLabels: readonly (readonly [Preview['delimiter'], string])[] = [
  [',', 'Comma'],
  [';', 'Semicolon'],
  ['\t', 'Tab'],
  ['|', 'Bar'],
];
const blankLabels: readonly (readonly [Mapping['blankStatus'], string])[] = [
  ['unknown', 'Unknown, somebody has to look'],
  ['active', 'Active'],
  ['inactive', 'Inactive'],
];
const by = { mark: 'from its byte order mark', content: 'detected', choice: 'as you chose' } as const;

/** File, columns, source: three steps from a file to a list that the review works on. Nothing is kept before the last. */
export const ImportWizard = ({ recordId, kind, replaces, systemName, onClose, onImported }: Props) => {
  useFocusBack(true);
  const [file, setFile] = useState<Picked | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [step, setStep] = useState<'columns' | 'source'>('columns');
  const look = useAction('access.preview');
  const keep = useAction('access.import');
  const own = useAction('access.ownAccounts');

  const read = async (
    { fileName, bytes }: Chosen,
    more: {
      readonly encoding?: Preview['encoding'] | null;
      readonly delimiter?: Preview['delimiter'] | null;
      readonly mapping?: Mapping | null;
    } = {},
  ) => {
    const answer = await look.run({
      recordId,
      kind,
      fileName,
      bytes,
      encoding: more.encoding ?? null,
      delimiter: more.delimiter ?? null,
      mapping: more.mapping ?? null,
    });
    if (answer !== null) setPreview(answer);
  };
  const take = async ({ fileName, bytes }: Chosen, origin: Origin | null) => {
    setPreview(null);
    setStep('columns');
    setFile({ fileName, bytes, origin });
    await read({ fileName, bytes });
  };
  const choose = async (given: File | null) => {
    if (given === null) {
      setPreview(null);
      setFile(null);
    } else await take({ fileName: given.name, bytes: new Uint8Array(await given.arrayBuffer()) }, null);
  };
  const takeOwn = async () => {
    const list = await own.run({ recordId });
    if (list !== null) await take(list, list);
  };
  const submit = async (source: Source) => {
    if (file === null || preview === null) return;
    const overview = await keep.run({
      recordId,
      kind,
      fileName: file.fileName,
      bytes: file.bytes,
      encoding: preview.encoding,
      delimiter: preview.delimiter,
      mapping: preview.mapping,
      ...source,
    });
    if (overview !== null) onImported(overview);
  };

  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={`Import: ${listWords(kind)}`}
      closeOnClickOutside={false}
      // What is under way is cancelled by its button, so that nobody takes a closed window for that.
      closeOnEscape={keep.state.kind !== 'running'}
      withCloseButton={keep.state.kind !== 'running'}
    >
      <Stack gap="md">
        {step === 'columns' && (
          <>
            <FileInput
              label="File"
              description="CSV or other delimited text. It is kept byte for byte, with its hash."
              placeholder="Choose a file …"
              accept=".csv,.tsv,.txt,text/csv,text/plain"
              clearable={false}
              data-autofocus
              onChange={(given) => void choose(given)}
            />
            {kind !== ListKind.Roster && (
              <Group gap="xs">
                <Text size="sm" c="dimmed">
                  {file?.origin === null || file === null
                    ? 'Is Countersign itself under review?'
                    : `${file.origin.source}, as of now.`}
                </Text>
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={own.state.kind === 'running'}
                  onClick={() => void takeOwn()}
                >
                  Take the accounts of this vault
                </Button>
              </Group>
            )}
            {own.state.kind === 'failed' && <FailureNote failure={own.state.failure} />}
            {look.state.kind === 'failed' && <FailureNote failure={look.state.failure} />}
            {file !== null && preview !== null && (
              <Columns
                preview={preview}
                onRead={(more) =>
                  void read(file, { encoding: preview.encoding, delimiter: preview.delimiter, ...more })
                }
              />
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button
                disabled={preview === null || preview.problem !== null}
                loading={look.state.kind === 'running'}
                onClick={() => setStep('source')}
              >
                Continue
              </Button>
            </Group>
          </>
        )}
        {step === 'source' && preview !== null && (
          <Provenance
            recordId={recordId}
            kind={kind}
            replaces={replaces}
            systemName={systemName}
            rows={preview.totalRows}
            known={file?.origin ?? null}
            state={keep.state}
            onBack={() => setStep('columns')}
            onSubmit={(source) => void submit(source)}
          />
        )}
      </Stack>
    </Modal>
  );
};

interface ColumnsProps {
  readonly preview: Preview;
  readonly onRead: (more: {
    readonly encoding?: Preview['encoding'];
    readonly delimiter?: Preview['delimiter'];
    readonly mapping?: Mapping;
  }) => void;
}

/** How the file is read, with its first rows beside it. Every choice reads it again. */
const Columns = ({ preview, onRead }: ColumnsProps) => {
  const { mapping } = preview;
  const change = (next: Partial<Mapping>) => onRead({ mapping: { ...mapping, ...next } });
  const column = (field: string, heading: string) => {
    const { [field]: _, ...others } = mapping.columns;
    change({ columns: heading === '' ? others : { ...others, [field]: heading } });
  };
  const hasRoles = preview.fields.some(({ id }) => id === 'roles');
  return (
    <>
      <Text size="sm">
        {preview.totalRows.toLocaleString('en')} rows, {fileSize(preview.size)}, SHA-256{' '}
        <span className="mono">{shortHash(preview.sha256)}</span>.{' '}
        {preview.mappingVersion === null
          ? 'Columns were guessed from the headings.'
          : `Columns as this system’s mapping, version ${String(preview.mappingVersion)}.`}
      </Text>
      <Group grow align="flex-start">
        <NativeSelect
          label="Encoding"
          description={by[preview.encodingBy]}
          value={preview.encoding}
          data={encodingLabels.map(([value, label]) => ({ value, label }))}
          onChange={(event) => onRead({ encoding: event.currentTarget.value as Preview['encoding'] })}
        />
        <NativeSelect
          label="Delimiter"
          description="parts the columns"
          value={preview.delimiter}
          data={delimiterLabels.map(([value, label]) => ({ value, label }))}
          onChange={(event) => onRead({ delimiter: event.currentTarget.value as Preview['delimiter'] })}
        />
        {hasRoles && (
          <NativeSelect
            label="Several roles"
            description="in one cell, or a row each"
            value={mapping.rowPer === 'role' ? 'row' : mapping.roleSeparator}
            data={[
              { value: '', label: 'One in a cell' },
              { value: ';', label: 'Parted by ;' },
              { value: ',', label: 'Parted by ,' },
              { value: '|', label: 'Parted by |' },
              { value: '\n', label: 'Parted by lines' },
              { value: 'row', label: 'A row for each role' },
            ]}
            onChange={({ currentTarget: { value } }) =>
              change(
                value === 'row' ? { rowPer: 'role', roleSeparator: '' } : { rowPer: 'account', roleSeparator: value },
              )
            }
          />
        )}
      </Group>
      {/* Scrolls, so the keyboard has to reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles['preview']} aria-label="First rows" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {preview.header.map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.slice(0, 8).map((row, index) => (
              // Rows of a file have no other name than their place.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={index}>
                {preview.header.map((heading, at) => (
                  <td key={heading}>{row[at]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className={styles['columns']}>
        {preview.fields.map(({ id, label }) => (
          <NativeSelect
            key={id}
            size="xs"
            label={label}
            value={mapping.columns[id] ?? ''}
            data={[
              { value: '', label: 'Not in the list' },
              ...preview.header.map((value) => ({ value, label: value })),
            ]}
            onChange={(event) => column(id, event.currentTarget.value)}
          />
        ))}
        {preview.days.map(({ field, candidates, ambiguous, example }) => {
          const name = preview.fields.find(({ id }) => id === field)?.label ?? field;
          return (
            <NativeSelect
              key={`days ${field}`}
              size="xs"
              label={`${name} is written as`}
              description={ambiguous ? `${example}: choose, it can be read in two ways` : `for example ${example}`}
              value={mapping.dateFormats[field] ?? ''}
              data={[
                { value: '', label: 'Choose …' },
                ...dateFormats
                  .filter(({ id }) => candidates.length === 0 || candidates.includes(id))
                  .map(({ id, example: written }) => ({ value: id, label: written })),
              ]}
              onChange={(event) =>
                change({ dateFormats: { ...mapping.dateFormats, [field]: event.currentTarget.value } })
              }
            />
          );
        })}
        {mapping.columns['status'] !== undefined && (
          <>
            <Words
              label="Words for active"
              value={mapping.activeWords}
              onChange={(activeWords) => change({ activeWords })}
            />
            <Words
              label="Words for inactive"
              value={mapping.inactiveWords}
              onChange={(inactiveWords) => change({ inactiveWords })}
            />
            <NativeSelect
              size="xs"
              label="A blank status means"
              value={mapping.blankStatus}
              data={blankLabels.map(([value, label]) => ({ value, label }))}
              onChange={(event) => change({ blankStatus: event.currentTarget.value as Mapping['blankStatus'] })}
            />
          </>
        )}
      </div>
      {preview.problem !== null && <FailureNote failure={preview.problem} />}
    </>
  );
};

interface WordsProps {
  readonly label: string;
  readonly value: readonly string[];
  readonly onChange: (words: string[]) => void;
}

const Words = ({ label, value, onChange }: WordsProps) => {
  const [typed, setTyped] = useState(value.join(', '));
  return (
    <TextInput
      size="xs"
      label={label}
      placeholder="beyond the usual ones"
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        const words = typed
          .split(',')
          .map((word) => word.trim())
          .filter((word) => word !== '');
        if (words.join() !== value.join()) onChange(words);
      }}
    />
  );
};
