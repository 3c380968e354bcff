import { choice, column, date, number, options, prose, section, table, text, yesNo } from '../fields.ts';
import type { Form } from '../form.ts';
import { actionType, causeCategory } from './operations/vocabulary.ts';

/** The six moments that every timeline of a post-mortem marks, in the order in which they usually fall. */
export const marks = {
  'first-sign': 'First sign',
  detected: 'Detected',
  'investigation-started': 'Investigation started',
  'root-cause': 'Root cause identified',
  'fix-deployed': 'Fix deployed',
  resolved: 'Resolved',
} as const;

const deepestWhy = 7;

/** A blameless post-mortem (customer process, problem management): it improves processes and blames nobody. */
export const postMortemForm: Form = {
  sections: [
    section(
      'identity',
      'The incident',
      {
        help: 'What this post-mortem looks back on. Its purpose is to improve how work is done, not to find somebody at fault. Tell it by role; who did what is still attributable, in the audit trail and in the signatures, and a signature here says that the analysis is sound, never that somebody is to blame.',
        clauses: ['Customer process: blameless post-mortem for all significant incidents'],
      },
      [
        text('title', 'Title'),
        text('incident', 'Incident', { help: 'Id of the incident, or of several.' }),
        date('date', 'Date of the incident'),
        number('duration', 'Duration', 'min', {
          min: 0,
          help: 'From its beginning, or its detection, until it was resolved.',
        }),
        text('owner', 'Owner', { help: 'One person, who writes it.' }),
        text('reviewers', 'Reviewers', { help: 'The people who read it, parted by commas.' }),
        date('reviewedOn', 'Review meeting on', { required: false }),
        yesNo('gxp', 'The incident had a GxP impact'),
      ],
    ),
    section(
      'summary',
      'Summary',
      { help: 'Two or three sentences for somebody who reads nothing else.', clauses: [] },
      [prose('summary', 'Summary'), prose('trigger', 'Trigger', { help: 'What set it off.' })],
    ),
    section('impact', 'Impact', { help: 'On whom, how, and for how long.', clauses: [] }, [
      prose('customers', 'Impact on customers and users'),
      prose('dataLoss', 'Data loss', { help: 'Which data, or why none.' }),
    ]),
    section('detection', 'Detection', { help: 'How it came to light, and how it could have sooner.', clauses: [] }, [
      prose('how', 'How it was detected'),
      prose('sooner', 'How it could be detected sooner', { required: false }),
    ]),
    section(
      'timeline',
      'Timeline',
      {
        help: 'Facts in the order in which they happened, by role and not by name. Notes and chats can be pasted as text. Mark the six moments.',
        clauses: ['ALCOA++ contemporaneous'],
      },
      [
        table(
          'entries',
          'Timeline',
          'entry',
          [
            column.datetime('at', 'Time', { width: 1.2 }),
            column.text('event', 'What happened', { width: 4 }),
            column.choice('mark', 'Mark', options(marks), { required: false, width: 1.4 }),
          ],
          { pasteText: { time: 'at', text: 'event' } },
        ),
      ],
    ),
    section(
      'cause',
      'Root cause',
      {
        help: 'Ask why until the answer lies in how the work is set up. A person is never the root cause: ask why the system let it happen.',
        clauses: ['Annex 11 s.13', 'GAMP 5 O5'],
      },
      [
        prose('problem', 'What went wrong'),
        table(
          'whys',
          'Five whys',
          'why',
          [
            column.choice(
              'level',
              'Level',
              options(Object.fromEntries(Array.from({ length: deepestWhy }, (_, at) => [`${at + 1}`, `${at + 1}`]))),
              { width: 0.6 },
            ),
            column.text('why', 'Why?', { width: 3 }),
            column.text('because', 'Because', { width: 3 }),
          ],
          {
            tree: { level: 'level' },
            help: 'A row on a deeper level asks why the row above it holds; several rows on one level are several causes.',
          },
        ),
        choice('category', 'Class of the cause', causeCategory),
        table(
          'contributing',
          'Contributing factors',
          'factor',
          [column.text('factor', 'Factor', { width: 3 }), column.choice('category', 'Class', causeCategory)],
          { emptyText: 'No other factor contributed.' },
        ),
      ],
    ),
    section(
      'lessons',
      'Lessons',
      { help: 'What to keep, what to change, and what only luck prevented.', clauses: [] },
      [
        table('well', 'What went well', 'success', [column.text('lesson', 'Point')], {
          emptyText: 'Nothing to note.',
        }),
        table('notWell', 'What did not go well', 'shortcoming', [column.text('lesson', 'Point')], {
          emptyText: 'Nothing to note.',
        }),
        table(
          'lucky',
          'Where we got lucky',
          'stroke of luck',
          [
            column.text('lesson', 'Point', { width: 3 }),
            column.yesNo('action', 'An action makes it no matter of luck', { width: 1.4 }),
          ],
          { emptyText: 'Luck played no part.' },
        ),
      ],
    ),
    section(
      'actions',
      'Actions',
      {
        help: 'Each has one named owner, an outcome that somebody else can verify, and a day. Say whether it prevents, detects or mitigates.',
        clauses: ['GAMP 5 O5'],
      },
      [
        table('actions', 'Actions', 'action', [
          column.text('action', 'Action', { width: 3 }),
          column.choice('type', 'Type', actionType),
          column.text('owner', 'Owner', { width: 1.4 }),
          column.date('due', 'Due', { width: 1.1 }),
          column.text('outcome', 'Verifiable outcome', { width: 2.4 }),
        ]),
      ],
    ),
    section('supporting', 'Supporting information', { help: 'Logs, dashboards, changes, pictures.', clauses: [] }, [
      table(
        'links',
        'Links',
        'link',
        [column.text('what', 'What it shows', { width: 2 }), column.text('where', 'Where it is', { width: 3 })],
        { emptyText: 'No supporting information.' },
      ),
    ]),
  ],
};
