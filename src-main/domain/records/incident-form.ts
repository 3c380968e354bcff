import { choice, column, datetime, number, options, prose, section, table, text, yesNo } from '../fields.ts';
import type { Form } from '../form.ts';
import { targetsInWords } from './incident-priority.ts';
import { actionType, causeCategory } from './operations/vocabulary.ts';

const level = options({ high: 'High', medium: 'Medium', low: 'Low' });

/** An incident from its detection to its closure (Annex 11 s.13; GAMP 5 O4): the template's fields and those of practice. */
export const incidentForm: Form = {
  sections: [
    section(
      'identity',
      'Detection',
      {
        help: 'What was noticed, when and by whom. Times are those of the clock on the wall, with its zone.',
        clauses: ['Annex 11 s.13', 'PI 041-1 s.9.8'],
      },
      [
        text('title', 'Title', { help: 'One line by which colleagues recognise it.' }),
        choice(
          'category',
          'Category',
          options({
            outage: 'Outage',
            degradation: 'Reduced service',
            data: 'Data wrong or missing',
            security: 'Security',
            interface: 'Interface',
            access: 'Access',
            other: 'Other',
          }),
        ),
        datetime('startedAt', 'Began', { required: false, help: 'As far as is known; may be found out later.' }),
        datetime('detectedAt', 'Detected'),
        datetime('reportedAt', 'Reported'),
        text('reportedBy', 'Reported by'),
        text('component', 'System or component'),
        text('service', 'Service affected', { required: false }),
        text('release', 'Release version'),
        number('usersAffected', 'Users affected', 'users', { min: 0 }),
      ],
    ),
    section(
      'regulatory',
      'Regulatory impact assessment',
      {
        help: 'Each flag that is set raises the priority to its floor and brings quality assurance in.',
        clauses: ['Annex 11 s.13', 'GAMP 5 O4'],
      },
      [
        yesNo('patientSafety', 'Patient safety'),
        yesNo('productQuality', 'Product quality'),
        yesNo('dataIntegrity', 'Data integrity'),
        yesNo('validationStatus', 'System validation status'),
        yesNo('compliance', 'Regulatory compliance'),
        prose('description', 'Description of the impact'),
        choice('dataLoss', 'Data loss', options({ none: 'None', possible: 'Possible', confirmed: 'Confirmed' })),
        prose('dataLossDetail', 'Which data', { required: false, help: 'Needed unless no data was lost.' }),
      ],
    ),
    section(
      'classification',
      'Priority',
      {
        help: `Impact and urgency give the priority; an impact flag sets a floor. Targets for response and resolution: ${targetsInWords}.`,
        clauses: ['GAMP 5 O4'],
      },
      [
        choice('impact', 'Impact', level, { help: 'High: a process stands still, or many people.' }),
        choice('urgency', 'Urgency', level, { help: 'High: it grows worse by the hour.' }),
        choice('override', 'Priority chosen instead', options({ P1: 'P1', P2: 'P2', P3: 'P3', P4: 'P4' }), {
          required: false,
          help: 'Only where the computed priority is not right.',
        }),
        prose('overrideReason', 'Why another priority', { required: false }),
      ],
    ),
    section(
      'handling',
      'Handling',
      { help: 'Who took it on, and when the service was back.', clauses: ['GAMP 5 O4'] },
      [
        text('owner', 'Owner', { help: 'One person who sees it through.' }),
        datetime('acknowledgedAt', 'Acknowledged'),
        datetime('mitigatedAt', 'Mitigated', {
          help: 'From when on the users could work again, if only by a workaround.',
        }),
        datetime('resolvedAt', 'Resolved'),
        prose('containment', 'Containment', { help: 'What kept the damage from growing.' }),
        prose('workaround', 'Workaround', { required: false }),
      ],
    ),
    section(
      'timeline',
      'Timeline',
      {
        help: 'What happened and what was done, as it went on. The entry time is set when the draft is saved; an entry made late says why.',
        clauses: ['ALCOA++ contemporaneous'],
      },
      [
        table(
          'entries',
          'Timeline',
          'entry',
          [
            column.datetime('at', 'Time', { width: 1.2 }),
            column.text('event', 'What happened', { width: 3.4 }),
            column.entered('entered', 'Entered'),
            column.text('lateReason', 'Why entered late', { width: 1.4, required: false }),
          ],
          { pasteText: { time: 'at', text: 'event' } },
        ),
      ],
    ),
    section(
      'cause',
      'What happened and why',
      {
        help: 'A critical incident closes with its root cause, which corrective and preventive actions rest on.',
        clauses: ['Annex 11 s.13'],
      },
      [
        prose('occurred', 'What occurred'),
        choice(
          'method',
          'Method of the analysis',
          options({
            'five-whys': 'Five whys',
            fishbone: 'Cause and effect (fishbone)',
            'fault-tree': 'Fault tree',
            comparison: 'Comparison with what works',
            evident: 'Evident from the facts',
          }),
        ),
        prose('rootCause', 'Root cause', { required: false, help: 'Needed where the incident is critical.' }),
        choice('category', 'Class of the cause', causeCategory),
        prose('addressed', 'How it was addressed'),
      ],
    ),
    section(
      'change',
      'Changes',
      {
        help: 'A change that may touch the intended use is registered in change control before the incident closes.',
        clauses: ['Annex 11 s.10', 'Customer process: link incident resolution to code changes'],
      },
      [
        yesNo('made', 'The resolution changed the system'),
        yesNo('intendedUse', 'The change may affect the intended use'),
        text('number', 'Change control number', { required: false }),
      ],
    ),
    section(
      'capa',
      'Actions and notification',
      {
        help: 'Whether corrective or preventive action is needed, and whom the incident has to be told to.',
        clauses: ['Annex 11 s.13', 'GAMP 5 O5'],
      },
      [
        yesNo('needed', 'Corrective or preventive action is needed'),
        prose('reason', 'Why, or why not'),
        table(
          'actions',
          'Actions',
          'action',
          [
            column.text('action', 'Action', { width: 3 }),
            column.choice('type', 'Type', actionType),
            column.text('owner', 'Owner', { width: 1.4 }),
            column.date('due', 'Due', { width: 1.1 }),
            column.text('outcome', 'Verifiable outcome', { width: 2.4 }),
          ],
          { emptyText: 'No action is needed.' },
        ),
        yesNo('notify', 'Somebody outside has to be told'),
        prose('notification', 'Who is told what, until when', { required: false }),
      ],
    ),
    section('closure', 'Closure', { help: 'How one knows that it is over.', clauses: ['GAMP 5 O4'] }, [
      prose('verification', 'Verification of the closure', { help: 'What was looked at, by whom, with which result.' }),
    ]),
  ],
};
