import { choice, column, date, datetime, options, prose, section, table, text, yesNo } from '../fields.ts';
import type { Form } from '../form.ts';
import { causeCategory, environment } from './operations/vocabulary.ts';

export const severity = options({ critical: 'Critical', major: 'Major', minor: 'Minor' });

export const decision = options({
  fix: 'Fix',
  defer: 'Defer',
  accept: 'Accept the risk',
  reject: 'Reject: no defect',
  duplicate: 'Duplicate of another defect',
});

/** A defect from its detection to its verified end: the template's fields and those of practice (customer process). */
export const defectForm: Form = {
  sections: [
    section(
      'identity',
      'Detection',
      {
        help: 'Which flaw was found, where and by whom. Everything that is found after deployment to production is recorded.',
        clauses: ['Customer process: document all defects detected after production deployment'],
      },
      [
        text('title', 'Title', { help: 'One line by which colleagues recognise it.' }),
        datetime('detectedAt', 'Detected'),
        datetime('reportedAt', 'Reported'),
        text('reportedBy', 'Reported by'),
        text('component', 'System or component'),
        text('foundIn', 'Found in release', { help: 'The version that was in use when it was found.' }),
        choice('environment', 'Environment', environment),
        text('requirement', 'Requirement or feature', { required: false, help: 'Id of what it fails to meet.' }),
        yesNo('security', 'Security vulnerability', { help: 'A finding of a vulnerability scan counts as a defect.' }),
      ],
    ),
    section('description', 'What occurred', { help: 'So that somebody else can see it happen.', clauses: [] }, [
      prose('occurred', 'What occurred'),
      prose('steps', 'Steps to reproduce', { required: false }),
      prose('expected', 'Expected'),
      prose('actual', 'Actual'),
    ]),
    section(
      'assessment',
      'Severity and risk',
      {
        help: 'Critical: patients, product or the integrity of data may be harmed, or a function is lost with no way round.',
        clauses: ['Annex 11 s.1', 'GAMP 5 O5'],
      },
      [
        choice('severity', 'Severity', severity),
        prose('risk', 'Risk', { help: 'What can happen, how likely, and who would notice.' }),
      ],
    ),
    section(
      'decision',
      'Decision',
      {
        help: 'What is done about it, and why. An accepted risk ends on a day, a year ahead at most, and is looked at again in the next evaluation.',
        clauses: ['GAMP 5 O5', 'Annex 11 s.1'],
      },
      [
        choice('decision', 'Decision', decision),
        date('decidedOn', 'Decided on'),
        prose('reason', 'Reason'),
        date('acceptedUntil', 'Risk accepted until', { required: false }),
        text('duplicateOf', 'Duplicate of', { required: false, help: 'Id of the other defect.' }),
      ],
    ),
    section(
      'cause',
      'Investigation and root cause',
      {
        help: 'Mandatory where the defect is critical.',
        clauses: ['Customer process: root cause of critical defects'],
      },
      [
        prose('rootCause', 'Investigation and root cause', { required: false }),
        choice('category', 'Class of the cause', causeCategory, { required: false }),
      ],
    ),
    section(
      'fix',
      'Fix',
      { help: 'How it was addressed, in which version, and where the change can be seen.', clauses: ['Annex 11 s.10'] },
      [
        prose('addressed', 'How it was addressed', { required: false }),
        text('fixedBy', 'Fixed by', { required: false, help: 'Full name of the person.' }),
        text('fixedIn', 'Fixed in release', { required: false }),
        table(
          'references',
          'Links to the fix',
          'link',
          [
            column.choice(
              'kind',
              'Kind',
              options({ commit: 'Commit', 'merge-request': 'Merge request', ticket: 'Ticket', change: 'Change' }),
            ),
            column.text('reference', 'Reference', { width: 2.4 }),
            column.text('note', 'Note', { width: 2, required: false }),
          ],
          { required: false, emptyText: 'No link to a fix.' },
        ),
      ],
    ),
    section(
      'verification',
      'Verification',
      {
        help: 'Somebody else than the fixer shows that it is gone. Whoever signs as verifier writes nothing in this record: they look at the evidence, mark the defect as verified and sign.',
        clauses: ['GAMP 5 O5'],
      },
      [
        text('verifiedBy', 'Verified by', { required: false, help: 'Full name of the person.' }),
        date('verifiedOn', 'Verified on', { required: false }),
        prose('evidence', 'Evidence', { required: false }),
        text('regressionTest', 'Regression test', {
          required: false,
          help: 'Id of the test that keeps it from coming back.',
        }),
      ],
    ),
    section(
      'scan',
      'Finding of a scanner',
      { help: 'Filled in by the import of a scanner’s report (SARIF).', clauses: [], mayBeNotApplicable: true },
      [
        text('tool', 'Scanner', { required: false }),
        text('rule', 'Rule', { required: false }),
        text('location', 'Location', { required: false }),
        text('fingerprint', 'Fingerprint', { required: false, help: 'By it a later import knows the finding again.' }),
      ],
    ),
  ],
};
