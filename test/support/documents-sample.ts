import type { Content, FieldValue, Row } from '../../src-main/domain/form.ts';
import { emptyContent } from '../../src-main/domain/form.ts';
import { metricsOf } from '../../src-main/domain/record-type.ts';
import { periodicEvaluation } from '../../src-main/domain/records/periodic-evaluation.ts';
import type { RevisionDocument } from '../../src-main/domain/revision-document.ts';
import type { SignatureManifestation } from '../../src-main/domain/signing.ts';

/** How large the sample is made. The defaults give the record of an ordinary year. */
export interface SampleSize {
  readonly incidents?: number;
  readonly changes?: number;
  /** How often every assessment is said again: makes prose long. */
  readonly verbosity?: number;
}

const months = Array.from({ length: 12 }, (_, month) => `2025-${String(month + 1).padStart(2, '0')}`);

const serviceLevels: readonly Row[] = months.flatMap((month, index): Row[] => [
  {
    month,
    measure: 'Availability of the LIMS, working days 06:00 to 20:00',
    comparison: 'at-least',
    target: 99.5,
    achieved: index === 6 ? 98.91 : (996 + (index % 4)) / 10,
    unit: '%',
  },
  {
    month,
    measure: 'Result entry, response time at the 95th percentile',
    comparison: 'at-most',
    target: 2.5,
    achieved: (14 + (index % 5) * 2) / 10,
    unit: 's',
  },
  {
    month,
    measure: 'P2 incidents: time to restore',
    comparison: 'at-most',
    target: 8,
    achieved: index % 3 === 0 ? 11.25 : 4.5,
    unit: 'h',
  },
]);

const whatHappened = [
  'Stability samples of batch 25-0417 were logged under the wrong study after the label printer repeated a barcode',
  'HPLC interface stopped at night: results of run 8813 had to be transferred again',
  'Analyst could approve own result in the dissolution module (role configuration)',
  'Certificate of analysis printed without the footnote on the limit of quantification (≤ 0.05 µg/mL)',
  'Clock of the balance interface drifted by 94 s',
];
const causes = [
  'Print spooler kept a job',
  'Time-out of the middleware',
  'Role change without second check',
  'Template not migrated',
  'NTP server retired',
];

const incidentRows = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `INC-2025-${String(index + 1).padStart(4, '0')}`,
    detected: `2025-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 27) + 1).padStart(2, '0')}`,
    title: whatHappened[index % whatHappened.length] ?? null,
    priority: ['P3', 'P2', 'P2', 'P4', 'P3'][index % 5] ?? null,
    gxpImpact: index % 5 < 3,
    rootCause: causes[index % causes.length] ?? null,
    status: index % 7 === 6 ? 'open' : 'closed',
  }));

const changeRows = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `CHG-2025-${String(index + 1).padStart(4, '0')}`,
    date: `2025-${String((index % 12) + 1).padStart(2, '0')}-${String(((index * 3) % 27) + 1).padStart(2, '0')}`,
    description:
      [
        'Security update of the application server (KB5034441) after test in the validation environment',
        'New method “Assay of Καφεΐνη by UPLC” in the method library',
        'LabCore 7.4.1 → 7.4.2: correction of rounding in the trend chart',
        'Интерфейс весов: замена драйвера Mettler 4.2 (balance interface, driver replaced)',
      ][index % 4] ?? null,
    kind: ['standard', 'normal', 'normal', 'emergency'][index % 4] ?? null,
    gxpImpact: index % 4 !== 0,
  }));

const says = (text: string, times: number): string => Array.from({ length: times }, () => text).join('\n\n');

/** A year of a validated laboratory system, with the names of people who write Greek and Cyrillic. */
export const sampleContent = ({ incidents = 11, changes = 14, verbosity = 1 }: SampleSize = {}): Content => {
  const values: Readonly<Record<string, Readonly<Record<string, FieldValue>>>> = {
    identity: {
      kind: 'periodic',
      periodStart: '2025-01-01',
      periodEnd: '2025-12-31',
      previousEvaluation: 'PE-2025-0002',
      scope: says(
        'Production environment of LabCore LIMS with its modules:\n- sample login and label printing\n- stability studies\n- result entry, review and certificates of analysis\n- interfaces to the chromatography data system, the balances and the ERP\n\nThe training environment was not looked at; it holds no GxP data.',
        verbosity,
      ),
      method: says(
        'Records of the service desk, the change register, monitoring reports of the hosting provider, the last access review (UAR-2025-0003) and talks with the laboratory heads Ελένη Παπαδοπούλου and Дмитрий Соколов.',
        verbosity,
      ),
    },
    performance: {
      serviceLevels,
      assessment: says(
        'Availability kept its target in eleven of twelve months. In July a failed storage controller took the database down for 3 h 52 min (INC-2025-0007); the provider has replaced it under contract and the failover was tested on 2025-08-14.\n\nThe time to restore P2 incidents was missed in four months. All four concern the night shift, when no LIMS operator is on duty: see the action plan.',
        verbosity,
      ),
    },
    functionality: {
      assessment: says(
        'All functions in use meet the user requirements URS-LIMS-011, version 6. The module for environmental monitoring is no longer used since the sampling plan moved to its own system (CHG-2025-0006); it will be switched off.',
        verbosity,
      ),
    },
    incidents: {
      incidents: incidentRows(incidents),
      trend: says(
        'The number is lower than in 2024 (17). Two causes repeat: the middleware between the chromatography data system and the LIMS, and role changes that nobody checked a second time. Both have an action.',
        verbosity,
      ),
    },
    problems: {
      defects: [
        {
          id: 'DEF-2025-0003',
          title: 'Trend chart rounds half to even while the certificate rounds half up',
          severity: 'major',
          decision: 'Corrected in 7.4.2',
          status: 'closed',
        },
        {
          id: 'DEF-2025-0005',
          title: 'Label printer repeats the last barcode after a paper jam',
          severity: 'critical',
          decision: 'Work-around in SOP-LIMS-031; supplier correction due in 7.5',
          status: 'open',
        },
      ],
      capa: says(
        'CAPA-0192 (second check of role changes) is implemented; its effectiveness is judged in June 2026.',
        verbosity,
      ),
    },
    changes: {
      changes: changeRows(changes),
      cumulative: says(
        'Taken together the changes do not touch the validated state: no change altered a calculation, an interface specification or the data model. The regression set RT-LIMS-2025 was run after each normal change.',
        verbosity,
      ),
      undocumented: says(
        'The configuration export of 2025-12-15 was compared with the baseline of 2024-12-18 by checksum and, where different, line by line: 41 differences, each of them named by a change.',
        verbosity,
      ),
    },
    technicalDebt: {
      items: [
        {
          item: 'Reports are made with a generator that is out of maintenance',
          weight: 'high',
          plan: 'Replace with the built-in generator in the second quarter of 2026',
        },
        {
          item: 'Interface scripts without automated tests',
          weight: 'medium',
          plan: 'Tests are added with each change',
        },
      ],
      opportunities: null,
    },
    risk: {
      usage: says(
        'Since March the stability group of the Πάτρα site works in the same instance: 34 more users, 22 % more samples.',
        verbosity,
      ),
      risks: [
        {
          risk: 'Samples of two sites are mixed up',
          before: 'low',
          now: 'medium',
          measure: 'Site code is part of the barcode and is checked when a result is entered',
        },
      ],
    },
    security: {
      patches: says(
        'Operating system and database were at most 31 days behind the supplier. Details: https://intranet.example.org/it/patch-compliance/2025/lims-production-environment/monthly-reports?system=SYS-0001&format=pdf&include=all',
        verbosity,
      ),
      vulnerabilities: says(
        'The scan of 2025-11-04 found no critical and two medium findings; both are closed.',
        verbosity,
      ),
      platform: [
        { component: 'LabCore LIMS', version: '7.4.2', supportEnds: '2028-06-30', plan: null },
        {
          component: 'PostgreSQL',
          version: '14.13',
          supportEnds: '2026-11-12',
          plan: 'Upgrade to 17 with LabCore 7.5',
        },
        { component: 'Red Hat Enterprise Linux', version: '8.10', supportEnds: '2029-05-31', plan: null },
      ],
    },
    access: {
      reference: 'UAR-2025-0003',
      reviewedOn: '2025-10-22',
      outcome: says(
        '212 accounts were reviewed: 197 kept, 9 modified, 6 revoked. The revocations were confirmed by a second list of 2025-11-03.',
        verbosity,
      ),
    },
    auditTrail: {
      review: says(
        'Audit trails of results and specifications were reviewed with each batch, those of configuration monthly by the validation lead.',
        verbosity,
      ),
      findings: says('One late entry of a reason (ATR-2025-07); no sign of unexplained change.', verbosity),
    },
    continuity: {
      tests: [
        {
          date: '2025-04-09',
          kind: 'restore',
          scope: 'Full database into the validation environment',
          result: 'passed',
          recoveryTime: 3.5,
          evidence: 'RST-2025-01',
        },
        {
          date: '2025-08-14',
          kind: 'failover',
          scope: 'Storage and application server',
          result: 'partly',
          recoveryTime: 0.75,
          evidence: 'DRT-2025-02',
        },
      ],
      assessment: says(
        'Recovery stayed within the objective of 8 h. The remark: one interface had to be started by hand.',
        verbosity,
      ),
    },
    suppliers: {
      assessment: says(
        'The hosting contract and the support contract with LabCore Ltd were reviewed in May; both providers kept their response times.',
        verbosity,
      ),
    },
    people: {
      training: says(
        'All 246 active users hold a valid training record; two were locked until their refresher was done.',
        verbosity,
      ),
      procedures: says('SOP-LIMS-014 is due for review in March 2026; all others are current.', verbosity),
    },
    dataIntegrity: {
      assessment: says(
        'A sample of 25 archived results back to 2011 was read and compared with its paper copy without difference.',
        verbosity,
      ),
    },
    previousActions: {
      actions: [
        {
          action: 'Second check of role changes',
          owner: 'Дмитрий Соколов',
          due: '2025-06-30',
          status: 'done',
          evidence: 'CAPA-0192',
        },
        {
          action: 'Restore test of the interface server',
          owner: 'Ελένη Παπαδοπούλου',
          due: '2025-09-30',
          status: 'open',
          evidence: 'Moved to the action plan: hardware was late',
        },
      ],
    },
    validation: {
      status: 'validated',
      report: 'VSR-LIMS-2023-02',
      version: '7.4',
      assessment: says(
        'The validation covers the system as it is used, including the second site (addendum VSR-LIMS-2025-01).',
        verbosity,
      ),
    },
    fitness: {
      intendedUse: says(
        'Management of samples, results and certificates of the quality control laboratories.',
        verbosity,
      ),
      fit: true,
      rationale: says('Requirements, validation and use agree.', verbosity),
    },
    verdict: {
      verdict: 'conditional',
      rationale: says('The system does what it is meant to do and its records can be relied upon.', verbosity),
      conditions: '- DEF-2025-0005 is corrected with release 7.5\n- an operator is on call at night',
      openCriticalRationale: null,
    },
    actions: {
      actions: [
        {
          action: 'Put a LIMS operator on call for the night shift',
          type: 'mitigate',
          owner: 'Ελένη Παπαδοπούλου',
          due: '2026-03-31',
          outcome: 'P2 incidents of the second quarter are restored within 8 h',
        },
        {
          action: 'Install release 7.5 with the corrected label printing',
          type: 'prevent',
          owner: 'Дмитрий Соколов',
          due: '2026-06-30',
          outcome: 'DEF-2025-0005 closed; 100 labels after forced paper jams without repetition',
        },
      ],
    },
    next: { nextEvaluation: '2026-12-31', rationale: says('Yearly, as the risk class is high.', verbosity) },
  };
  const reasons: Readonly<Record<string, string>> = {
    regulation: 'No rule that touches the system came into force or was announced in the period.',
  };
  const empty = emptyContent(periodicEvaluation.form);
  return Object.fromEntries(
    Object.entries(empty).map(([section, part]) => [
      section,
      reasons[section] === undefined
        ? { values: { ...part.values, ...values[section] } }
        : { notApplicable: reasons[section], values: part.values },
    ]),
  );
};

const anna = {
  accountId: 'acc-1',
  userName: 'mlindqvist',
  fullName: 'Dr. Märta Lindqvist',
  role: 'validation-lead',
} as const;
const owner = {
  accountId: 'acc-2',
  userName: 'epapadopoulou',
  fullName: 'Ελένη Παπαδοπούλου',
  role: 'system-owner',
} as const;
const quality = {
  accountId: 'acc-3',
  userName: 'dsokolov',
  fullName: 'Дмитрий Соколов',
  role: 'quality-assurance',
} as const;

/** A periodic evaluation as it was frozen on 2026-01-19, with three named signers. */
export const sampleDocument = (size: SampleSize = {}): RevisionDocument => {
  const content = sampleContent(size);
  return {
    format: 'countersign/record',
    formatVersion: 1,
    record: {
      id: 'PE-2026-0001',
      type: 'periodic-evaluation',
      typeTitle: periodicEvaluation.title,
      title: periodicEvaluation.titleOf(content, 'LabCore LIMS'),
      revision: 2,
      reasonForRevision: 'Returned by quality assurance: the failover test of August was missing.',
      period: periodicEvaluation.periodOf(content),
      author: anna,
      createdAt: '2026-01-12T08:14:03.120Z',
      frozenAt: '2026-01-19T13:42:51.007Z',
      zone: 'Europe/Athens',
    },
    system: {
      id: 'SYS-0001',
      version: 4,
      name: 'LabCore LIMS',
      regulated: true,
      riskClass: 'high',
      gampCategory: '4',
      softwareVersion: '7.4.2',
    },
    vault: { id: '0198c1f2-6a5e-7c11-9f0e-5b1d2a3c4d5e', organisation: 'Hellas Pharma A.E., Quality Control Athens' },
    auditHead: { seq: 1284, hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
    form: periodicEvaluation.form,
    content,
    metrics: metricsOf(periodicEvaluation, content),
    requirements: [
      { id: 'evaluator', title: 'Evaluator', meaning: 'Authorship', ordinal: 1, signer: anna },
      { id: 'system-owner', title: 'System Owner', meaning: 'Responsibility', ordinal: 2, signer: owner },
      { id: 'quality-assurance', title: 'Quality Assurance', meaning: 'Approval', ordinal: 3, signer: quality },
    ],
    application: { name: 'Countersign', version: '0.1.0' },
  };
};

/** A signature of the sample's quality approver. */
export const sampleManifestation = (change: Partial<SignatureManifestation> = {}): SignatureManifestation => ({
  ...quality,
  requirement: 'quality-assurance',
  meaning: 'Approval',
  signedAt: '2026-01-20T09:03:17.481Z',
  zone: 'Europe/Athens',
  comment: null,
  certificateSerial: '3f1c8a0279be4410a5d2c90e6b7714fd',
  ...change,
});
