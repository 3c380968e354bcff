import { Anchor, Badge, Text } from '@mantine/core';
import { Link } from 'wouter';
import { blankText, displayValue, supplierForm, type Output } from '../../../src-main/contract/index.ts';
import { count } from '../../lib/text.ts';
import { DataTable, type DataColumn } from '../../ui/DataTable.tsx';

export type SupplierSummary = Output<'suppliers.list'>['suppliers'][number];

/** A choice of the suppliers' form in words. */
const optionLabel = (section: string, field: string, value: string): string => {
  const found = supplierForm.sections.find(({ id }) => id === section)?.fields.find(({ id }) => id === field);
  return found === undefined || found.kind === 'table' ? value || blankText : displayValue(found, value);
};

const columns: readonly DataColumn<SupplierSummary>[] = [
  {
    id: 'name',
    label: 'Supplier',
    cell: ({ id, name }) => (
      <>
        <Anchor component={Link} href={`/suppliers/${encodeURIComponent(id)}`} fw={500}>
          {name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {id}
        </Text>
      </>
    ),
  },
  { id: 'kind', label: 'Kind', cell: ({ kind }) => optionLabel('identity', 'kind', kind) },
  { id: 'status', label: 'Status', cell: ({ status }) => optionLabel('identity', 'status', status) },
  {
    id: 'criticality',
    label: 'Criticality',
    cell: ({ criticality }) => optionLabel('assessment', 'criticality', criticality),
  },
  {
    id: 'systems',
    label: 'Systems served',
    cell: ({ systems }) => systems.map(({ name }) => name).join(', ') || blankText,
  },
  { id: 'agreement', label: 'Agreement review', nowrap: true, cell: (one) => one.agreementReviewOn ?? blankText },
  { id: 'assessment', label: 'Next assessment', nowrap: true, cell: (one) => one.assessmentDueOn ?? blankText },
  { id: 'gaps', label: 'In order', cell: (supplier) => <Order supplier={supplier} /> },
];

const Order = ({ supplier: { gaps } }: { readonly supplier: SupplierSummary }) =>
  gaps.length === 0 ? (
    <span>Yes</span>
  ) : (
    <Badge color="red" variant="light" tt="none" fw={500} radius="sm" title={gaps.join('\n')}>
      {count(gaps.length, 'gap')}
    </Badge>
  );

/** Suppliers with what is due and what is not in order. */
export const SuppliersTable = ({ suppliers }: { readonly suppliers: readonly SupplierSummary[] }) => (
  <DataTable label="Suppliers" columns={columns} rows={suppliers} rowKey={({ id }) => id} />
);
