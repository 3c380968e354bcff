import { Anchor, Badge, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleDashed,
  IconClockPlus,
  IconLock,
  IconMinus,
  IconPencil,
  IconServer2,
  type Icon,
} from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Output } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { count } from '../../lib/text.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import styles from './Coverage.module.css';

type Matrix = Output<'coverage.get'>;
type Cell = Matrix['systems'][number]['cells'][number];

const looks: Readonly<Record<Cell['state'], { readonly label: string; readonly color: string; readonly icon: Icon }>> =
  {
    effective: { label: 'Effective', color: 'green', icon: IconLock },
    draft: { label: 'Draft', color: 'gray', icon: IconPencil },
    missing: { label: 'Missing', color: 'red', icon: IconCircleDashed },
    overdue: { label: 'Overdue', color: 'red', icon: IconAlertTriangle },
    extended: { label: 'Extended', color: 'yellow', icon: IconClockPlus },
    none: { label: 'None', color: 'gray', icon: IconMinus },
  };

/** Systems against record types: what there is, what is missing, overdue or extended. */
export const Coverage = () => {
  const coverage = useCall('coverage.get', {});
  return (
    <Page title="Coverage" lead="Which system has which records, and what its schedule says of them." wide>
      <Loaded of={coverage}>
        {(matrix) => (
          <Panel flush>
            {matrix.systems.length === 0 ? (
              <EmptyState icon={<IconServer2 size={34} />} title="No systems yet">
                Add the first system to the inventory.
              </EmptyState>
            ) : (
              <MatrixTable matrix={matrix} />
            )}
          </Panel>
        )}
      </Loaded>
    </Page>
  );
};

const MatrixTable = ({ matrix }: { readonly matrix: Matrix }) => (
  // The region scrolls, so it takes the focus (WCAG 2.1.1).
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <section className={styles['scroll']} tabIndex={0} aria-label="Coverage of systems by records">
    <table className={styles['matrix']}>
      <thead>
        <tr>
          <th scope="col">System</th>
          {matrix.types.map(({ id, title }) => (
            <th key={id} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {matrix.systems.map(({ systemId, name, status, cells }) => (
          <tr key={systemId}>
            <th scope="row">
              <Anchor component={Link} href={`/systems/${encodeURIComponent(systemId)}`}>
                {name}
              </Anchor>
              <Text size="xs" c="dimmed">
                {status}
              </Text>
            </th>
            {cells.map((cell) => (
              <td key={cell.type}>
                <CellView systemId={systemId} cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const CellView = ({ systemId, cell }: { readonly systemId: string; readonly cell: Cell }) => {
  const { label, color, icon: CellIcon } = looks[cell.state];
  if (cell.state === 'none')
    return (
      <>
        <Text span size="sm" c="dimmed">
          None
        </Text>
        {cell.dueOn !== null && <div className={styles['note']}>Due {cell.dueOn}</div>}
      </>
    );
  const href =
    cell.recordId === null
      ? `/records/new/${cell.type}/${encodeURIComponent(systemId)}`
      : `/records/${encodeURIComponent(cell.recordId)}`;
  return (
    <>
      <Badge
        color={color}
        variant="light"
        tt="none"
        fw={500}
        radius="sm"
        leftSection={<CellIcon size={13} aria-hidden />}
      >
        {label}
      </Badge>
      <div className={styles['note']}>
        <Anchor component={Link} href={href} inherit>
          {cell.recordId ?? 'Begin it'}
        </Anchor>
        {cell.effective > 1 ? `, ${count(cell.effective, 'effective', 'effective')}` : ''}
        {cell.drafts > 0 && cell.state !== 'draft' ? `, ${count(cell.drafts, 'draft')}` : ''}
      </div>
      {cell.dueOn !== null && <div className={styles['note']}>Due {cell.dueOn}</div>}
    </>
  );
};
