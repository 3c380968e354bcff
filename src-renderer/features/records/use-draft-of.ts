import { useEffect } from 'react';
import { useDraft } from '../../stores/draft.ts';
import { useDraftView } from '../../stores/draft-view.ts';
import type { RecordView } from './types.ts';

/** Holds the draft open while its record is on the screen, on whichever tab; leaving the record or the window saves it. */
export const useDraftOf = (view: RecordView, editable: boolean): void => {
  const { open, close } = useDraft();
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
      void close();
    };
  }, [close, editable]);
};
