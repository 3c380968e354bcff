import { Button, FileButton, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Output } from '../../../src-main/contract/index.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { ScanFindings } from './ScanFindings.tsx';
import { useFocusBack } from '../../ui/use-focus-back.ts';

interface Props {
  readonly onClose: () => void;
  /** Defects were made. */
  readonly onImported: () => void;
}

type Findings = Output<'defects.readScan'>['findings'];

/** How far the import is. */
type Flow =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'picking'; readonly name: string; readonly bytes: Uint8Array; readonly findings: Findings }
  | { readonly kind: 'done'; readonly made: Output<'defects.importScan'> };

/** A scanner's report (SARIF) becomes a list of findings; those that a person picks become defects. */
export const ImportScan = ({ onClose, onImported }: Props) => {
  useFocusBack(true);
  const systems = useCall('systems.list', {});
  const [systemId, setSystemId] = useState('');
  const [flow, setFlow] = useState<Flow>({ kind: 'choosing' });
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const read = useAction('defects.readScan');
  const bring = useAction('defects.importScan');

  const open = async (file: File | null) => {
    if (file === null) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const answer = await read.run({ systemId, name: file.name, bytes });
    if (answer === null) return;
    setPicked(new Set());
    setFlow({ kind: 'picking', name: file.name, bytes, findings: answer.findings });
  };
  const bringIn = async () => {
    if (flow.kind !== 'picking') return;
    const { name, bytes } = flow;
    const made = await bring.run({ systemId, name, bytes, keys: [...picked] });
    if (made === null) return;
    setFlow({ kind: 'done', made });
    onImported();
  };

  return (
    <Modal opened onClose={onClose} title="Import the findings of a scanner" size={1040}>
      <Stack gap="md">
        {flow.kind === 'done' ? (
          <Done made={flow.made} onClose={onClose} />
        ) : (
          <>
            <Text size="sm">
              A report in SARIF 2.1.0, as code and vulnerability scanners write it. You pick the findings that become
              defects; a finding that is a defect already is known again and not made twice.
            </Text>
            <Loaded of={systems}>
              {({ systems: all }) => (
                <Group align="flex-end">
                  <NativeSelect
                    label="System"
                    required
                    style={{ flex: '1 1 260px' }}
                    value={systemId}
                    onChange={(event) => {
                      setSystemId(event.currentTarget.value);
                      setFlow({ kind: 'choosing' });
                    }}
                    data={[
                      { value: '', label: 'Choose …' },
                      ...all.map(({ id, name }) => ({ value: id, label: `${name} (${id})` })),
                    ]}
                  />
                  <FileButton accept=".sarif,.json,application/sarif+json" onChange={(file) => void open(file)}>
                    {(props) => (
                      <Button
                        {...props}
                        variant={flow.kind === 'choosing' ? 'filled' : 'default'}
                        leftSection={<IconFileImport size={16} />}
                        disabled={systemId === ''}
                        loading={read.state.kind === 'running'}
                      >
                        Choose a report
                      </Button>
                    )}
                  </FileButton>
                </Group>
              )}
            </Loaded>
            {read.state.kind === 'failed' && <FailureNote failure={read.state.failure} />}
            {flow.kind === 'picking' && (
              <ScanFindings name={flow.name} findings={flow.findings} picked={picked} onPick={setPicked} />
            )}
            {bring.state.kind === 'failed' && <FailureNote failure={bring.state.failure} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button
                disabled={picked.size === 0}
                loading={bring.state.kind === 'running'}
                onClick={() => void bringIn()}
              >
                {picked.size === 0 ? 'Make defects' : `Make ${count(picked.size, 'defect')}`}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
};

const Done = ({ made, onClose }: { readonly made: Output<'defects.importScan'>; readonly onClose: () => void }) => (
  <>
    <Text component="output">
      {count(made.created.length, 'defect was', 'defects were')} made
      {made.known.length === 0 ? '' : `, ${count(made.known.length, 'was', 'were')} there already`}.
    </Text>
    <ul>
      {made.created.slice(0, 20).map(({ key, recordId }) => (
        <li key={key}>
          <Link href={`/records/${encodeURIComponent(recordId)}`}>{recordId}</Link>
        </li>
      ))}
      {made.created.length > 20 && <li>and {made.created.length - 20} more, in the list of records</li>}
    </ul>
    <Group justify="flex-end">
      <Button onClick={onClose}>Close</Button>
    </Group>
  </>
);
