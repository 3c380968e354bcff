import { choice, column, date, number, options, prose, section, table, text } from '../fields.ts';
import type { Form } from '../form.ts';

const drawn = 'Filled in from the review when it is sent for signature.';

/**
 * The sections of a user access review (the customer's process; Annex 11 s.12; draft Annex 11, 11.10 and 11.11). What the
 * lists and decisions say is drawn from them at the moment of freezing; people write what no list can.
 */
export const accessReviewForm: Form = {
  sections: [
    section(
      'scope',
      'Scope',
      {
        help: 'Which accounts are reviewed, and which are not.',
        clauses: ['Customer process: review all active user accounts', 'draft Annex 11, 11.11'],
      },
      [
        choice('accounts', 'Accounts', options({ all: 'All accounts', privileged: 'Privileged accounts' })),
        date('plannedOn', 'Planned for'),
        text('environments', 'Environments', { help: 'For example: production, and the validation system.' }),
        prose('types', 'Account types', {
          help: 'People, privileged, service, shared and emergency accounts: which are in, and why others are not.',
        }),
        date('asOf', 'Accounts as of', { required: false, help: drawn }),
      ],
    ),
    section(
      'sources',
      'Source evidence',
      {
        help: 'The lists as they were taken from the reviewed system and from HR. Say how you know that they are whole.',
        clauses: ['21 CFR 11.10(h)', 'Annex 11 s.12.3'],
      },
      [
        table(
          'files',
          'Lists',
          'list',
          [
            column.text('id', 'Id', { width: 1.2 }),
            column.text('list', 'List', { width: 1.3 }),
            column.text('file', 'File, report and extractor', { width: 3 }),
            column.text('extracted', 'Extracted', { width: 1.5 }),
            column.number('rows', 'Rows', '', { width: 0.8 }),
            column.text('totals', 'Control totals', { width: 2 }),
            column.text('sha256', 'SHA-256', { width: 2.4 }),
          ],
          { emptyText: drawn, required: false },
        ),
        prose('completeness', 'Completeness of the lists', {
          help: 'Control totals compared, nested groups resolved, local accounts included.',
        }),
      ],
    ),
    section(
      'rules',
      'Rules and role baseline',
      {
        help: 'By what the accounts were judged. Roles change too: say whether their content is still right.',
        clauses: ['draft Annex 11, 11.10 segregation of duties, least privilege, 11.11 roles', 'PI 041 9.5'],
      },
      [
        text('version', 'Rules', { required: false, help: drawn }),
        table(
          'conflicts',
          'Roles that exclude each other',
          'pair',
          [column.text('first', 'Role'), column.text('second', 'Role'), column.text('why', 'Why', { width: 2 })],
          { emptyText: 'No pair of roles excludes each other.', required: false },
        ),
        table(
          'baseline',
          'Role baseline',
          'row',
          [
            column.text('department', 'Department'),
            column.text('title', 'Job title'),
            column.text('roles', 'Roles', { width: 3 }),
          ],
          { emptyText: 'No role baseline: departments alone were compared.', required: false },
        ),
        prose('roleContent', 'Review of the roles', {
          help: 'Whether each role still grants what its name says, and no more.',
        }),
        table(
          'roles',
          'Role definitions',
          'role',
          [
            column.text('role', 'Role', { width: 1.4 }),
            column.text('grants', 'What it grants', { width: 2.4 }),
            column.choice(
              'judged',
              'Judged',
              options({ fits: 'Fits', change: 'To be changed', retire: 'To be retired' }),
            ),
            column.text('note', 'Why, or what changes', { width: 2, required: false }),
          ],
          { emptyText: 'No role was reviewed one by one.', required: false },
        ),
      ],
    ),
    section(
      'reviewers',
      'Reviewers',
      {
        help: 'Who decides about whom. Nobody decides on their own account; privileged ones are not for administrators.',
        clauses: ['draft Annex 11, 11.10'],
      },
      [
        table(
          'assigned',
          'Reviewers',
          'reviewer',
          [
            column.text('name', 'Reviewer', { width: 1.5 }),
            column.text('part', 'Part of the accounts', { width: 2 }),
            column.text('why', 'Knows them because', { width: 2 }),
          ],
          {},
        ),
        table(
          'decided',
          'Who decided',
          'person',
          [
            column.text('name', 'Person', { width: 2 }),
            column.number('single', 'One by one', ''),
            column.number('bulk', 'In bulk', ''),
          ],
          { emptyText: drawn, required: false },
        ),
      ],
    ),
    section(
      'outcome',
      'Outcome',
      {
        help: 'What was found and decided. Explain findings that many accounts share, and decisions that were quick.',
        clauses: ['Customer process: verify access levels match current roles', 'Annex 11 s.12'],
      },
      [
        number('lines', 'Accounts', '', { required: false, help: drawn }),
        number('privileged', 'Privileged accounts', '', { required: false }),
        number('withFinding', 'Accounts with a finding', '', { required: false }),
        table(
          'findings',
          'By finding',
          'finding',
          [
            column.text('finding', 'Finding', { width: 2.4 }),
            column.number('lines', 'Accounts', ''),
            column.number('keep', 'Kept', ''),
            column.number('modify', 'Modified', ''),
            column.number('revoke', 'Revoked', ''),
          ],
          { emptyText: 'No finding.', required: false },
        ),
        table(
          'decisions',
          'By decision',
          'decision',
          [column.text('decision', 'Decision', { width: 2.4 }), column.number('lines', 'Accounts', '')],
          { emptyText: drawn, required: false },
        ),
        number('bulkKeepShare', 'Kept in bulk', '%', { required: false }),
        number('perMinute', 'Decisions per minute, one by one', '', { required: false }),
        prose('assessment', 'Assessment'),
      ],
    ),
    section(
      'remediation',
      'Remediation',
      {
        help: 'What was changed in the reviewed system. A later list proves it, a closed ticket does not.',
        clauses: ['Customer process: remove inactive or unnecessary accounts', 'draft Annex 11, 11.11'],
      },
      [
        table(
          'remedies',
          'Modified and revoked accounts',
          'account',
          [
            column.text('account', 'Account', { width: 1.6 }),
            column.text('decision', 'Decision', { width: 2 }),
            column.text('ticket', 'Ticket', { width: 1.2, required: false }),
            column.text('done', 'Done', { width: 1.6, required: false }),
            column.text('proof', 'Proof', { width: 2 }),
          ],
          { emptyText: 'No account was modified or revoked.', required: false },
        ),
        number('daysToRemoval', 'Days from decision to proof, at most', 'days', { required: false }),
        table(
          'exceptions',
          'Exceptions',
          'exception',
          [
            column.text('account', 'Account', { width: 1.6 }),
            column.text('reason', 'Reason', { width: 3 }),
            column.date('expires', 'Expires', { width: 1 }),
          ],
          { emptyText: 'No exception was granted.', required: false },
        ),
        table(
          'raised',
          'Incidents and actions raised from accounts',
          'entry',
          [
            column.text('account', 'Account', { width: 1.4 }),
            column.text('findings', 'Findings', { width: 1.8 }),
            column.text('raised', 'Raised, by whom and when', { width: 2.6 }),
            column.text('owner', 'Owner and due day', { width: 1.5, required: false }),
            column.text('state', 'State', { width: 0.9 }),
          ],
          { emptyText: 'No incident or action was raised from an account.', required: false },
        ),
      ],
    ),
    section(
      'conclusion',
      'Conclusion',
      {
        help: 'Whether access to the system is appropriate now, and when it is reviewed again.',
        clauses: ['Customer process: at least yearly, more often for high-risk systems'],
      },
      [
        choice(
          'verdict',
          'Access is',
          options({
            appropriate: 'Appropriate',
            remedied: 'Appropriate after remediation',
            exceptions: 'Appropriate with exceptions',
            'not-appropriate': 'Not appropriate',
          }),
        ),
        prose('rationale', 'Rationale'),
        prose('paceRationale', 'Why the pace of deciding was sound', {
          required: false,
          help: 'Needed where most accounts were kept in bulk, or decided faster than they can be looked at.',
        }),
        date('nextReview', 'Next review of all accounts'),
        date('nextPrivilegedReview', 'Next review of privileged accounts'),
      ],
    ),
    section(
      'population',
      'Accounts and decisions',
      {
        help: 'Every account of the frozen population. Work on it in the tab Accounts.',
        clauses: ['PI 041 9.5 list of authorised persons and privileges'],
      },
      [
        table(
          'accounts',
          'Accounts',
          'account',
          [
            column.number('line', 'Row', '', { width: 0.5 }),
            column.text('account', 'Account', { width: 1.5 }),
            column.text('person', 'Person and match', { width: 1.9, required: false }),
            column.text('roles', 'Roles', { width: 1.8, required: false }),
            column.text('findings', 'Findings', { width: 1.5, required: false }),
            column.text('decision', 'Decision', { width: 1.4 }),
            column.text('reason', 'Reason and person', { width: 2.2, required: false }),
          ],
          {
            emptyText: 'The accounts stand in the tab Accounts, and in the PDF once they are frozen.',
            frozenOnly: true,
            required: false,
          },
        ),
      ],
    ),
  ],
};
