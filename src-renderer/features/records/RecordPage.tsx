import { Loaded } from '../../ui/Loaded.tsx';
import { Page, useTitle } from '../../ui/Page.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { useWork } from '../../stores/work.ts';
import { RecordContent } from './RecordContent.tsx';
import { RecordHeader } from './RecordHeader.tsx';
import { RecordHistory } from './RecordHistory.tsx';
import { RecordPdf } from './RecordPdf.tsx';
import { RecordSignatures } from './RecordSignatures.tsx';
import { panelsOf } from './panels.ts';
import { RecordSigning } from './RecordSigning.tsx';
import styles from './Record.module.css';
import type { RecordView } from './types.ts';
import { useDraftOf } from './use-draft-of.ts';

interface Props {
  readonly recordId: string;
  /** An older revision, or null for the newest. */
  readonly revision: number | null;
  readonly tab: string;
  readonly section: string | null;
}

/** A record: its header always on top, and its content, signatures, history and PDF. */
export const RecordPage = ({ recordId, revision, tab, section }: Props) => {
  const record = useCall('records.get', { recordId, revision });
  const refreshWork = useWork((store) => store.refresh);
  if (record.state.kind !== 'have')
    return (
      <Page title={recordId}>
        <Loaded of={record}>{() => null}</Loaded>
      </Page>
    );
  const view = record.state.value;
  const changed = (next: RecordView) => {
    record.put(next);
    void refreshWork();
  };
  return (
    <RecordScreen
      view={view}
      older={revision !== null}
      tab={tab}
      section={section}
      onChanged={changed}
      onReload={async () => {
        await record.reload();
        void refreshWork();
      }}
    />
  );
};

interface ScreenProps {
  readonly view: RecordView;
  readonly older: boolean;
  readonly tab: string;
  readonly section: string | null;
  readonly onChanged: (view: RecordView) => void;
  readonly onReload: () => Promise<void>;
}

const RecordScreen = ({ view, older, tab, section, onChanged, onReload }: ScreenProps) => {
  useTitle(`${view.summary.id} ${view.summary.title}`);
  const shown = tab === 'sign' ? 'signatures' : tab;
  const editable = view.actions.edit === null && !older;
  useDraftOf(view, editable);
  const Extra = panelsOf(view).find(({ id }) => id === shown)?.component;
  return (
    <>
      <RecordHeader view={view} older={older} tab={shown} onChanged={onChanged} onReload={onReload} />
      <div className={styles['body']} role="tabpanel" id="record-panel" aria-labelledby={`record-tab-${shown}`}>
        {shown === 'content' && <RecordContent view={view} editable={editable} section={section} onReload={onReload} />}
        {Extra !== undefined && <Extra view={view} editable={editable} onReload={onReload} />}
        {shown === 'signatures' && <RecordSignatures view={view} />}
        {shown === 'history' && <RecordHistory view={view} />}
        {shown === 'pdf' && <RecordPdf view={view} />}
      </div>
      {tab === 'sign' && <RecordSigning view={view} onReload={onReload} />}
    </>
  );
};
