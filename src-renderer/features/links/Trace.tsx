import { NativeSelect, SegmentedControl, Group, Stack, Text } from '@mantine/core';
import { useMemo, useState, type CSSProperties } from 'react';
import type { Output } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import { EntityName, kindOf } from './EntityName.tsx';
import styles from './Trace.module.css';

type Node = Output<'trace.from'>['nodes'][number];

interface Props {
  readonly of: { readonly kind: 'record' | 'action' | 'reference'; readonly id: string };
}

/** From one thing along its links to everything that hangs together with it: as an indented tree, or as a table. */
export const Trace = ({ of }: Props) => {
  const [depth, setDepth] = useState(4);
  const [as, setAs] = useState<'tree' | 'table'>('tree');
  const trace = useCall('trace.from', { ...of, depth });
  return (
    <Panel
      title="What hangs together"
      aside={
        <Group gap="sm">
          <NativeSelect
            size="xs"
            aria-label="How many steps away"
            value={String(depth)}
            data={[1, 2, 3, 4, 6, 8].map((n) => ({ value: String(n), label: `${count(n, 'step')} away` }))}
            onChange={(event) => setDepth(Number(event.currentTarget.value))}
          />
          <SegmentedControl
            size="xs"
            aria-label="Shown as"
            value={as}
            onChange={setAs}
            data={[
              { value: 'tree', label: 'Tree' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </Group>
      }
    >
      <Loaded of={trace}>
        {({ nodes, cut }) => (
          <Stack gap="sm">
            {as === 'tree' ? <Tree nodes={nodes} /> : <Rows nodes={nodes} />}
            {cut && (
              <Text size="sm" c="dimmed">
                More hangs together than is shown. Follow one of the links, or look more steps away.
              </Text>
            )}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
};

const Tree = ({ nodes }: { readonly nodes: readonly Node[] }) => (
  <ul className={styles['tree']} aria-label="What hangs together">
    {nodes.map(({ entity, depth, words }) => (
      <li
        key={`${entity.kind} ${entity.id}`}
        className={styles['node']}
        data-start={depth === 0}
        style={{ '--depth': depth } as CSSProperties}
      >
        {words !== '' && <span className={styles['words']}>{words}</span>}
        <div>
          <EntityName entity={entity} />
        </div>
        <span className={styles['kind']}>
          {kindOf(entity)}
          {entity.day === null ? '' : ` · ${entity.day}`}
        </span>
      </li>
    ))}
  </ul>
);

const columnsFor = (nodes: readonly Node[]): readonly DataColumn<Node>[] => [
  { id: 'step', label: 'Steps away', cell: ({ depth }) => depth },
  {
    id: 'from',
    label: 'From',
    nowrap: true,
    cell: ({ parent }) => (parent === null ? '' : (nodes[parent]?.entity.id ?? '')),
  },
  { id: 'words', label: 'Relation', cell: ({ words }) => words },
  { id: 'to', label: 'To', cell: ({ entity }) => <EntityName entity={entity} /> },
  { id: 'kind', label: 'Kind', cell: ({ entity }) => kindOf(entity) },
  { id: 'day', label: 'Day', nowrap: true, cell: ({ entity }) => entity.day ?? '' },
];

const Rows = ({ nodes }: { readonly nodes: readonly Node[] }) => {
  const columns = useMemo(() => columnsFor(nodes), [nodes]);
  return (
    <DataTable
      label="What hangs together"
      columns={columns}
      rows={nodes}
      rowKey={({ entity }) => `${entity.kind} ${entity.id}`}
    />
  );
};
