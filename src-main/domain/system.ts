import { choice, column, date, number, options, prose, section, table, text, yesNo } from './fields.ts';
import { scalarOf, type Content, type Form } from './form.ts';

/** The inventory entry of a system (Annex 11 4.3): what a review needs to know before it looks at anything else. */
export const systemForm: Form = {
  sections: [
    section(
      'identity',
      'Identity',
      {
        help: 'What the system is called, what it is for and who answers for it.',
        clauses: ['Annex 11 s.4.3'],
      },
      [
        text('name', 'Name'),
        prose('intendedUse', 'Intended use', { help: 'The process it supports and the decisions taken with it.' }),
        text('systemOwner', 'System owner'),
        text('processOwner', 'Process owner'),
        text('technicalOwner', 'Technical owner', { required: false }),
        text('location', 'Location', { help: 'Site and room, or region of the hosting provider.' }),
        choice(
          'status',
          'Status',
          options({ planned: 'Planned', live: 'Live', retiring: 'Retiring', retired: 'Retired' }),
        ),
      ],
    ),
    section(
      'classification',
      'Classification',
      {
        help: 'Decides how often the system is reviewed and who signs. Every choice needs its reason.',
        clauses: ['Annex 11 s.1', 'GAMP 5 M3, M4'],
      },
      [
        yesNo('regulated', 'GxP regulated'),
        prose('regulatedRationale', 'Rationale for the GxP decision'),
        choice(
          'gampCategory',
          'GAMP category',
          options({ '1': '1 Infrastructure', '3': '3 Non-configured', '4': '4 Configured', '5': '5 Custom' }),
        ),
        choice('riskClass', 'Risk class', options({ high: 'High', medium: 'Medium', low: 'Low' })),
        prose('riskRationale', 'Rationale for the risk class'),
        text('dataClasses', 'Data classes', { help: 'For example: batch results, personal data, audit trail.' }),
      ],
    ),
    section(
      'records',
      'Records and interfaces',
      {
        help: 'What the system keeps, in which form it counts, and what it exchanges.',
        clauses: ['Annex 11 s.4.3, s.5'],
      },
      [
        prose('recordsHeld', 'Records held'),
        choice(
          'primaryForm',
          'Primary form of the record',
          options({ electronic: 'Electronic', paper: 'Paper', hybrid: 'Hybrid' }),
        ),
        text('retention', 'Retention'),
        table(
          'interfaces',
          'Interfaces',
          'interface',
          [
            column.text('partner', 'Partner system', { width: 2 }),
            column.choice('direction', 'Direction', options({ in: 'In', out: 'Out', both: 'Both' })),
            column.text('data', 'Data exchanged', { width: 3 }),
          ],
          { emptyText: 'No interfaces.', required: false },
        ),
      ],
    ),
    section(
      'operation',
      'Operation',
      { help: 'Where it runs, in which version, and in which state of validation.', clauses: ['Annex 11 s.4, s.10'] },
      [
        choice(
          'hosting',
          'Hosting',
          options({
            'on-premises': 'On premises',
            private: 'Private cloud',
            public: 'Public cloud',
            saas: 'Software as a service',
          }),
        ),
        text('provider', 'Provider', { required: false }),
        text('version', 'Version in use'),
        choice(
          'validationStatus',
          'Validation status',
          options({
            validated: 'Validated',
            conditional: 'Validated with conditions',
            'in-progress': 'In progress',
            'not-validated': 'Not validated',
            'not-required': 'Not required',
          }),
        ),
        text('validationReport', 'Validation report', { required: false, help: 'Reference of the current report.' }),
        date('validatedOn', 'Validated on', { required: false }),
        text('repository', 'Source or configuration repository', { required: false }),
        date('endOfSupport', 'End of support of the platform', { required: false }),
      ],
    ),
    section(
      'continuity',
      'Continuity and service levels',
      {
        help: 'What was promised: recovery and service targets that evaluations are measured against.',
        clauses: ['Annex 11 s.16', 'GAMP 5 O2, O3'],
      },
      [
        number('rto', 'Recovery time objective', 'h', { min: 0 }),
        number('rpo', 'Recovery point objective', 'h', { min: 0 }),
        table(
          'serviceLevels',
          'Service level targets',
          'target',
          [
            column.text('measure', 'Measure', { width: 3 }),
            column.choice('comparison', 'Bound', options({ 'at-least': 'at least', 'at-most': 'at most' })),
            column.number('target', 'Target', ''),
            column.text('unit', 'Unit'),
          ],
          { emptyText: 'No service levels agreed.', required: false },
        ),
      ],
    ),
    section(
      'intervals',
      'Review intervals',
      {
        help: 'Months between reviews. A regulated system is evaluated at least yearly.',
        clauses: ['Annex 11 s.11', 'draft Annex 11 s.14'],
      },
      [
        number('evaluationInterval', 'Periodic evaluation', 'months', { min: 1, max: 36 }),
        number('accessReviewInterval', 'User access review', 'months', { min: 1, max: 36 }),
        number('planReviewInterval', 'Operation & maintenance plan review', 'months', { min: 1, max: 36 }),
        number('disasterTestInterval', 'Disaster recovery test', 'months', { min: 1, max: 36 }),
        number('restoreTestInterval', 'Restore test', 'months', { min: 1, max: 36 }),
        date('lastEvaluation', 'Last evaluation outside Countersign ended on', { required: false }),
      ],
    ),
  ],
};

/** What lists and schedules ask of a system most often. Text fields are empty where nothing was entered. */
export interface SystemFacts {
  readonly name: string;
  readonly status: string;
  readonly regulated: boolean;
  readonly riskClass: string;
  readonly gampCategory: string;
  readonly version: string;
  readonly validationStatus: string;
  readonly systemOwner: string;
  /** Months between each, as the entry says; a rule may shorten them. */
  readonly evaluationInterval: number;
  readonly accessReviewInterval: number;
  readonly planReviewInterval: number;
  readonly disasterTestInterval: number;
  readonly restoreTestInterval: number;
  /** ISO day of the last evaluation outside Countersign. */
  readonly lastEvaluation: string | null;
}

export const systemFacts = (content: Content): SystemFacts => {
  const word = (part: string, field: string): string => String(scalarOf(content, part, field) ?? '');
  const months = (field: string): number => {
    const value = scalarOf(content, 'intervals', field);
    return typeof value === 'number' ? value : longestRegulatedInterval;
  };
  const last = scalarOf(content, 'intervals', 'lastEvaluation');
  return {
    name: word('identity', 'name'),
    status: word('identity', 'status'),
    regulated: scalarOf(content, 'classification', 'regulated') === true,
    riskClass: word('classification', 'riskClass'),
    gampCategory: word('classification', 'gampCategory'),
    version: word('operation', 'version'),
    validationStatus: word('operation', 'validationStatus'),
    systemOwner: word('identity', 'systemOwner'),
    evaluationInterval: months('evaluationInterval'),
    accessReviewInterval: months('accessReviewInterval'),
    planReviewInterval: months('planReviewInterval'),
    disasterTestInterval: months('disasterTestInterval'),
    restoreTestInterval: months('restoreTestInterval'),
    lastEvaluation: typeof last === 'string' ? last : null,
  };
};

/** A regulated system is evaluated at least once a year (the customer's process). */
export const longestRegulatedInterval = 12;
