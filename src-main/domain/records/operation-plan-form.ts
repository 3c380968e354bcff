import { choice, column, date, number, options, prose, section, table, text } from '../fields.ts';
import type { Form } from '../form.ts';
import { backupSection, disasterSection, impactSection, testsSection } from './operation-plan-continuity.ts';

/** Who has a part in the operation; the first four must be in every plan. */
export const planRoles = {
  'system-owner': 'System Owner',
  'quality-assurance': 'Quality Assurance',
  'system-manager': 'Project or System Manager',
  operative: 'Operative employees',
  'technical-owner': 'Technical Owner',
  'process-owner': 'Process Owner',
  other: 'Other',
} as const;

/** The roles without which nobody could run the system. */
export const neededRoles = ['system-owner', 'quality-assurance', 'system-manager', 'operative'] as const;

const bound = options({ 'at-least': 'at least', 'at-most': 'at most' });

/** The sections of an operation & maintenance plan, in the order of the customer's template. */
export const operationPlanForm: Form = {
  sections: [
    section(
      'scope',
      'Scope',
      {
        help: 'What this plan governs: the system, its environments and interfaces, and what other plans govern.',
        clauses: ['Customer process: operation & maintenance plan', 'Annex 11 s.4.3'],
      },
      [
        prose('scope', 'Scope'),
        prose('outOfScope', 'Not covered', { required: false, help: 'And where it is covered instead.' }),
      ],
    ),
    section(
      'roles',
      'Roles and responsibilities',
      {
        help: 'Who does what. What is done by a company or another department belongs under providers.',
        clauses: ['Annex 11 s.2', 'PI 041-1 s.9.3'],
      },
      [
        table(
          'roles',
          'Roles',
          'role',
          [
            column.choice('role', 'Role', options(planRoles), { width: 1.6 }),
            column.text('names', 'Names', { width: 2 }),
            column.text('comments', 'Responsibilities', { width: 3.4 }),
          ],
          { emptyText: '' },
        ),
      ],
    ),
    section(
      'definitions',
      'Definitions',
      { help: 'Words that a new colleague would ask about.', clauses: [], mayBeNotApplicable: true },
      [
        table(
          'terms',
          'Terms',
          'term',
          [column.text('term', 'Term', { width: 1 }), column.text('meaning', 'Meaning', { width: 3 })],
          { emptyText: 'No term needs an explanation.' },
        ),
      ],
    ),
    section(
      'documentation',
      'Documentation and architecture',
      {
        help: 'Where the description and the design are kept, and what happens to the data during its life.',
        clauses: ['Annex 11 s.4.3, s.5, s.7, s.17'],
      },
      [
        prose('description', 'System description', { help: 'What it says in short, and where it is kept.' }),
        prose('architecture', 'Architectural overview', { help: 'Parts, data flows and where the design is kept.' }),
        prose('processing', 'Processing and storage of data'),
        table(
          'data',
          'Data and their retention',
          'kind of data',
          [
            column.text('data', 'Data', { width: 2 }),
            column.text('place', 'Kept where', { width: 1.6 }),
            column.text('retention', 'Kept for', { width: 1.6 }),
            column.choice(
              'afterwards',
              'Afterwards',
              options({ archive: 'Archived', delete: 'Deleted', anonymise: 'Anonymised', keep: 'Kept' }),
            ),
            column.text('frequency', 'How often', { width: 1.2 }),
          ],
          { emptyText: '' },
        ),
        prose('protection', 'Rules of retention and protection'),
      ],
    ),
    section(
      'providers',
      'Suppliers and internal service providers',
      {
        help: 'Everybody outside the team that the operation rests on. Every service needs an agreement, internal ones too.',
        clauses: ['Annex 11 s.3', 'draft Annex 11 s.7'],
      },
      [
        table(
          'providers',
          'Providers',
          'provider',
          [
            column.text('provider', 'Provider', { width: 1.7 }),
            column.choice('kind', 'Kind', options({ external: 'External', internal: 'Internal' })),
            column.text('services', 'Services', { width: 2 }),
            column.text('agreement', 'Service agreement', { width: 1.5, required: false }),
            column.text('contact', 'Contact or owner', { width: 1.5 }),
            column.number('review', 'Review every', 'months', { width: 0.9 }),
          ],
          { emptyText: 'No provider, external or internal, serves this system.' },
        ),
        prose('management', 'Management of providers', { required: false }),
      ],
    ),
    section(
      'users',
      'User management and administration',
      {
        help: 'How access is given, looked at and taken away, for users and for those with privileges.',
        clauses: ['Annex 11 s.12', 'draft Annex 11 s.11', 'PI 041-1 s.9.5'],
      },
      [
        prose('granting', 'Granting, changing and removing access'),
        prose('privileged', 'Privileged accounts', { help: 'Review, removal, and their part of the access review.' }),
        prose('training', 'Training of users', { help: 'Who trains whom, when, and where the evidence is.' }),
        number('accessReview', 'User access review every', 'months', { min: 1, max: 36 }),
        number('evaluation', 'Periodic evaluation every', 'months', { min: 1, max: 36 }),
        prose('reports', 'Periodic evaluation and user review reports', {
          help: 'Who writes them and where they are kept.',
        }),
      ],
    ),
    section(
      'risk',
      'IT risk',
      {
        help: 'How risks are assessed, written down and tied to the features that they concern.',
        clauses: ['Annex 11 s.1'],
      },
      [
        prose('assessment', 'Risk assessment'),
        prose('documentation', 'Documentation and tie to features'),
        table(
          'risks',
          'Main operational risks',
          'risk',
          [
            column.text('risk', 'Risk', { width: 2.6 }),
            column.text('feature', 'Feature', { width: 1.4 }),
            column.choice('level', 'Level', options({ high: 'High', medium: 'Medium', low: 'Low' })),
            column.text('measure', 'Measure', { width: 2.6 }),
          ],
          { required: false, emptyText: 'The risks are kept in the risk assessment named above.' },
        ),
      ],
    ),
    section(
      'incidents',
      'Incidents and problems',
      {
        help: 'How they are reported, handled and learned from.',
        clauses: ['Annex 11 s.13', 'GAMP 5 O4, O5'],
      },
      [
        prose('management', 'Management of incidents and problems'),
        prose('changeControl', 'Incidents that touch the intended use', {
          help: 'An incident whose change may affect the intended use is registered in change control.',
        }),
      ],
    ),
    section(
      'changes',
      'Changes',
      {
        help: 'From the wish to the running release, and how one finds the way back.',
        clauses: ['Annex 11 s.10', 'GAMP 5 O6'],
      },
      [
        prose('workflow', 'Delivery workflow'),
        prose('approval', 'Peer review and approval'),
        prose('classes', 'Standard and normal changes', {
          help: 'A change is normal, not standard, as soon as it touches a GxP requirement.',
        }),
        prose('traceability', 'Traceability', {
          help: 'From the requirement (feature specification) to the repository.',
        }),
      ],
    ),
    section(
      'operation',
      'Operational procedures',
      {
        help: 'What is watched, what is done again and again, and how the system is kept up to date.',
        clauses: ['GAMP 5 O3, O12', 'draft Annex 11 s.15.13'],
      },
      [
        table(
          'monitoring',
          'Monitoring',
          'watched item',
          [
            column.text('component', 'Component', { width: 1.6 }),
            column.text('watched', 'What is watched', { width: 2.2 }),
            column.text('threshold', 'Threshold', { width: 1.2 }),
            column.text('alert', 'Who is told', { width: 1.4 }),
          ],
          { emptyText: '' },
        ),
        prose('logging', 'Logging and audit trail', {
          help: 'Which logs there are, how long they are kept, who reviews them.',
        }),
        prose('patching', 'Patching and updates'),
        table(
          'tasks',
          'Recurring tasks',
          'task',
          [
            column.text('task', 'Task', { width: 2.4 }),
            column.text('frequency', 'Frequency'),
            column.text('who', 'Who', { width: 1.4 }),
            column.text('procedure', 'Procedure', { width: 1.4 }),
          ],
          { emptyText: 'There are no recurring tasks.' },
        ),
      ],
    ),
    backupSection,
    impactSection,
    section(
      'performance',
      'Performance and capacity',
      {
        help: 'What is measured against which level, and when capacity is added.',
        clauses: ['GAMP 5 O2, O3'],
        mayBeNotApplicable: true,
      },
      [
        table(
          'levels',
          'Service levels and baselines',
          'level',
          [
            column.text('measure', 'Measure', { width: 3 }),
            column.choice('comparison', 'Bound', bound),
            column.number('target', 'Target', ''),
            column.text('unit', 'Unit'),
            column.text('source', 'Measured by', { width: 1.8, required: false }),
          ],
          { emptyText: 'No service level is agreed.' },
        ),
        prose('monitoring', 'Monitoring of performance', { help: 'Response time, throughput, latency.' }),
        prose('capacity', 'Capacity planning and scaling'),
        prose('alerting', 'Alerting'),
      ],
    ),
    disasterSection,
    testsSection,
    section(
      'upkeep',
      'Upkeep of this plan',
      {
        help: 'The plan is looked at yearly and after every significant change.',
        clauses: ['Customer process: operation & maintenance plan', '21 CFR 11.10(k)'],
      },
      [
        date('reviewDue', 'Next review of this plan by'),
        choice(
          'occasion',
          'Occasion of this revision',
          options({
            first: 'First plan',
            yearly: 'Yearly review',
            change: 'Significant change',
            incident: 'Lesson of an incident or test',
          }),
        ),
        prose('triggers', 'What else makes a review necessary'),
        prose('training', 'Training on this plan'),
        text('location', 'Where the plan is found in an emergency', {
          help: 'Also when the system and the network are down.',
        }),
      ],
    ),
  ],
};
