import type { Stages } from '../stages.ts';
import { incidentForm } from './incident-form.ts';
import { hasGxpImpact } from './incident-priority.ts';
import { checkCritical, checkIncident, checkPriority } from './incident-rules.ts';
import { blocking, lackingIn, when, type Place } from './operations/findings.ts';

const flags: readonly Place[] = [
  'patientSafety',
  'productQuality',
  'dataIntegrity',
  'validationStatus',
  'compliance',
].map((flag) => ['regulatory', flag] as const);

/** Findings of the whole check that belong to these fields: a time out of order stops the step that brings the time. */
const wrongIn = (places: readonly Place[], findings: ReturnType<typeof checkIncident>) =>
  findings.filter(({ section, field }) => places.some(([a, b]) => a === section && b === field));

/** New > Triaged > In progress > Mitigated > Resolved > RCA done > QA review (if flagged) > Closed. */
export const incidentStages: Stages = {
  initial: 'new',
  reopened: 'in-progress',
  completed: 'closed',
  all: [
    { id: 'new', label: 'New' },
    { id: 'triaged', label: 'Triaged' },
    { id: 'in-progress', label: 'In progress' },
    { id: 'mitigated', label: 'Mitigated' },
    { id: 'resolved', label: 'Resolved' },
    { id: 'rca-done', label: 'RCA done' },
    { id: 'qa-review', label: 'QA review' },
    { id: 'closed', label: 'Closed' },
  ],
  done: ['resolved', 'rca-done', 'qa-review', 'closed'],
  signable: ['rca-done', 'qa-review'],
  steps: [
    {
      id: 'triage',
      label: 'Mark as triaged',
      from: ['new'],
      to: 'triaged',
      needsReason: false,
      check: (content) => [
        ...lackingIn(incidentForm, content, [
          ['identity', 'title'],
          ['identity', 'detectedAt'],
          ...flags,
          ['classification', 'impact'],
          ['classification', 'urgency'],
          ['handling', 'owner'],
        ]),
        ...checkPriority(content),
      ],
    },
    {
      id: 'start',
      label: 'Start work',
      from: ['triaged'],
      to: 'in-progress',
      needsReason: false,
      check: (content, context) => {
        const places: readonly Place[] = [['handling', 'acknowledgedAt']];
        return [...lackingIn(incidentForm, content, places), ...wrongIn(places, checkIncident(content, context))];
      },
    },
    {
      id: 'mitigate',
      label: 'Mark as mitigated',
      from: ['in-progress'],
      to: 'mitigated',
      needsReason: false,
      check: (content, context) => {
        const places: readonly Place[] = [
          ['handling', 'mitigatedAt'],
          ['handling', 'containment'],
        ];
        return [...lackingIn(incidentForm, content, places), ...wrongIn(places, checkIncident(content, context))];
      },
    },
    {
      id: 'resolve',
      label: 'Mark as resolved',
      from: ['mitigated'],
      to: 'resolved',
      needsReason: false,
      check: (content, context) => {
        const places: readonly Place[] = [
          ['handling', 'resolvedAt'],
          ['cause', 'addressed'],
          ['change', 'made'],
          ['change', 'intendedUse'],
          ['change', 'number'],
        ];
        return [...lackingIn(incidentForm, content, places), ...wrongIn(places, checkIncident(content, context))];
      },
    },
    {
      id: 'finish-analysis',
      label: 'Mark the analysis as done',
      from: ['resolved'],
      to: 'rca-done',
      needsReason: false,
      check: (content) => [
        ...lackingIn(incidentForm, content, [
          ['cause', 'occurred'],
          ['cause', 'method'],
          ['cause', 'category'],
        ]),
        ...checkCritical(content).filter(({ section }) => section === 'cause'),
      ],
    },
    {
      id: 'ask-quality',
      label: 'Hand over to QA review',
      from: ['rca-done'],
      to: 'qa-review',
      needsReason: false,
      check: (content) =>
        when(!hasGxpImpact(content), () =>
          blocking(
            'regulatory',
            'description',
            'No impact flag is set: there is nothing for quality assurance to review.',
          ),
        ),
    },
    {
      id: 'reopen',
      label: 'Reopen',
      from: ['mitigated', 'resolved', 'rca-done', 'qa-review'],
      to: 'in-progress',
      needsReason: true,
    },
  ],
};
