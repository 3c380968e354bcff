import { emptyContent, rowsOf, scalarOf, type Content } from '../form.ts';
import type { Facts as FactsOf } from '../facts.ts';
import type { ActionDraft, Metric, PrefillContext, RecordType, Work } from '../record-type.ts';
import { Role } from '../roles.ts';
import { Meaning } from '../signing.ts';
import { systemFacts } from '../system.ts';
import { dayOfZonedTime, minutesBetween } from '../zoned-time.ts';
import { incidentForm } from './incident-form.ts';
import { hasGxpImpact, priorityOf, targets } from './incident-priority.ts';
import { checkIncident } from './incident-rules.ts';
import { incidentStages } from './incident-stages.ts';
import { instantOf, textOf, type Place } from './operations/findings.ts';
import { actionsIn } from './operations/actions.ts';
import { withValues } from './operations/prefilled.ts';
import { operationsTeam } from './operations/team.ts';
import { priorities } from './operations/vocabulary.ts';

const prefill = ({ system }: PrefillContext): Content => {
  const facts = systemFacts(system);
  return withValues(emptyContent(incidentForm), {
    identity: { component: facts.name, release: facts.version },
  });
};

const minutes =
  (from: Place, to: Place) =>
  (content: Content): number | null =>
    minutesBetween(scalarOf(content, ...from), scalarOf(content, ...to));

const detected: Place = ['identity', 'detectedAt'];
const toDetect = minutes(['identity', 'startedAt'], detected);
const toReport = minutes(detected, ['identity', 'reportedAt']);
const toAcknowledge = minutes(detected, ['handling', 'acknowledgedAt']);
const toMitigate = minutes(detected, ['handling', 'mitigatedAt']);
const toResolve = minutes(detected, ['handling', 'resolvedAt']);

/** Whether a time kept the target of the incident's priority; null while one of them is not known. */
const kept = (content: Content, target: 'response' | 'resolution'): boolean | null => {
  const { priority } = priorityOf(content);
  const taken = target === 'response' ? toAcknowledge(content) : toResolve(content);
  return priority === null || taken === null ? null : taken <= targets[priority][target];
};

const asShare = (value: boolean | null): number | null => (value === null ? null : value ? 100 : 0);

const metrics: readonly Metric[] = [
  {
    id: 'priority',
    label: 'Priority, P1 to P4',
    unit: '',
    formula:
      'number of the priority: impact x urgency, raised to the floor of the impact flags, or the one chosen instead',
    version: 1,
    compute: (content) => {
      const { priority } = priorityOf(content);
      return priority === null ? null : priorities.indexOf(priority) + 1;
    },
  },
  {
    id: 'time-to-detect',
    label: 'Time to detect',
    unit: 'min',
    formula: 'detected - began',
    version: 1,
    compute: toDetect,
  },
  {
    id: 'report-delay',
    label: 'Detection to report',
    unit: 'min',
    formula: 'reported - detected',
    version: 1,
    compute: toReport,
  },
  {
    id: 'time-to-acknowledge',
    label: 'Time to acknowledge',
    unit: 'min',
    formula: 'acknowledged - detected',
    version: 1,
    compute: toAcknowledge,
  },
  {
    id: 'time-to-mitigate',
    label: 'Time to mitigate',
    unit: 'min',
    formula: 'mitigated - detected',
    version: 1,
    compute: toMitigate,
  },
  {
    id: 'time-to-resolve',
    label: 'Time to resolve',
    unit: 'min',
    formula: 'resolved - detected',
    version: 1,
    compute: toResolve,
  },
  {
    id: 'response-kept',
    label: 'Response target kept',
    unit: '%',
    formula: '100 where acknowledged - detected is within the response target of the priority, else 0',
    version: 1,
    compute: (content) => asShare(kept(content, 'response')),
  },
  {
    id: 'resolution-kept',
    label: 'Resolution target kept',
    unit: '%',
    formula: '100 where resolved - detected is within the resolution target of the priority, else 0',
    version: 1,
    compute: (content) => asShare(kept(content, 'resolution')),
  },
];

/** What trends and evaluations ask of an incident. */
export const incidentFacts = (
  content: Content,
  { reopened }: Work,
): FactsOf<'incident'> & { readonly title: string } => ({
  title: textOf(content, 'identity', 'title'),
  priority: priorityOf(content).priority,
  gxp: hasGxpImpact(content),
  category: textOf(content, 'identity', 'category') || null,
  cause: textOf(content, 'cause', 'category') || null,
  startedAt: instantOf(content, ['identity', 'startedAt']),
  detectedAt: instantOf(content, detected),
  reportedAt: instantOf(content, ['identity', 'reportedAt']),
  acknowledgedAt: instantOf(content, ['handling', 'acknowledgedAt']),
  mitigatedAt: instantOf(content, ['handling', 'mitigatedAt']),
  resolvedAt: instantOf(content, ['handling', 'resolvedAt']),
  responseKept: kept(content, 'response'),
  resolutionKept: kept(content, 'resolution'),
  reopened,
});

const actionsOf = (content: Content): readonly ActionDraft[] =>
  actionsIn('capa.actions', rowsOf(content, 'capa', 'actions'));

/** An unplanned interruption or reduction in quality of a service (Annex 11 s.13; GAMP 5 O4; customer process). */
export const incident: RecordType = {
  id: 'incident',
  prefix: 'IN',
  title: 'Incident',
  plural: 'Incidents',
  purpose: 'Something went wrong in operation: what happened, what it touched, how it was mended and what follows.',
  form: incidentForm,
  requirements: [
    {
      id: 'reporter',
      title: 'Reporter',
      meaning: Meaning.Authorship,
      eligible: operationsTeam,
      optional: false,
      byAuthor: true,
    },
    {
      id: 'owner',
      title: 'Incident Owner',
      meaning: Meaning.Responsibility,
      eligible: operationsTeam,
      optional: false,
      byAuthor: false,
    },
    {
      id: 'system-owner',
      title: 'System Owner',
      meaning: Meaning.Approval,
      eligible: [Role.SystemOwner],
      optional: false,
      byAuthor: false,
    },
    {
      id: 'quality-assurance',
      title: 'Quality Assurance',
      meaning: Meaning.QualityApproval,
      eligible: [Role.QualityAssurance],
      optional: true,
      byAuthor: false,
      mandatoryWhen: hasGxpImpact,
    },
  ],
  prefill,
  titleOf: (content, systemName) => {
    const title = textOf(content, 'identity', 'title') || `Incident in ${systemName}`;
    const { priority } = priorityOf(content);
    return priority === null ? title : `${title} (${priority})`;
  },
  periodOf: () => null,
  eventOn: (content) => dayOfZonedTime(scalarOf(content, ...detected)),
  check: checkIncident,
  metrics,
  stages: incidentStages,
  editors: operationsTeam,
  factsOf: incidentFacts,
  actionsOf,
};
