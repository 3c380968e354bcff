import { addMonths } from '../days.ts';
import { emptyContent, rowsOf, scalarOf, type Content, type Row } from '../form.ts';
import type { Facts, Metric, PrefillContext, RecordType } from '../record-type.ts';
import { Role } from '../roles.ts';
import { Meaning } from '../signing.ts';
import { servicesOf } from '../supplier.ts';
import { longestRegulatedInterval, systemFacts } from '../system.ts';
import { disasterRoles } from './operation-plan-continuity.ts';
import { operationPlanForm } from './operation-plan-form.ts';
import { checkPlan, disasterKinds, lastTest, restoreKinds } from './operation-plan-rules.ts';
import { withValues } from './operations/prefilled.ts';

/** Who usually does what in a disaster; the author names the people. */
const duties: Readonly<Record<keyof typeof disasterRoles, string>> = {
  operative: 'Execute the recovery steps and write down what was done and when',
  'system-owner': 'Approves the activation and validates the system before it is used again',
  'quality-assurance': 'Ensures compliance and assesses the effect on data and products',
  cloud: 'Provide and restore infrastructure, network and storage',
  business: 'Set priorities and work by the fallback procedure meanwhile',
};

/** What the system's entry and the suppliers that serve it already say, so that nothing is typed twice. */
const prefill = ({ system, systemId, today, suppliers }: PrefillContext): Content => {
  const facts = systemFacts(system);
  const of = (section: string, field: string) => scalarOf(system, section, field);
  const technical = of('identity', 'technicalOwner');
  const review = of('intervals', 'planReviewInterval');
  const months = typeof review === 'number' ? review : longestRegulatedInterval;
  return withValues(emptyContent(operationPlanForm), {
    scope: { scope: of('identity', 'intendedUse') },
    roles: {
      roles: [
        { role: 'system-owner', names: of('identity', 'systemOwner'), comments: null },
        { role: 'quality-assurance', names: null, comments: null },
        { role: 'system-manager', names: technical, comments: null },
        { role: 'operative', names: null, comments: null },
        { role: 'process-owner', names: of('identity', 'processOwner'), comments: null },
      ],
    },
    documentation: {
      data: [
        {
          data: of('records', 'recordsHeld'),
          place: of('identity', 'location'),
          retention: of('records', 'retention'),
          afterwards: null,
          frequency: null,
        },
      ],
    },
    providers: { providers: suppliers.flatMap((supplier) => servicesOf(supplier, systemId)) },
    users: {
      accessReview: of('intervals', 'accessReviewInterval'),
      evaluation: of('intervals', 'evaluationInterval'),
    },
    impact: {
      rto: of('continuity', 'rto'),
      rpo: of('continuity', 'rpo'),
      components: [
        {
          component: facts.name,
          criticality: facts.riskClass === '' ? null : facts.riskClass,
          rto: of('continuity', 'rto'),
          rpo: of('continuity', 'rpo'),
          impact: null,
        },
      ],
    },
    performance: {
      levels: rowsOf(system, 'continuity', 'serviceLevels').map(
        ({ measure = null, comparison = null, target = null, unit = null }): Row => ({
          measure,
          comparison,
          target,
          unit,
          source: null,
        }),
      ),
    },
    disaster: {
      duties: Object.entries(duties).map(([role, duty]) => ({ role, names: null, duty, contact: null })),
    },
    tests: {
      restoreInterval: of('intervals', 'restoreTestInterval'),
      disasterInterval: of('intervals', 'disasterTestInterval'),
    },
    upkeep: {
      reviewDue: addMonths(today, facts.regulated ? Math.min(months, longestRegulatedInterval) : months),
      occasion: 'first',
    },
  });
};

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

/** Recovery tests of which both the target and the time reached are known. */
const measuredTests = (content: Content): readonly Row[] =>
  rowsOf(content, 'tests', 'tests').filter(
    ({ target, reached }) => typeof target === 'number' && typeof reached === 'number',
  );

const metTarget = ({ target, reached }: Row): boolean => Number(reached) <= Number(target);

const setAside = (content: Content): number =>
  operationPlanForm.sections.filter(({ id }) => content[id]?.notApplicable !== undefined).length;

const hasAgreement = ({ agreement }: Row): boolean => String(agreement ?? '').trim() !== '';

const metrics: readonly Metric[] = [
  {
    id: 'recovery-tests-met',
    label: 'Recovery tests that met their target',
    unit: '%',
    formula: 'tests whose reached RTO is at most the target / tests with both values',
    version: 1,
    compute: (content) => share(measuredTests(content).filter(metTarget).length, measuredTests(content).length),
  },
  {
    id: 'providers-with-agreement',
    label: 'Providers with an agreement',
    unit: '%',
    formula: 'rows of the provider table with a service agreement / all its rows',
    version: 1,
    compute: (content) => {
      const rows = rowsOf(content, 'providers', 'providers');
      return share(rows.filter(hasAgreement).length, rows.length);
    },
  },
  {
    id: 'components',
    label: 'Components with recovery objectives',
    unit: '',
    formula: 'rows of the business impact analysis',
    version: 1,
    compute: (content) => rowsOf(content, 'impact', 'components').length,
  },
  {
    id: 'sections-set-aside',
    label: 'Sections set aside',
    unit: '',
    formula: 'sections marked as not applicable',
    version: 1,
    compute: setAside,
  },
];

/** `reviewDue`, `restoreTestedOn` and `disasterTestedOn` are ISO days: the schedule counts from them. */
const factsOf = (content: Content): Facts => {
  const measured = measuredTests(content);
  const due = scalarOf(content, 'upkeep', 'reviewDue');
  return {
    reviewDue: typeof due === 'string' ? due : null,
    restoreTestedOn: lastTest(content, restoreKinds),
    disasterTestedOn: lastTest(content, disasterKinds),
    testsMetShare: measured.length === 0 ? null : measured.filter(metTarget).length / measured.length,
    setAside: setAside(content),
  };
};

/** How a system is operated, maintained, and kept compliant and secure (customer process; Annex 11 s.4.3, 7, 10, 16). */
export const operationPlan: RecordType = {
  id: 'operation-plan',
  prefix: 'OP',
  title: 'Operation & Maintenance Plan',
  plural: 'Operation & maintenance plans',
  purpose: 'How the system is run, maintained and brought back: roles, providers, backup, disaster recovery.',
  form: operationPlanForm,
  onePerSystem: true,
  requirements: [
    {
      id: 'author',
      title: 'Author',
      meaning: Meaning.Authorship,
      eligible: [Role.ValidationLead, Role.TechnicalOwner, Role.Operative, Role.ProcessOwner],
      optional: false,
      byAuthor: true,
    },
    {
      id: 'peer',
      title: 'Operational peer',
      meaning: Meaning.Review,
      eligible: [Role.Operative, Role.TechnicalOwner],
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
      optional: false,
      byAuthor: false,
    },
  ],
  prefill,
  titleOf: (_, systemName) => `Operation & maintenance plan of ${systemName}`,
  periodOf: () => null,
  check: checkPlan,
  metrics,
  factsOf,
};
