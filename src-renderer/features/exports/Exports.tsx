import { Button, Group, MultiSelect, Stack, Text } from '@mantine/core';
import { IconDatabaseExport, IconFileZip, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { isDate, recordTypes, type Input, type Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { DateField } from '../../ui/form/DateField.tsx';
import styles from './Exports.module.css';
import { ExportJob } from './ExportJob.tsx';
import { SystemDossier } from './SystemDossier.tsx';

type What = Input<'exports.start'>['what'];

/** Handing out: an audit package for an inspector, the audit trail, or everything. */
export const Exports = () => {
  const [systems, setSystems] = useState<string[]>([]);
  const [types, setTypes] = useState<string[]>([]);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const known = useCall('systems.list', {});
  const filter = {
    systems: systems.length === 0 ? null : systems,
    types: types.length === 0 ? null : types,
    from: isDate(from) ? from : null,
    to: isDate(to) ? to : null,
  };
  const found = useCall('exports.count', { filter });
  const start = useAction('exports.start');
  const [job, setJob] = useState<Output<'exports.look'> | null>(null);
  const begin = async (what: What) => {
    const answer = await start.run({ what });
    if (answer?.job) setJob(answer.job);
  };
  const running = start.state.kind === 'running' || job?.state.kind === 'running';
  const counts = found.state.kind === 'have' ? found.state.value : null;
  return (
    <Page
      title="Export"
      lead="What leaves the vault leaves in open formats. Who exported what, and when, is an entry of the audit trail."
    >
      <Stack gap="md">
        {start.state.kind === 'failed' && <FailureNote failure={start.state.failure} />}
        {job !== null && <ExportJob key={job.id} job={job} onChange={setJob} />}
        <Panel title="Audit package">
          <Stack gap="sm">
            <Text size="sm">
              A zip for an inspector: the signed PDFs with their data, the inventory, the whole audit trail,
              certificates, a manifest with the hash of each file, and how to check all of it without Countersign.
            </Text>
            <div className={styles['filter']}>
              <MultiSelect
                label="Systems"
                placeholder={systems.length === 0 ? 'All systems' : ''}
                value={systems}
                onChange={setSystems}
                data={
                  known.state.kind === 'have'
                    ? known.state.value.systems.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }))
                    : []
                }
              />
              <MultiSelect
                label="Types of record"
                placeholder={types.length === 0 ? 'All types' : ''}
                value={types}
                onChange={setTypes}
                data={Object.values(recordTypes).map(({ id, title }) => ({ value: id, label: title }))}
              />
              <DateField id="export-from" label="From" value={from} onChange={setFrom} />
              <DateField id="export-to" label="Until" value={to} onChange={setTo} />
            </div>
            {found.state.kind === 'failed' && <FailureNote failure={found.state.failure} />}
            <Group justify="space-between" gap="sm">
              <Text size="sm" component="output">
                {counts === null
                  ? ' '
                  : `${count(counts.revisions, 'signed revision')} of ${count(counts.records, 'record')}, ${count(counts.systems, 'system')}`}
              </Text>
              <Button
                leftSection={<IconFileZip size={16} />}
                disabled={running || counts === null}
                onClick={() => void begin({ kind: 'package', filter })}
              >
                Save the package
              </Button>
            </Group>
          </Stack>
        </Panel>
        <Panel title="Audit trail">
          <Stack gap="sm">
            <Text size="sm">
              All entries: to read, for a spreadsheet, or for machines with the hashes that chain them.
            </Text>
            <Group gap="sm">
              {(['pdf', 'csv', 'jsonl'] as const).map((format) => (
                <Button
                  key={format}
                  variant="default"
                  leftSection={<IconHistory size={16} />}
                  disabled={running}
                  onClick={() => void begin({ kind: 'trail', format })}
                >
                  {formatWords[format]}
                </Button>
              ))}
            </Group>
          </Stack>
        </Panel>
        {counts?.mayExportAll === true && <SystemDossier />}
        {counts?.mayExportAll === true && (
          <Panel title="Everything">
            <Stack gap="sm">
              <Text size="sm">
                A folder with every table of the vault, every PDF and every imported file, readable without Countersign.
                It is not encrypted. Private keys stay behind.
              </Text>
              <Group>
                <Button
                  variant="default"
                  leftSection={<IconDatabaseExport size={16} />}
                  disabled={running}
                  onClick={() => void begin({ kind: 'everything' })}
                >
                  Export everything
                </Button>
              </Group>
            </Stack>
          </Panel>
        )}
      </Stack>
    </Page>
  );
};

const formatWords = { pdf: 'As PDF', csv: 'As CSV', jsonl: 'As JSON lines' } as const;
