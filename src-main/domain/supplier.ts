import { completenessOf, type Finding } from './completeness.ts';
import { addMonths } from './days.ts';
import { choice, column, date, number, options, prose, section, table, text, yesNo } from './fields.ts';
import { rowsOf, scalarOf, type Content, type Form, type Row } from './form.ts';
import { isDate } from './iso-date.ts';
import { advice } from './records/operations/findings.ts';

/**
 * The inventory entry of a supplier or of a department that serves (Annex 11 s.3; draft s.7): what it does for which
 * system, under which agreement, and how it is looked after.
 */
export const supplierForm: Form = {
  sections: [
    section(
      'identity',
      'Identity',
      { help: 'Who it is, and who in the company answers for the relation.', clauses: ['Annex 11 s.3.1'] },
      [
        text('name', 'Name'),
        choice('kind', 'Kind', options({ external: 'External supplier', internal: 'Internal provider' })),
        choice('status', 'Status', options({ active: 'Active', planned: 'Planned', ended: 'Ended' })),
        text('contact', 'Contact', { help: 'Person or desk, and how to reach it.' }),
        text('owner', 'Owner of the relation'),
      ],
    ),
    section(
      'services',
      'Services and agreements',
      {
        help: 'Every service needs an agreement, internal ones too. What is not agreed yet is entered as well, and shown as a gap.',
        clauses: ['Annex 11 s.3.1', 'draft Annex 11 s.7'],
      },
      [
        table(
          'services',
          'Services',
          'service',
          [
            column.text('service', 'Service', { width: 2.4 }),
            column.text('agreement', 'Agreement', { width: 1.6, required: false }),
            column.date('reviewOn', 'Agreement reviewed by', { width: 1.2, required: false }),
            column.text('levels', 'Service levels', { width: 1.8, required: false }),
          ],
          { emptyText: '' },
        ),
        table(
          'systems',
          'Systems served',
          'system',
          [
            column.text('system', 'System (number)', { width: 1 }),
            column.text('purpose', 'What it does for it', { width: 3, required: false }),
          ],
          { required: false, emptyText: 'It serves no system of the inventory.' },
        ),
      ],
    ),
    section(
      'assessment',
      'Assessment',
      {
        help: 'How much depends on it decides how closely it is looked at.',
        clauses: ['Annex 11 s.3.2, s.3.4', 'GAMP 5 M2'],
      },
      [
        choice('criticality', 'Criticality', options({ high: 'High', medium: 'Medium', low: 'Low' })),
        number('reviewInterval', 'Review every', 'months', { min: 1, max: 60 }),
        date('lastAssessment', 'Last assessed on', { required: false }),
        text('assessmentReport', 'Report of the assessment', { required: false }),
        yesNo('auditNeeded', 'An audit is needed'),
        prose('auditRationale', 'Rationale for the audit decision'),
        table(
          'certificates',
          'Certificates',
          'certificate',
          [
            column.text('certificate', 'Certificate', { width: 2.4 }),
            column.date('validUntil', 'Valid until', { width: 1.1 }),
          ],
          { required: false, emptyText: 'No certificate is relied upon.' },
        ),
      ],
    ),
    section(
      'exit',
      'Exit',
      {
        help: 'How the company would leave: data back, knowledge back, another provider in time.',
        clauses: ['draft Annex 11 s.7'],
      },
      [prose('plan', 'Exit plan', { required: false }), date('endsOn', 'Relation ends on', { required: false })],
    ),
  ],
};

/** What lists and rules ask of a supplier most often. */
export interface SupplierFacts {
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly criticality: string;
  readonly owner: string;
  readonly services: number;
  /** Services without an agreement. */
  readonly withoutAgreement: number;
  /** Ids of the systems that it serves. */
  readonly systems: readonly string[];
  /** ISO day by which it is assessed again; null where it never was. */
  readonly assessmentDueOn: string | null;
  /** The earliest day by which one of its agreements is reviewed. */
  readonly agreementReviewOn: string | null;
}

const cell = (row: Row, name: string): string => String(row[name] ?? '').trim();

export const supplierFacts = (content: Content): SupplierFacts => {
  const word = (part: string, field: string): string => String(scalarOf(content, part, field) ?? '');
  const services = rowsOf(content, 'services', 'services');
  const last = word('assessment', 'lastAssessment');
  const interval = scalarOf(content, 'assessment', 'reviewInterval');
  const reviews = services.map((row) => cell(row, 'reviewOn')).filter(isDate);
  return {
    name: word('identity', 'name'),
    kind: word('identity', 'kind'),
    status: word('identity', 'status'),
    criticality: word('assessment', 'criticality'),
    owner: word('identity', 'owner'),
    services: services.length,
    withoutAgreement: services.filter((row) => cell(row, 'agreement') === '').length,
    systems: [...new Set(rowsOf(content, 'services', 'systems').map((row) => cell(row, 'system')))].filter(Boolean),
    assessmentDueOn: isDate(last) && typeof interval === 'number' ? addMonths(last, interval) : null,
    agreementReviewOn: reviews.length === 0 ? null : reviews.reduce((a, b) => (a < b ? a : b)),
  };
};

/** Its services as rows of a plan's provider table; none where it does not serve this system. */
export const servicesOf = (content: Content, systemId: string): readonly Row[] => {
  const facts = supplierFacts(content);
  if (!facts.systems.includes(systemId) || facts.status === 'ended') return [];
  return rowsOf(content, 'services', 'services').map((row) => ({
    provider: facts.name,
    kind: facts.kind,
    services: cell(row, 'service'),
    agreement: cell(row, 'agreement') || null,
    contact: scalarOf(content, 'identity', 'contact'),
    review: scalarOf(content, 'assessment', 'reviewInterval'),
  }));
};

/** What an entry lacks, and what of its supplier is not in order (advice: the inventory shows the world as it is). */
export const supplierFindings = (content: Content, today: string): readonly Finding[] => [
  ...completenessOf(supplierForm, content),
  ...(scalarOf(content, 'identity', 'status') === 'ended' ? [] : gaps(content, today)),
];

const gaps = (content: Content, today: string): readonly Finding[] => {
  const { assessmentDueOn, criticality } = supplierFacts(content);
  const blank = (part: string, field: string): boolean => String(scalarOf(content, part, field) ?? '').trim() === '';
  const found: Finding[] = [];
  rowsOf(content, 'services', 'services').forEach((row, index) => {
    const service = cell(row, 'service');
    const reviewOn = cell(row, 'reviewOn');
    if (cell(row, 'agreement') === '')
      found.push(advice('services', 'services', `${service}: there is no agreement.`, index));
    if (isDate(reviewOn) && reviewOn < today)
      found.push(advice('services', 'services', `${service}: its agreement was to be reviewed by ${reviewOn}.`, index));
    if (criticality === 'high' && cell(row, 'levels') === '')
      found.push(
        advice('services', 'services', `${service}: no service levels are agreed with a critical supplier.`, index),
      );
  });
  if (assessmentDueOn !== null && assessmentDueOn < today)
    found.push(advice('assessment', 'lastAssessment', `The assessment was due on ${assessmentDueOn}.`));
  if (assessmentDueOn === null && (criticality === 'high' || scalarOf(content, 'assessment', 'auditNeeded') === true))
    found.push(advice('assessment', 'lastAssessment', 'An assessment is needed and none was made yet.'));
  rowsOf(content, 'assessment', 'certificates').forEach((row, index) => {
    const until = cell(row, 'validUntil');
    if (isDate(until) && until < today)
      found.push(advice('assessment', 'certificates', `${cell(row, 'certificate')} was valid until ${until}.`, index));
  });
  if (criticality === 'high' && blank('exit', 'plan'))
    found.push(advice('exit', 'plan', 'A critical supplier needs an exit plan.'));
  return found;
};
