import type { Finding } from '../completeness.ts';
import type { Content } from '../form.ts';
import type { StageStep, Stages } from '../stages.ts';
import { decision, defectForm } from './defect-form.ts';
import { checkCause, checkDecision, checkFix, checkVerification, decisionOf } from './defect-rules.ts';
import { blocking, lackingIn, when } from './operations/findings.ts';
import { verifiers } from './operations/team.ts';

const labelOf = (value: string): string => decision.find((one) => one.value === value)?.label ?? value;

const decided = (content: Content, wanted: readonly string[]): readonly Finding[] => [
  ...lackingIn(defectForm, content, [
    ['assessment', 'severity'],
    ['decision', 'decision'],
    ['decision', 'decidedOn'],
    ['decision', 'reason'],
  ]),
  ...when(decisionOf(content) !== '' && !wanted.includes(decisionOf(content)), () =>
    blocking('decision', 'decision', `The decision has to be "${wanted.map(labelOf).join('" or "')}" for that.`),
  ),
  ...checkDecision(content),
];

/** A way out of the work that leaves no fix behind: it needs a reason, and the signatures approve it. */
const ending = (id: string, label: string, to: string, wanted: string): StageStep => ({
  id,
  label,
  from: ['new', 'confirmed', 'decided', 'in-fix'],
  to,
  needsReason: true,
  check: (content) => decided(content, [wanted]),
});

/** New > Confirmed > Decided > In fix > Fixed > Verified > Closed; Duplicate, Rejected and Accepted risk beside the way. */
export const defectStages: Stages = {
  initial: 'new',
  reopened: 'confirmed',
  completed: 'closed',
  all: [
    { id: 'new', label: 'New' },
    { id: 'confirmed', label: 'Confirmed' },
    { id: 'decided', label: 'Decided' },
    { id: 'in-fix', label: 'In fix' },
    { id: 'fixed', label: 'Fixed' },
    { id: 'verified', label: 'Verified' },
    { id: 'duplicate', label: 'Duplicate', aside: true },
    { id: 'rejected', label: 'Rejected', aside: true },
    { id: 'accepted-risk', label: 'Accepted risk', aside: true },
    { id: 'closed', label: 'Closed' },
  ],
  done: ['fixed', 'verified', 'duplicate', 'rejected', 'accepted-risk', 'closed'],
  signable: ['verified', 'duplicate', 'rejected', 'accepted-risk'],
  steps: [
    {
      id: 'confirm',
      label: 'Confirm',
      from: ['new'],
      to: 'confirmed',
      needsReason: false,
      check: (content) =>
        lackingIn(defectForm, content, [
          ['identity', 'title'],
          ['identity', 'detectedAt'],
          ['description', 'occurred'],
          ['assessment', 'severity'],
        ]),
    },
    {
      id: 'decide',
      label: 'Record the decision',
      from: ['confirmed'],
      to: 'decided',
      needsReason: false,
      check: (content) => decided(content, ['fix', 'defer']),
    },
    {
      id: 'begin-fix',
      label: 'Begin the fix',
      from: ['decided'],
      to: 'in-fix',
      needsReason: false,
      contributes: true,
      check: (content) => decided(content, ['fix']),
    },
    {
      id: 'fix',
      label: 'Mark as fixed',
      from: ['in-fix'],
      to: 'fixed',
      needsReason: false,
      contributes: true,
      check: (content) => [...checkFix(content), ...checkCause(content)],
    },
    {
      id: 'verify',
      label: 'Mark as verified',
      from: ['fixed'],
      to: 'verified',
      needsReason: false,
      eligible: verifiers,
      check: (content, { steps, accountId }) => [
        ...checkVerification(content, steps),
        ...when(steps.filter(({ step }) => step === 'fix').at(-1)?.accountId === accountId, () =>
          blocking('verification', 'verifiedBy', 'You marked the defect as fixed: somebody else verifies it.'),
        ),
      ],
    },
    ending('reject', 'Reject', 'rejected', 'reject'),
    ending('duplicate', 'Mark as duplicate', 'duplicate', 'duplicate'),
    ending('accept-risk', 'Accept the risk', 'accepted-risk', 'accept'),
    {
      id: 'reopen',
      label: 'Reopen',
      from: ['fixed', 'verified', 'duplicate', 'rejected', 'accepted-risk'],
      to: 'confirmed',
      needsReason: true,
    },
  ],
};
