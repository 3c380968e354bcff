import { choice, column, date, options, prose, section, table, text, yesNo } from '../fields.ts';
import type { Form } from '../form.ts';
import { controlSections, ticket } from './periodic-evaluation-controls.ts';

const done = options({ done: 'Done', open: 'Open', dropped: 'Dropped with reason' });
const priority = options({ P1: 'P1', P2: 'P2', P3: 'P3', P4: 'P4' });
const level = options({ high: 'High', medium: 'Medium', low: 'Low' });
const severity = options({ critical: 'Critical', major: 'Major', minor: 'Minor' });

/**
 * The sections of a periodic evaluation: the four activities of the customer's process, the nine areas of Annex 11 s.11
 * (functionality, deviations, incidents, problems, upgrades, performance, reliability, security, validation status) and
 * what the draft of 2025 (s.14) and practice add.
 */
export const periodicEvaluationForm: Form = {
  sections: [
    section(
      'identity',
      'Scope and period',
      {
        help: 'What is evaluated and for which time. The period continues where the last evaluation ended.',
        clauses: ['Annex 11 s.11', 'draft Annex 11 s.14'],
      },
      [
        choice('kind', 'Kind', options({ periodic: 'Periodic', 'ad-hoc': 'Ad hoc', final: 'Final (retirement)' })),
        date('periodStart', 'Period from'),
        date('periodEnd', 'Period to'),
        date('dueOn', 'Was due on', { required: false, help: 'By the schedule, when it was begun.' }),
        text('previousEvaluation', 'Previous evaluation', { required: false, help: 'Id of the last record.' }),
        prose('scope', 'Scope', {
          help: 'Environments, modules and interfaces that were looked at, and those that were not.',
        }),
        prose('method', 'Sources and method', { help: 'Which records, reports and people the evaluation rests on.' }),
      ],
    ),
    section(
      'performance',
      'Performance against service levels',
      {
        help: 'Compare what was achieved with what was agreed, month by month. Explain every missed target.',
        clauses: ['Customer process: review system performance against SLAs', 'Annex 11 s.11 performance, reliability'],
      },
      [
        table(
          'serviceLevels',
          'Service levels',
          'service level',
          [
            column.text('month', 'Month'),
            column.text('measure', 'Measure', { width: 2.4 }),
            column.choice('comparison', 'Bound', options({ 'at-least': 'at least', 'at-most': 'at most' })),
            column.number('target', 'Target', ''),
            column.number('achieved', 'Achieved', ''),
            column.text('unit', 'Unit', { width: 0.8 }),
          ],
          { emptyText: 'No service levels are agreed for this system.' },
        ),
        prose('assessment', 'Assessment of performance and reliability'),
      ],
    ),
    section(
      'functionality',
      'Functionality',
      {
        help: 'Whether the functions in use still do what the requirements ask, and which are no longer used.',
        clauses: ['Annex 11 s.11 functionality'],
      },
      [prose('assessment', 'Assessment of functionality')],
    ),
    section(
      'incidents',
      'Deviations and incidents',
      {
        help: 'Every incident and deviation of the period, also the closed ones.',
        clauses: ['Annex 11 s.11 deviations, incidents', 'Annex 11 s.13'],
      },
      [
        table(
          'incidents',
          'Incidents and deviations',
          'incident',
          [
            column.text('id', 'Id', { width: 1.2 }),
            column.date('detected', 'Detected', { width: 1.1 }),
            column.text('title', 'What happened', { width: 3 }),
            column.choice('priority', 'Priority', priority, { width: 0.8 }),
            column.yesNo('gxpImpact', 'GxP impact', { width: 0.8 }),
            column.text('rootCause', 'Root cause', { width: 2.4, required: false }),
            column.choice('status', 'Status', ticket, { width: 0.8 }),
          ],
          { emptyText: 'No incident or deviation was recorded in the period.' },
        ),
        prose('trend', 'Trend and assessment'),
      ],
    ),
    section(
      'problems',
      'Problems, defects and corrective actions',
      {
        help: 'Known defects and what lies behind repeated incidents; corrective and preventive actions and their effect.',
        clauses: ['Annex 11 s.11 problems', 'GAMP 5 O5'],
      },
      [
        table(
          'defects',
          'Defects',
          'defect',
          [
            column.text('id', 'Id', { width: 1.2 }),
            column.text('title', 'Defect', { width: 3 }),
            column.choice('severity', 'Severity', severity),
            column.text('decision', 'Decision', { width: 2 }),
            column.choice('status', 'Status', ticket),
          ],
          { emptyText: 'No defect was open or closed in the period.' },
        ),
        prose('capa', 'Corrective and preventive actions'),
      ],
    ),
    section(
      'changes',
      'Changes and upgrades',
      {
        help: 'All changes of the period and their effect taken together. Say how you looked for undocumented changes.',
        clauses: ['Annex 11 s.10', 'Annex 11 s.11 upgrades', 'draft Annex 11 s.14'],
      },
      [
        table(
          'changes',
          'Changes',
          'change',
          [
            column.text('id', 'Id', { width: 1.2 }),
            column.date('date', 'Date', { width: 1.1 }),
            column.text('description', 'Change', { width: 3.2 }),
            column.choice('kind', 'Kind', options({ standard: 'Standard', normal: 'Normal', emergency: 'Emergency' })),
            column.yesNo('gxpImpact', 'GxP impact', { width: 0.8 }),
          ],
          { emptyText: 'No change was made in the period.' },
        ),
        prose('cumulative', 'Cumulative effect of the changes'),
        prose('undocumented', 'Check for undocumented changes', {
          help: 'What was compared with what, and the result.',
        }),
      ],
    ),
    section(
      'technicalDebt',
      'Technical debt and improvement',
      {
        help: 'What makes the system harder to run or change than it should be, and what could be better.',
        clauses: ['Customer process: assess technical debt and improvement opportunities'],
      },
      [
        table(
          'items',
          'Technical debt',
          'item',
          [
            column.text('item', 'Item', { width: 3 }),
            column.choice('weight', 'Weight', level),
            column.text('plan', 'Plan', { width: 3 }),
          ],
          { emptyText: 'No technical debt is known.' },
        ),
        prose('opportunities', 'Improvement opportunities', { required: false }),
      ],
    ),
    section(
      'risk',
      'Risk assessment update',
      {
        help: 'How use has changed since the risks were last assessed, and what that does to them.',
        clauses: ['Customer process: update risk assessments based on usage changes', 'Annex 11 s.1'],
      },
      [
        prose('usage', 'Changes in use'),
        table(
          'risks',
          'Risks reassessed',
          'risk',
          [
            column.text('risk', 'Risk', { width: 3 }),
            column.choice('before', 'Before', level),
            column.choice('now', 'Now', level),
            column.text('measure', 'Measure', { width: 3 }),
          ],
          { emptyText: 'No risk had to be reassessed.' },
        ),
        table(
          'accepted',
          'Accepted risks',
          'accepted risk',
          [
            column.text('id', 'Defect', { width: 1.2 }),
            column.text('title', 'Risk that was accepted', { width: 3 }),
            column.choice('severity', 'Severity', severity, { required: false }),
            column.date('expires', 'Accepted until', { width: 1.2, required: false }),
            column.text('assessment', 'Assessment now', { width: 2.4, required: false }),
          ],
          { emptyText: 'No risk is accepted.' },
        ),
      ],
    ),
    ...controlSections,
    section(
      'previousActions',
      'Actions',
      {
        help: 'Each action that was open or closed in the period, with its state; what is open is carried on.',
        clauses: ['draft Annex 11 s.14'],
        mayBeNotApplicable: true,
      },
      [
        table(
          'actions',
          'Earlier actions',
          'action',
          [
            column.text('id', 'Id', { width: 1.2, required: false }),
            column.text('action', 'Action', { width: 3 }),
            column.text('owner', 'Owner', { width: 1.4 }),
            column.date('due', 'Due', { width: 1.1 }),
            column.choice('status', 'Status', done),
            column.text('evidence', 'Evidence or reason', { width: 2, required: false }),
          ],
          { emptyText: 'No action was open.' },
        ),
      ],
    ),
    section(
      'validation',
      'Validation status',
      {
        help: 'Whether the documented validation still covers the system as it is used.',
        clauses: ['Annex 11 s.11 validation status', 'Annex 11 s.4'],
      },
      [
        choice(
          'status',
          'Status',
          options({
            validated: 'Validated',
            conditional: 'Validated with conditions',
            'not-validated': 'Not validated',
          }),
        ),
        text('report', 'Validation report'),
        text('version', 'Version covered'),
        prose('assessment', 'Assessment'),
      ],
    ),
    section(
      'fitness',
      'Fitness for intended use',
      {
        help: 'Whether the system, as it is today, still serves its intended use.',
        clauses: ['Customer process: validate continued fitness for intended use'],
      },
      [
        prose('intendedUse', 'Intended use'),
        yesNo('fit', 'Still fit for the intended use'),
        prose('rationale', 'Rationale'),
      ],
    ),
    section('verdict', 'Verdict', { help: 'The conclusion that the signers stand for.', clauses: ['GAMP 5 O8'] }, [
      choice(
        'verdict',
        'Verdict',
        options({
          fit: 'Fit for intended use',
          conditional: 'Fit with conditions',
          'not-fit': 'Not fit: revalidation or retirement',
        }),
      ),
      prose('rationale', 'Rationale'),
      prose('conditions', 'Conditions', { required: false, help: 'Needed for a conditional verdict.' }),
      prose('openCriticalRationale', 'Open critical incidents and defects', {
        required: false,
        help: 'Why the system is fit although a P1 incident or a critical defect is open.',
      }),
    ]),
    section(
      'actions',
      'Action plan',
      {
        help: 'What has to be done, by whom, until when, and how one will see that it is done.',
        clauses: ['GAMP 5 O8', 'draft Annex 11 s.14'],
      },
      [
        table(
          'actions',
          'Actions',
          'action',
          [
            column.text('action', 'Action', { width: 3 }),
            column.choice(
              'type',
              'Type',
              options({ prevent: 'Prevent', detect: 'Detect', mitigate: 'Mitigate', improve: 'Improve' }),
            ),
            column.text('owner', 'Owner', { width: 1.4 }),
            column.date('due', 'Due', { width: 1.1 }),
            column.text('outcome', 'Verifiable outcome', { width: 2.4 }),
          ],
          { emptyText: 'No action is needed.' },
        ),
      ],
    ),
    section(
      'next',
      'Next evaluation',
      {
        help: 'When the system is evaluated again, and why then. Set aside after the final evaluation alone.',
        clauses: ['Annex 11 s.11', 'draft Annex 11 s.14'],
        mayBeNotApplicable: true,
      },
      [date('nextEvaluation', 'Next evaluation due on'), prose('rationale', 'Rationale for the interval')],
    ),
  ],
};
