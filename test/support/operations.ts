import type { Content, FieldValue, Row } from '../../src-main/domain/form.ts';
import type { CheckContext, LinkedRecord } from '../../src-main/domain/record-type.ts';
import { defect } from '../../src-main/domain/records/defect.ts';
import { incident } from '../../src-main/domain/records/incident.ts';
import { withValues } from '../../src-main/domain/records/operations/prefilled.ts';
import { postMortem } from '../../src-main/domain/records/post-mortem.ts';
import { postMortemWaiver } from '../../src-main/domain/records/post-mortem-waiver.ts';
import { systemContent } from '../../src-main/cli/demo/case-system.ts';

/** Complete incidents, defects, post-mortems and waivers of one story: the night the label queue stood still. */

export type Values = Readonly<Record<string, Readonly<Record<string, FieldValue>>>>;

const prefillContext = {
  systemId: 'SYS-0001',
  system: systemContent('2026-11-23'),
  today: '2026-11-23',
  previousEnd: null,
  previousId: null,
  previous: null,
  suppliers: [],
  seed: '0123456789abcdef',
};

/** What a rule is asked with; whatever a test does not set is as harmless as it can be. */
export const checkContext = (over: Partial<CheckContext> = {}): CheckContext => ({
  recordId: 'IN-2026-0001',
  author: { userName: 'author', fullName: 'Autumn Author' },
  inForce: () => [],
  today: '2026-11-23',
  now: '2026-11-23T09:00:00.000Z',
  accountId: 'acc-1',
  people: [],
  previousEnd: null,
  system: prefillContext.system,
  stage: null,
  steps: [],
  figures: {},
  links: [],
  ...over,
});

export const linkTo = (relation: string, over: Partial<LinkedRecord> = {}): LinkedRecord => ({
  relation,
  direction: 'out',
  kind: 'record',
  id: 'PM-2026-0001',
  type: 'post-mortem',
  title: 'Post-mortem: Label printing stood still',
  state: 'effective',
  stage: null,
  facts: {},
  ...over,
});

const berlin = (day: string, time: string): string => `${day}T${time}+01:00[Europe/Berlin]`;

const action: Row = {
  action: 'Alert on the age of the oldest label job',
  type: 'detect',
  owner: 'Tobias Okafor',
  due: '2026-12-15',
  outcome: 'An alert fires in the test environment when a job is older than five minutes',
};

/** A P3 incident without an impact flag, complete but for what a test wants to be missing. */
export const incidentValues: Values = {
  identity: {
    title: 'Label printing stood still',
    category: 'outage',
    startedAt: berlin('2026-11-20', '05:50'),
    detectedAt: berlin('2026-11-20', '06:10'),
    reportedAt: berlin('2026-11-20', '06:25'),
    reportedBy: 'Shift lead, sample reception',
    component: 'LabCore LIMS, label service',
    service: 'Sample reception',
    release: '7.4.2',
    usersAffected: 14,
  },
  regulatory: {
    patientSafety: false,
    productQuality: false,
    dataIntegrity: false,
    validationStatus: false,
    compliance: false,
    description: 'Samples were received by hand with pre-printed labels; no result was touched.',
    dataLoss: 'none',
    dataLossDetail: null,
  },
  classification: { impact: 'medium', urgency: 'medium', override: null, overrideReason: null },
  handling: {
    owner: 'Jonas Weber',
    acknowledgedAt: berlin('2026-11-20', '06:30'),
    mitigatedAt: berlin('2026-11-20', '06:55'),
    resolvedAt: berlin('2026-11-20', '09:10'),
    containment: 'Reception went on with pre-printed labels (WI-QC-118).',
    workaround: 'Pre-printed labels.',
  },
  timeline: {
    entries: [
      {
        at: berlin('2026-11-20', '06:10'),
        event: 'Reception reports that no label is printed',
        entered: null,
        lateReason: 'Entered from the shift log.',
      },
      {
        at: berlin('2026-11-20', '06:30'),
        event: 'Duty engineer takes it on',
        entered: null,
        lateReason: 'Entered from the shift log.',
      },
      {
        at: berlin('2026-11-20', '07:40'),
        event: 'A job with a damaged template is found at the head of the queue',
        entered: null,
        lateReason: 'Entered from the shift log.',
      },
      {
        at: berlin('2026-11-20', '09:10'),
        event: 'Queue drained, all labels printed',
        entered: null,
        lateReason: 'Entered from the shift log.',
      },
    ],
  },
  cause: {
    occurred: 'The label service stopped on one job and printed none after it.',
    method: 'five-whys',
    rootCause: 'A template that was damaged in the last deployment made the service retry one job without end.',
    category: 'change',
    addressed: 'The job was removed, the template restored, the service restarted.',
  },
  change: { made: true, intendedUse: false, number: 'CHG-2026-0311' },
  capa: {
    needed: true,
    reason: 'The queue can stand still unnoticed again.',
    actions: [action],
    notify: false,
    notification: null,
  },
  closure: { verification: 'Fifty labels printed by reception on 2026-11-20, all readable.' },
};

export const incidentContent = (...changes: readonly Values[]): Content =>
  changes.reduce<Content>(withValues, withValues(incident.prefill(prefillContext), incidentValues));

/** Makes the incident significant: the integrity of data may be touched. */
export const flagged: Values = { regulatory: { dataIntegrity: true } };
/** Makes it critical: P1 by the matrix. */
export const critical: Values = { classification: { impact: 'high', urgency: 'high' } };

export const defectValues: Values = {
  identity: {
    title: 'A damaged label template blocks the print queue',
    detectedAt: berlin('2026-11-20', '07:40'),
    reportedAt: berlin('2026-11-20', '08:00'),
    reportedBy: 'Duty engineer',
    component: 'Label service',
    foundIn: '7.4.2',
    environment: 'production',
    requirement: 'URS-LIMS-031',
    security: false,
  },
  description: {
    occurred: 'A job whose template cannot be read is tried again without end; jobs behind it wait.',
    steps: '- Damage a template\n- Print one label with it\n- Print another one',
    expected: 'The job is set aside with an error, the next one is printed.',
    actual: 'Nothing is printed any more.',
  },
  assessment: {
    severity: 'major',
    risk: 'Reception stands still until somebody notices; likely after each template change.',
  },
  decision: {
    decision: 'fix',
    decidedOn: '2026-11-20',
    reason: 'It will come back with the next template.',
    acceptedUntil: null,
    duplicateOf: null,
  },
  cause: { rootCause: 'The retry has no limit and no place to put a failed job.', category: 'software' },
  fix: {
    addressed: 'Three tries, then the job goes to a list of failed jobs.',
    fixedBy: 'Jonas Weber',
    fixedIn: '7.4.3',
    references: [{ kind: 'commit', reference: '4f1d2c9', note: 'label service' }],
  },
  verification: {
    verifiedBy: 'Ελένη Παπαδάκη',
    verifiedOn: '2026-11-22',
    evidence: 'Test TC-LBL-044 passed in the validation environment with 7.4.3.',
    regressionTest: 'TC-LBL-044',
  },
  scan: { tool: null, rule: null, location: null, fingerprint: null },
};

export const defectContent = (...changes: readonly Values[]): Content =>
  changes.reduce<Content>(withValues, withValues(defect.prefill(prefillContext), defectValues));

/** The same defect, its risk accepted for half a year. */
export const acceptedRisk: Values = {
  decision: {
    decision: 'accept',
    decidedOn: '2026-11-20',
    reason: 'Templates change once a year; the workaround holds.',
    acceptedUntil: '2027-05-20',
  },
};

const entry = (time: string, event: string, mark: string | null): Row => ({
  at: berlin('2026-11-20', time),
  event,
  mark,
});

export const postMortemValues: Values = {
  identity: {
    title: 'Label printing stood still',
    incident: 'IN-2026-0001',
    date: '2026-11-20',
    duration: 200,
    owner: 'Jonas Weber',
    reviewers: 'Ирина Петрова, Tobias Okafor',
    reviewedOn: '2026-11-22',
    gxp: false,
  },
  summary: {
    summary: 'No label was printed for three hours, because one damaged job blocked the queue.',
    trigger: 'A label template was damaged in the deployment of the evening before.',
  },
  impact: { customers: 'Reception took in 61 samples with pre-printed labels.', dataLoss: 'No data was lost.' },
  detection: { how: 'Reception noticed that labels did not come.', sooner: 'An alert on the age of the oldest job.' },
  timeline: {
    entries: [
      entry('05:50', 'The first job fails', 'first-sign'),
      entry('06:10', 'Reception reports that no label is printed', 'detected'),
      entry('06:30', 'The duty engineer looks at the service', 'investigation-started'),
      entry('07:40', 'The damaged job is found', 'root-cause'),
      entry('08:50', 'The template is restored', 'fix-deployed'),
      entry('09:10', 'The queue is empty', 'resolved'),
    ],
  },
  cause: {
    problem: 'One job that could not be printed kept all others waiting.',
    whys: [
      { level: '1', why: 'Why was no label printed?', because: 'The queue waited for one job.' },
      { level: '2', why: 'Why did it wait?', because: 'The service tries a job again without end.' },
      { level: '3', why: 'Why without end?', because: 'No requirement said what happens to a job that fails.' },
      { level: '2', why: 'Why did the job fail?', because: 'Its template was damaged.' },
      { level: '3', why: 'Why was it damaged?', because: 'Templates are copied by hand, and nothing compares them.' },
      { level: '1', why: 'Why did nobody know for twenty minutes?', because: 'Nothing watches the age of jobs.' },
    ],
    category: 'change',
    contributing: [{ factor: 'The deployment ended after the last shift.', category: 'procedure' }],
  },
  lessons: {
    well: [{ lesson: 'Reception knew the workaround and went on within minutes.' }],
    notWell: [{ lesson: 'The service log was full of retries and nobody was told.' }],
    lucky: [{ lesson: 'It was a quiet Friday.', action: true }],
  },
  actions: { actions: [action] },
  supporting: { links: [{ what: 'Log of the label service', where: 'LOG-2026-11-20, lines 400 to 612' }] },
};

export const postMortemContent = (...changes: readonly Values[]): Content =>
  changes.reduce<Content>(withValues, withValues(postMortem.prefill(prefillContext), postMortemValues));

export const waiverValues: Values = {
  waiver: {
    incident: 'IN-2026-0001',
    title: 'Label printing stood still (P1)',
    justification: 'The same cause was analysed in PM-2026-0004 a month ago; its actions are not due yet.',
    instead: 'PM-2026-0004 holds the cause and the actions.',
  },
};

export const waiverContent = (...changes: readonly Values[]): Content =>
  changes.reduce<Content>(withValues, withValues(postMortemWaiver.prefill(prefillContext), waiverValues));
