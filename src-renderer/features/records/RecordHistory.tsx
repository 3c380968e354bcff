import { useCall } from '../../bridge/use-call.ts';
import { AuditTable } from '../audit/AuditTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Page.tsx';
import type { RecordView } from './types.ts';

/** Everything that ever happened to the record, newest first. It cannot be switched off. */
export const RecordHistory = ({ view }: { readonly view: RecordView }) => {
  const history = useCall('records.history', { recordId: view.summary.id });
  return (
    <Panel title="History" flush>
      <Loaded of={history}>
        {({ entries }) => <AuditTable label={`History of ${view.summary.id}`} entries={entries} withSubject={false} />}
      </Loaded>
    </Panel>
  );
};
