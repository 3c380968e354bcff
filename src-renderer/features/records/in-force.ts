import { RecordState, stateLabel } from '../../../src-main/contract/index.ts';
import type { RecordSummary } from './types.ts';

/**
 * What the newest revision is and which one is in force meanwhile: `Draft of revision 2 · revision 1 in force`; null where
 * the newest is what counts.
 */
export const inForceWords = ({
  state,
  revision,
  inForce,
}: Pick<RecordSummary, 'state' | 'revision' | 'inForce'>): string | null => {
  if (inForce === null) return null;
  const newest =
    state === RecordState.Draft
      ? `Draft of revision ${String(revision)}`
      : `Revision ${String(revision)} ${stateLabel[state].toLowerCase()}`;
  return `${newest} · revision ${String(inForce)} in force`;
};
