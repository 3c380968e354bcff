import { recordTypes } from '../../../src-main/contract/index.ts';
import { useDraft } from '../../stores/draft.ts';
import { FormReader } from '../../ui/form/FormReader.tsx';
import { DraftEditor } from './DraftEditor.tsx';
import { Figures } from './Figures.tsx';
import styles from './Record.module.css';
import type { RecordView } from './types.ts';

interface Props {
  readonly view: RecordView;
  readonly section: string | null;
  readonly editable: boolean;
  readonly onReload: () => Promise<void>;
}

/** The content: an editor for the author's draft, and a page to read for everybody and everything else. */
export const RecordContent = ({ view, editable, section, onReload }: Props) => {
  const { form } = recordTypes[view.summary.type];
  const draft = useDraft((store) => store.draft);
  const recordId = view.summary.id;

  if (editable)
    return draft.kind === 'open' && draft.recordId === recordId ? (
      <DraftEditor form={form} draft={draft} section={section ?? form.sections[0]?.id ?? ''} onReload={onReload} />
    ) : null;
  return (
    <div className={styles['editor']} style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {view.metrics.length > 0 && <Figures metrics={view.metrics} row />}
      <div className={styles['reading']}>
        <FormReader form={form} content={view.content} />
      </div>
    </div>
  );
};
