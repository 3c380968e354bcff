import { column, date, number, options, prose, section, table } from '../fields.ts';

const weight = options({ high: 'High', medium: 'Medium', low: 'Low' });

/** Kinds of test that a plan counts as evidence. */
export const testKinds = { restore: 'Restore test', disaster: 'Disaster recovery', failover: 'Failover' } as const;

/** Who has a duty in a disaster: the first three must be named. */
export const disasterRoles = {
  operative: 'Operative employees',
  'system-owner': 'System Owner',
  'quality-assurance': 'Quality Assurance',
  cloud: 'Cloud or infrastructure administrators',
  business: 'Business stakeholders',
} as const;

/** What is saved, and how it comes back. */
export const backupSection = section(
  'backup',
  'Backup and recovery',
  {
    help: 'What is saved how often, where it is kept and who can reach it. A backup stands apart from what it saves.',
    clauses: ['Annex 11 s.7.2', 'draft Annex 11 s.16.3', 'GAMP 5 O9'],
  },
  [
    table(
      'backups',
      'Backups',
      'backup',
      [
        column.text('component', 'Component', { width: 1.8 }),
        column.choice(
          'kind',
          'Kind',
          options({ full: 'Full', incremental: 'Incremental', log: 'Log', snapshot: 'Snapshot', export: 'Export' }),
          { width: 1.1 },
        ),
        column.text('frequency', 'Frequency', { width: 1.3 }),
        column.text('retention', 'Kept for', { width: 1.2 }),
        column.text('location', 'Place', { width: 1.8 }),
        column.yesNo('encrypted', 'Encrypted', { width: 0.8 }),
      ],
      { emptyText: '' },
    ),
    prose('storage', 'Storage and security', {
      help: 'How copies are kept apart from the system, encrypted, and who may read or delete them.',
    }),
    prose('procedures', 'Recovery procedures', {
      help: 'Where the steps are written down; they are tried yearly and after a significant change.',
    }),
    prose('testing', 'Testing of backups', { help: 'What is restored how often, and how one sees that it is whole.' }),
  ],
);

/** The business impact analysis: what may be away for how long. */
export const impactSection = section(
  'impact',
  'Business impact and recovery objectives',
  {
    help: 'How long each component may be away and how much data may be lost. No component takes longer than what was promised for the system.',
    clauses: ['Annex 11 s.16', 'draft Annex 11 s.15.7'],
  },
  [
    number('rto', 'Recovery time objective of the system', 'h', { min: 0 }),
    number('rpo', 'Recovery point objective of the system', 'h', { min: 0 }),
    table(
      'components',
      'Business impact analysis',
      'component',
      [
        column.text('component', 'Component', { width: 2.4 }),
        column.choice('criticality', 'Criticality', weight),
        column.number('rto', 'RTO', 'h', { width: 0.8 }),
        column.number('rpo', 'RPO', 'h', { width: 0.8 }),
        column.text('impact', 'What its loss means', { width: 3, required: false }),
      ],
      { emptyText: '' },
    ),
    prose('rationale', 'Rationale of the objectives'),
  ],
);

/** What happens when more than a part is lost. */
export const disasterSection = section(
  'disaster',
  'Disaster recovery',
  {
    help: 'From the decision that this is a disaster to the confirmation that the system may be used again.',
    clauses: ['Annex 11 s.16', 'draft Annex 11 s.15', 'GAMP 5 O10'],
    mayBeNotApplicable: true,
  },
  [
    prose('objectives', 'Objectives'),
    prose('sites', 'Sites and failover'),
    prose('communication', 'Communication and escalation'),
    prose('prerequisites', 'Prerequisites'),
    prose('steps', 'Recovery steps', { help: 'In order; begin each with "- ".' }),
    prose('validation', 'Validation after recovery', { help: 'What is checked before users are let in again.' }),
    table(
      'duties',
      'Duties in a disaster',
      'duty',
      [
        column.choice('role', 'Role', options(disasterRoles), { width: 1.6 }),
        column.text('names', 'Names', { width: 1.6 }),
        column.text('duty', 'Duty', { width: 3 }),
        column.text('contact', 'How to reach', { width: 1.6 }),
      ],
      { emptyText: '' },
    ),
  ],
);

/** The evidence that recovery works. */
export const testsSection = section(
  'tests',
  'Recovery tests',
  {
    help: 'Each test with its date and the time it took to recover, beside the time that was promised.',
    clauses: ['Annex 11 s.7.2, s.16', 'draft Annex 11 s.15, s.16.6'],
  },
  [
    number('restoreInterval', 'Restore test every', 'months', { min: 1, max: 36 }),
    number('disasterInterval', 'Disaster recovery test every', 'months', { min: 1, max: 36 }),
    prose('method', 'Scope, success criteria and documentation', {
      help: 'Full, partial or at the table; what counts as passed; where the reports are kept.',
    }),
    table(
      'tests',
      'Tests made',
      'test',
      [
        column.date('date', 'Date', { width: 1.1 }),
        column.choice('kind', 'Kind', options(testKinds), { width: 1.3 }),
        column.choice('scope', 'Scope', options({ full: 'Full', partial: 'Partial', tabletop: 'Tabletop' })),
        column.text('component', 'Component', { width: 1.4 }),
        column.number('target', 'RTO target', 'h', { width: 0.8 }),
        column.number('reached', 'RTO reached', 'h', { width: 0.8, required: false }),
        column.choice(
          'result',
          'Result',
          options({ passed: 'Passed', partly: 'Passed with remarks', failed: 'Failed' }),
          { width: 1.2 },
        ),
        column.text('evidence', 'Evidence', { width: 1.4 }),
      ],
      { emptyText: 'No recovery test was made yet.' },
    ),
    prose('noRestoreTest', 'Why there is no recent restore test', {
      required: false,
      help: 'Needed where the last one is older than its interval; say when it will be made.',
    }),
    prose('noDisasterTest', 'Why there is no recent disaster recovery test', {
      required: false,
      help: 'Needed where the last one is older than its interval; say when it will be made.',
    }),
    date('nextDisasterTest', 'Next disaster recovery test', { required: false }),
  ],
);
