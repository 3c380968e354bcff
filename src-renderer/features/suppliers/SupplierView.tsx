import { Button, Stack } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Link } from 'wouter';
import { supplierForm } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { shortTime } from '../../lib/time.ts';
import { FormReader } from '../../ui/form/FormReader.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page, Panel } from '../../ui/Page.tsx';
import { EntryVersions } from '../entries/EntryVersions.tsx';
import { Gaps } from '../entries/Gaps.tsx';

/** One supplier: what is not in order, its entry, its versions. */
export const SupplierView = ({ supplierId }: { readonly supplierId: string }) => {
  const supplier = useCall('suppliers.get', { supplierId });
  if (supplier.state.kind !== 'have')
    return (
      <Page title={supplierId}>
        <Loaded of={supplier}>{() => null}</Loaded>
      </Page>
    );
  const { summary, version, content, findings, changedAt, changedBy, versions, mayEdit } = supplier.state.value;
  return (
    <Page
      title={summary.name}
      lead={`${summary.id} · version ${String(version)} of its entry, by ${changedBy}, ${shortTime(changedAt)}`}
      actions={
        mayEdit && (
          <Button
            component={Link}
            href={`/suppliers/${encodeURIComponent(supplierId)}/edit`}
            variant="default"
            leftSection={<IconPencil size={16} />}
          >
            Edit
          </Button>
        )
      }
    >
      <Stack gap="md">
        <Gaps title="Not in order" messages={findings.map(({ message }) => message)} />
        <Panel title="Entry">
          <FormReader form={supplierForm} content={content} />
        </Panel>
        <EntryVersions versions={versions} />
      </Stack>
    </Page>
  );
};
