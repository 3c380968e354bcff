import { emptyContent, supplierForm } from '../../../src-main/contract/index.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { SupplierForm } from './SupplierForm.tsx';

/** A new supplier, or a new version of one. */
export const SupplierEditor = ({ supplierId }: { readonly supplierId: string | null }) =>
  supplierId === null ? (
    <SupplierForm supplierId={null} baseVersion={null} title="Add a supplier" content={emptyContent(supplierForm)} />
  ) : (
    <ExistingSupplier supplierId={supplierId} />
  );

const ExistingSupplier = ({ supplierId }: { readonly supplierId: string }) => {
  const supplier = useCall('suppliers.get', { supplierId });
  if (supplier.state.kind !== 'have')
    return (
      <Page title={supplierId}>
        <Loaded of={supplier}>{() => null}</Loaded>
      </Page>
    );
  const { summary, version, content } = supplier.state.value;
  return (
    <SupplierForm supplierId={supplierId} baseVersion={version} title={`Edit ${summary.name}`} content={content} />
  );
};
