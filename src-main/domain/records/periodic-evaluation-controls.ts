import { column, date, options, prose, section, table, text } from '../fields.ts';
import type { Section } from '../form.ts';

/** How far something is that was found. */
export const ticket = options({ open: 'Open', closed: 'Closed' });
const outcome = options({ passed: 'Passed', partly: 'Passed with remarks', failed: 'Failed' });

/**
 * The sections of a periodic evaluation on how the system is kept under control: security, access, audit trail, continuity,
 * suppliers, people, data and regulation. Each names its clauses.
 */
export const controlSections: readonly Section[] = [
  section(
    'security',
    'Security, patches and vulnerabilities',
    {
      help: 'State of patches, findings of scans and tests, security incidents.',
      clauses: ['Annex 11 s.11 security', 'draft Annex 11 s.15'],
    },
    [
      prose('patches', 'Patch level'),
      prose('vulnerabilities', 'Vulnerabilities and tests'),
      table(
        'platform',
        'Platform and end of support',
        'component',
        [
          column.text('component', 'Component', { width: 2 }),
          column.text('version', 'Version'),
          column.date('supportEnds', 'Support ends', { required: false }),
          column.text('plan', 'Plan', { width: 2, required: false }),
        ],
        { emptyText: '' },
      ),
    ],
  ),
  section(
    'access',
    'User access review',
    {
      help: 'Outcome of the access reviews of the period and of the follow-up of removed accounts.',
      clauses: ['Annex 11 s.12', 'draft Annex 11 s.11.11'],
    },
    [
      table(
        'reviews',
        'Access reviews of the period',
        'review',
        [
          column.text('id', 'Id', { width: 1.4 }),
          column.date('completed', 'Completed', { width: 1.2, required: false }),
          column.number('lines', 'Accounts', '', { required: false, width: 1.1 }),
          column.number('kept', 'Kept', '', { required: false }),
          column.number('modified', 'Modified', '', { required: false, width: 1.1 }),
          column.number('revoked', 'Revoked', '', { required: false }),
          column.number('proven', 'Changes proven by re-import', '', { required: false, width: 1.4 }),
          column.number('orphans', 'Orphans', '', { required: false }),
          column.choice('status', 'Status', ticket),
        ],
        { emptyText: 'No access review is kept in this vault for the period.' },
      ),
      text('reference', 'Reference of the review'),
      date('reviewedOn', 'Completed on'),
      prose('outcome', 'Outcome and follow-up'),
    ],
  ),
  section(
    'auditTrail',
    'Audit-trail review',
    {
      help: 'Who reviewed which audit trail, how the sample was chosen, and what was found.',
      clauses: ['Annex 11 s.9', 'draft Annex 11 s.12.4'],
    },
    [
      table(
        'reviews',
        'Audit-trail reviews of the period',
        'review',
        [
          column.text('id', 'Id', { width: 1.2 }),
          column.date('completed', 'Reviewed', { width: 1.1, required: false }),
          column.text('title', 'Review', { width: 4 }),
          column.choice('status', 'Status', ticket),
        ],
        { emptyText: 'No audit-trail review is kept in this vault for the period.' },
      ),
      prose('review', 'Reviews performed'),
      prose('findings', 'Findings'),
    ],
  ),
  section(
    'continuity',
    'Backup, restore and disaster recovery',
    {
      help: 'Tests with their date, scope, result and the recovery time that was reached.',
      clauses: ['Annex 11 s.7.2, s.16', 'draft Annex 11 s.15, s.16'],
    },
    [
      table(
        'tests',
        'Tests',
        'test',
        [
          column.date('date', 'Date', { width: 1.1 }),
          column.choice(
            'kind',
            'Kind',
            options({ restore: 'Restore test', disaster: 'Disaster recovery', failover: 'Failover' }),
            { width: 1.3 },
          ),
          column.text('scope', 'Scope', { width: 2.4 }),
          column.choice('result', 'Result', outcome, { width: 1.2 }),
          column.number('recoveryTime', 'Recovery time', 'h', { required: false }),
          column.text('evidence', 'Evidence', { width: 1.6 }),
        ],
        { emptyText: 'No restore or recovery test was made in the period.' },
      ),
      prose('assessment', 'Assessment'),
    ],
  ),
  section(
    'suppliers',
    'Suppliers and service providers',
    {
      help: 'Agreements, their reviews, and how the providers kept what they promised.',
      clauses: ['Annex 11 s.3', 'draft Annex 11 s.7'],
      mayBeNotApplicable: true,
    },
    [prose('assessment', 'Assessment of suppliers and agreements')],
  ),
  section(
    'people',
    'Training and procedures',
    {
      help: 'Whether users and operators are trained and the procedures are current.',
      clauses: ['Annex 11 s.2', '21 CFR 11.10(i), (k)'],
    },
    [prose('training', 'Training'), prose('procedures', 'Currency of procedures and documentation')],
  ),
  section(
    'dataIntegrity',
    'Data integrity and archive',
    {
      help: 'Readability of archived records, retention, and signs of trouble with the integrity of data.',
      clauses: ['Annex 11 s.7, s.17', 'PI 041-1 s.9'],
    },
    [prose('assessment', 'Assessment')],
  ),
  section(
    'regulation',
    'Changes in regulation',
    {
      help: 'New or changed rules that touch the system.',
      clauses: ['draft Annex 11 s.14'],
      mayBeNotApplicable: true,
    },
    [prose('assessment', 'Assessment')],
  ),
];
