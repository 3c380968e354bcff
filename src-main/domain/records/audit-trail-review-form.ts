import { choice, column, date, number, options, prose, section, table, text, yesNo } from '../fields.ts';
import type { Form } from '../form.ts';
import { judgements } from './own-trail.ts';

/** What an entry of the trail turned out to be. */
export const findingClasses = {
  justified: 'Justified',
  error: 'Error without impact',
  deviation: 'Deviation',
  integrity: 'Data integrity',
} as const;

/** Classes that somebody has to follow up. */
export const classesToFollow = ['deviation', 'integrity'] as const;

export const conclusions = {
  none: 'No findings',
  minor: 'Findings without impact on product or data',
  impact: 'Findings with impact',
} as const;

/** The sections of an audit-trail review (Annex 11 s.9; draft s.12.4 to 12.8; PI 041-1 s.9.8). */
export const auditTrailReviewForm: Form = {
  sections: [
    section(
      'identity',
      'Scope and period',
      {
        help: 'Which time is reviewed. It continues where the last review ended.',
        clauses: ['Annex 11 s.9', 'draft Annex 11 s.12.4'],
      },
      [
        choice('kind', 'Kind', options({ periodic: 'Periodic', release: 'Before a release', cause: 'For cause' })),
        date('periodStart', 'Period from'),
        date('periodEnd', 'Period to'),
        text('previousReview', 'Previous review', { required: false, help: 'Id of the last record.' }),
        prose('scope', 'Scope', { help: 'Environments and modules; what was left out, and why.' }),
      ],
    ),
    section(
      'reviewer',
      'Independence',
      {
        help: 'Who reviews did none of the work that the trail shows. Name those who did it.',
        clauses: ['draft Annex 11 s.12.6'],
      },
      [
        yesNo('independent', 'The reviewer did none of the work reviewed'),
        table(
          'doers',
          'Whose work the trail shows',
          'person',
          [column.text('name', 'Name or group', { width: 2 }), column.text('role', 'Role in the system', { width: 2 })],
          { emptyText: '' },
        ),
        prose('assurance', 'How independence was made sure of'),
      ],
    ),
    section(
      'trails',
      'Trails and selection',
      {
        help: 'Which trails and logs, and which of their entries. What is unusual is looked at in full, the rest by a random sample that can be drawn again.',
        clauses: ['draft Annex 11 s.12.5', 'PI 041-1 s.9.8'],
      },
      [
        table(
          'trails',
          'Trails and logs',
          'trail',
          [
            column.text('trail', 'Trail or log', { width: 2.2 }),
            column.date('extractedOn', 'Extracted on', { width: 1.1 }),
            column.number('entries', 'Entries in the period', '', { width: 0.9 }),
            column.number('unusual', 'Looked at by risk', '', { width: 0.9 }),
            column.number('sample', 'Random sample', '', { width: 0.9 }),
            column.text('evidence', 'Extract', { width: 1.6 }),
          ],
          { emptyText: '' },
        ),
        prose('riskFilter', 'What counts as unusual', {
          help: 'For example: deletions, changes after approval, changes of rights and settings, entries outside working hours.',
        }),
        text('seed', 'Seed of the random sample', {
          help: 'Drawn by Countersign when the record was begun; with it anybody can draw the same sample.',
        }),
        prose('drawn', 'Entries drawn', {
          required: false,
          help: 'The numbers of the entries, trail by trail: take them over from the tab "Sample".',
        }),
        yesNo('trailOn', 'The trail was switched on and unaltered throughout'),
      ],
    ),
    section(
      'ownTrail',
      'Audit trail of Countersign',
      {
        help: 'For the review of this vault’s own trail: after "yes", "Refresh" takes over every unusual entry of the period and a random sample of the rest. Each row is judged by somebody who did not do it; the signatures stand for exactly this range and its last hash.',
        clauses: ['21 CFR 11.10(e)', 'draft Annex 11 s.12.4', 'draft Annex 11 s.12.6', 'PI 041-1 s.9.8'],
      },
      [
        yesNo('covered', 'This review covers the audit trail of Countersign itself', { required: false }),
        number('firstEntry', 'First entry', '', { required: false }),
        number('lastEntry', 'Last entry', '', { required: false }),
        text('head', 'Hash of the last entry', {
          required: false,
          help: 'SHA-256: whoever holds this record holds the history up to there.',
        }),
        table(
          'entries',
          'Entries looked at',
          'row',
          [
            column.text('numbers', 'Entries', { width: 1.3 }),
            column.text('when', 'When', { width: 1.1 }),
            column.text('who', 'Who', { width: 1.1 }),
            column.text('what', 'What', { width: 2.2 }),
            column.text('why', 'Why it is looked at', { width: 1.3 }),
            column.choice('judgement', 'Judgement', options(judgements), { width: 1.3, required: false }),
            column.text('note', 'Note', { width: 1.6, required: false }),
          ],
          { required: false, emptyText: 'The audit trail of Countersign is not part of this review.' },
        ),
      ],
    ),
    section(
      'findings',
      'Findings',
      {
        help: 'Each entry that raised a question, what it turned out to be, and what follows.',
        clauses: ['Annex 11 s.9', 'draft Annex 11 s.12.7'],
      },
      [
        table(
          'findings',
          'Findings',
          'finding',
          [
            column.text('entry', 'Entry', { width: 1.3 }),
            column.text('trail', 'Trail or log', { width: 1.3 }),
            column.text('what', 'What was found', { width: 3 }),
            column.choice('class', 'Class', options(findingClasses), { width: 1.2 }),
            column.text('followUp', 'Follow-up', { width: 1.8, required: false }),
          ],
          { emptyText: 'Nothing was found that needs an explanation.' },
        ),
      ],
    ),
    section('conclusion', 'Conclusion', { help: 'What the signers stand for.', clauses: ['draft Annex 11 s.12.8'] }, [
      choice('conclusion', 'Conclusion', options(conclusions)),
      prose('rationale', 'Rationale'),
    ]),
    section(
      'actions',
      'Actions',
      { help: 'What has to be done, by whom, until when, and how one will see it.', clauses: ['GAMP 5 O5'] },
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
              options({ prevent: 'Prevent', detect: 'Detect', correct: 'Correct', improve: 'Improve' }),
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
      'Next review',
      { help: 'When the trail is reviewed again, and why then.', clauses: ['PI 041-1 s.9.3'] },
      [date('nextReview', 'Next review by'), prose('rationale', 'Rationale for the interval')],
    ),
  ],
};
