import { useLocation } from 'wouter';
import { supplierForm, type Content } from '../../../src-main/contract/index.ts';
import { ask } from '../../bridge/bridge.ts';
import { useAction } from '../../bridge/use-action.ts';
import { EntryForm, type Wire } from '../entries/EntryForm.tsx';
import { SystemsServed } from './SystemsServed.tsx';

interface Props {
  readonly supplierId: string | null;
  readonly baseVersion: number | null;
  readonly title: string;
  readonly content: Content;
}

const check = async (content: Wire) => {
  const reply = await ask('suppliers.check', { content });
  return reply.ok ? reply.value.findings : null;
};

const below = { services: SystemsServed };

/** The entry of a supplier. */
export const SupplierForm = ({ supplierId, baseVersion, title, content }: Props) => {
  const [, go] = useLocation();
  const save = useAction('suppliers.save');
  return (
    <EntryForm
      form={supplierForm}
      title={title}
      content={content}
      isNew={supplierId === null}
      check={check}
      save={async (typed, reason) => {
        const view = await save.run({ supplierId, baseVersion, content: typed, reason });
        if (view !== null) go(`/suppliers/${encodeURIComponent(view.summary.id)}`, { replace: true });
      }}
      saving={save.state.kind === 'running'}
      failure={save.state.kind === 'failed' ? save.state.failure : null}
      back={supplierId === null ? '/suppliers' : `/suppliers/${encodeURIComponent(supplierId)}`}
      below={below}
    />
  );
};
