import { useEffect } from 'react';
import { useDraft } from '../../stores/draft.ts';
import { useDraftView } from '../../stores/draft-view.ts';
import { useLeaving } from '../../stores/leaving.ts';
import type { RecordView } from './types.ts';

/**
 * Holds the draft open while its record is on the screen, on whichever tab; leaving the record or the window saves it, and
 * what cannot be saved is asked about.
 */
export const useDraftOf = (view: RecordView, editable: boolean): void => {
  const open = useDraft((store) => store.open);
  const recordId = view.summary.id;
  useEffect(() => {
    if (editable) open(view);
  }, [editable, open, view]);
  useEffect(() => {
    if (!editable) return undefined;
    const flush = () => void useDraft.getState().flush();
    window.addEventListener('blur', flush);
    return () => {
      window.removeEventListener('blur', flush);
      useDraftView.getState().reset();
      void useLeaving.getState().leaveRecord(recordId);
    };
  }, [editable, recordId]);
};
