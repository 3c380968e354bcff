import { RecordState, stateLabel } from '../../../src-main/contract/index.ts';
import type { RecordView, Requirement } from './types.ts';

/** The state of the revision that is shown; the summary tells that of the newest. */
export const shownState = (view: Pick<RecordView, 'summary' | 'revision' | 'revisions'>): RecordState =>
  view.revisions.find(({ revision }) => revision === view.revision)?.state ?? view.summary.state;

/** The requirement whose turn it is: the first in order that is not signed. */
export const pendingRequirement = (requirements: readonly Requirement[]): Requirement | null =>
  [...requirements].sort((a, b) => a.ordinal - b.ordinal).find(({ status }) => status === 'pending') ?? null;

/** Who has to do what before the record moves on. */
export const nextActor = (view: Pick<RecordView, 'summary' | 'author' | 'requirements'>): string => {
  const author = view.author.fullName;
  switch (view.summary.state) {
    case RecordState.Draft:
      return `${author} is writing.`;
    case RecordState.InReview:
      return `Colleagues are reading; ${author} or a reviewer takes the next step.`;
    case RecordState.AwaitingSignatures: {
      const pending = pendingRequirement(view.requirements);
      return pending === null
        ? 'All signatures are given.'
        : `Next: ${pending.signer?.fullName ?? 'somebody'} signs as ${pending.title} (${pending.meaning}).`;
    }
    case RecordState.Effective:
      return 'Signed by everybody and in force.';
    case RecordState.Returned:
      return `Returned: ${author} can start a new revision.`;
    case RecordState.Withdrawn:
      return 'Withdrawn. Nothing more happens to this revision.';
    case RecordState.Superseded:
      return 'A newer revision has taken its place.';
    default:
      return 'Retired with its system.';
  }
};

/** A stop on the way of a revision. */
export interface Stop {
  readonly label: string;
  readonly at: 'done' | 'here' | 'ahead';
}

/** The way without the review, which a revision may leave out: it is shown while the revision is in it. */
const way: readonly RecordState[] = [RecordState.Draft, RecordState.AwaitingSignatures, RecordState.Effective];
const reviewedWay: readonly RecordState[] = [RecordState.Draft, RecordState.InReview, ...way.slice(1)];

/** The way of a revision with the place where it stands. States beside the way end it. */
export const stops = (state: RecordState): readonly Stop[] => {
  const shown = state === RecordState.InReview ? reviewedWay : way;
  const here = shown.indexOf(state);
  if (here >= 0)
    return shown.map((stop, index) => ({
      label: stateLabel[stop],
      at: index < here || state === RecordState.Effective ? 'done' : index === here ? 'here' : 'ahead',
    }));
  const before: readonly RecordState[] =
    state === RecordState.Superseded || state === RecordState.Retired ? way : [RecordState.Draft];
  return [
    ...before.map((stop): Stop => ({ label: stateLabel[stop], at: 'done' })),
    { label: stateLabel[state], at: 'here' },
  ];
};
