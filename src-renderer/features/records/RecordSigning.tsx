import { useLocation } from 'wouter';
import { SigningDialog } from '../signing/SigningDialog.tsx';
import type { RecordView } from './types.ts';

interface Props {
  readonly view: RecordView;
  readonly onReload: () => Promise<void>;
}

/** The signing dialog over its record. Closing without signing is always possible and changes nothing. */
export const RecordSigning = ({ view, onReload }: Props) => {
  const [, go] = useLocation();
  const recordId = view.summary.id;
  const back = () => go(`/records/${encodeURIComponent(recordId)}/signatures`);
  return (
    <SigningDialog
      recordId={recordId}
      requirementId={view.actions.sign.requirementId}
      obstacle={view.actions.sign.obstacle}
      onClose={back}
      onDone={() => void onReload()}
    />
  );
};
