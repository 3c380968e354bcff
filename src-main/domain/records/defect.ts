import type { Facts as FactsOf } from '../facts.ts';
import { emptyContent, scalarOf, type Content } from '../form.ts';
import { daysBetween } from '../days.ts';
import { isDate } from '../iso-date.ts';
import type { Beginning, Metric, PrefillContext, RecordType, Work } from '../record-type.ts';
import { Role } from '../roles.ts';
import { Meaning } from '../signing.ts';
import { systemFacts } from '../system.ts';
import { dayOfZonedTime, minutesBetween } from '../zoned-time.ts';
import { defectForm } from './defect-form.ts';
import { checkDefect, isAcceptedRisk, isCritical, isFixed, riskExpires } from './defect-rules.ts';
import { defectStages } from './defect-stages.ts';
import { textOf } from './operations/findings.ts';
import { withValues } from './operations/prefilled.ts';
import { operationsTeam, verifiers } from './operations/team.ts';

const prefill = ({ system }: PrefillContext): Content => {
  const facts = systemFacts(system);
  return withValues(emptyContent(defectForm), {
    identity: { component: facts.name, foundIn: facts.version, environment: 'production', security: false },
  });
};

const fromIncident: Beginning = {
  type: 'incident',
  relation: 'caused-by',
  label: 'Record a defect',
  once: false,
  carry: ({ recordId, content }, prefilled) =>
    withValues(prefilled, {
      identity: {
        ...Object.fromEntries(
          ['title', 'detectedAt', 'reportedAt', 'reportedBy', 'component'].map((field) => [
            field,
            scalarOf(content, 'identity', field),
          ]),
        ),
        foundIn: scalarOf(content, 'identity', 'release'),
        security: scalarOf(content, 'identity', 'category') === 'security',
      },
      description: {
        occurred: [`Found in incident ${recordId}.`, textOf(content, 'cause', 'occurred')]
          .filter((part) => part !== '')
          .join('\n\n'),
      },
      cause: {
        rootCause: scalarOf(content, 'cause', 'rootCause'),
        category: scalarOf(content, 'cause', 'category'),
      },
    }),
};

const detectedOn = (content: Content): string | null => dayOfZonedTime(scalarOf(content, 'identity', 'detectedAt'));

/** The day on which the work on it ended: verified, or decided against a fix. */
const closedOn = (content: Content): string | null => {
  const fixed = isFixed(content);
  const ends = ['accept', 'reject', 'duplicate'].includes(textOf(content, 'decision', 'decision'));
  const day = fixed
    ? textOf(content, 'verification', 'verifiedOn')
    : ends
      ? textOf(content, 'decision', 'decidedOn')
      : '';
  return isDate(day) ? day : null;
};

const metrics: readonly Metric[] = [
  {
    id: 'report-delay',
    label: 'Detection to report',
    unit: 'min',
    formula: 'reported - detected',
    version: 1,
    compute: (content) =>
      minutesBetween(scalarOf(content, 'identity', 'detectedAt'), scalarOf(content, 'identity', 'reportedAt')),
  },
  {
    id: 'time-to-close',
    label: 'Time to close',
    unit: 'days',
    formula: 'day verified (or decided, where there is no fix) - day detected',
    version: 1,
    compute: (content) => {
      const [from, to] = [detectedOn(content), closedOn(content)];
      return from === null || to === null ? null : daysBetween(from, to);
    },
  },
];

/** What trends and evaluations ask of a defect; the fingerprint tells an import that the finding is known. */
export const defectFacts = (
  content: Content,
  { reopened }: Work,
): FactsOf<'defect'> & { readonly title: string; readonly fingerprint: string | null } => ({
  title: textOf(content, 'identity', 'title'),
  severity: textOf(content, 'assessment', 'severity') || null,
  security: scalarOf(content, 'identity', 'security') === true,
  foundIn: textOf(content, 'identity', 'foundIn') || null,
  fixedIn: textOf(content, 'fix', 'fixedIn') || null,
  component: textOf(content, 'identity', 'component') || null,
  cause: textOf(content, 'cause', 'category') || null,
  createdOn: detectedOn(content),
  closedOn: closedOn(content),
  decision: textOf(content, 'decision', 'decision') || null,
  riskExpires: riskExpires(content),
  afterRelease: scalarOf(content, 'identity', 'environment') === 'production',
  reopened,
  fingerprint: textOf(content, 'scan', 'fingerprint') || null,
});

/** A flaw that makes software behave wrongly or miss a requirement (customer process; GAMP 5 O5). */
export const defect: RecordType = {
  id: 'defect',
  prefix: 'DF',
  title: 'Defect',
  plural: 'Defects',
  purpose: 'A flaw in the software: where it was found, what is decided about it, its fix and the proof of the fix.',
  form: defectForm,
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
      id: 'verifier',
      title: 'Verifier',
      meaning: Meaning.Verification,
      eligible: verifiers,
      optional: true,
      byAuthor: false,
      mandatoryWhen: isFixed,
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
      mandatoryWhen: (content) => isCritical(content) || isAcceptedRisk(content),
    },
  ],
  prefill,
  titleOf: (content, systemName) => textOf(content, 'identity', 'title') || `Defect in ${systemName}`,
  periodOf: () => null,
  eventOn: detectedOn,
  check: checkDefect,
  metrics,
  stages: defectStages,
  editors: operationsTeam,
  factsOf: defectFacts,
  beginsFrom: [fromIncident],
};
