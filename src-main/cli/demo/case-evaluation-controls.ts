import { addMonths } from '../../domain/days.ts';
import type { Content, Row } from '../../domain/form.ts';
/** How the sections of an evaluation are filled in, and the days of its period. */
export interface EvaluatedYear {
  readonly today: string;
  /** The years in which the period begins and ends. */
  readonly year: string;
  readonly next: string;
  /** A day of the period: month 0 to 11 and day of the month. */
  readonly on: (month: number, day: number) => string;
  readonly fill: (section: string, values: Record<string, unknown>) => Content[string];
  /** The rows that came from the vault, then those that it has no record of. */
  readonly rows: (section: string, field: string, title: string, typed: readonly Row[]) => readonly Row[];
}

/** What the evaluator says of the controls over the system: security to regulation. */
export const controlsOfYear = (prefilled: Content, { today, year, next, on, fill, rows }: EvaluatedYear): Content => ({
  security: fill('security', {
    patches:
      'All servers on the patch level of the third quarter. The oldest open patch was 34 days old (limit 45 days).',
    vulnerabilities:
      'Monthly scans, 2 findings of high severity, both closed within 12 days. No critical finding. The system cannot be reached from the internet; a penetration test is not required.',
    platform: [
      {
        component: 'LabCore LIMS',
        version: '8.4.2',
        supportEnds: addMonths(`${today.slice(0, 7)}-01`, 27),
        plan: 'Upgrade to 9.0 next year',
      },
      {
        component: 'PostgreSQL',
        version: '16.9',
        supportEnds: addMonths(`${today.slice(0, 7)}-01`, 24),
        plan: 'With 9.0',
      },
      {
        component: 'Windows Server',
        version: '2022',
        supportEnds: addMonths(`${today.slice(0, 7)}-01`, 60),
        plan: '',
      },
      {
        component: 'Reader firmware',
        version: '3.1',
        supportEnds: addMonths(`${today.slice(0, 7)}-01`, 4),
        plan: 'Replace, see action plan',
      },
    ],
  }),
  access: fill('access', {
    reference: `UAR-LIMS-${next}-02`,
    reviewedOn: on(10, 16),
    outcome:
      'Every account was reviewed by somebody who knows its owner; those of leavers, of nobody and unused ones were removed. The removal is proven by a later export. Former roles of two users are the subject of the open incident. No administrator holds laboratory rights.',
  }),
  auditTrail: fill('auditTrail', {
    review:
      'Quality control reviews the audit trail of every lot before release. In addition quality assurance drew a sample each quarter: 25 entries at random (seed recorded) and all changes of results after approval.',
    findings:
      'Three of 100 random entries had a reason too short to be understood; the analysts were trained. All 14 changes of results after approval were justified. No gap in the trail.',
  }),
  continuity: fill('continuity', {
    tests: rows('continuity', 'tests', 'evidence', [
      {
        date: on(2, 21),
        kind: 'restore',
        scope: 'Database and attachments to the test server',
        result: 'passed',
        recoveryTime: 2.5,
        evidence: `RST-${year}-2`,
      },
      {
        date: on(8, 25),
        kind: 'restore',
        scope: 'Single sample from the archive',
        result: 'passed',
        recoveryTime: 0.8,
        evidence: `RST-${next}-1`,
      },
      {
        date: on(9, 12),
        kind: 'disaster',
        scope: 'Full failover to the second data centre',
        result: 'partly',
        recoveryTime: 6.2,
        evidence: `DRT-${next}-1`,
      },
    ]),
    assessment:
      'The recovery time of 6.2 h lies within the objective of 8 h. Remark of the test: the reader service had to be started by hand; the instruction was amended.',
  }),
  suppliers: fill('suppliers', {
    assessment:
      'LabCore Software AG: agreement SA-2231 in force, assessed by audit 14 months ago, no critical finding. Two of two support requests with priority 1 were answered within 30 minutes. Internal IT operations: agreement OLA-09 reviewed in the period.',
  }),
  people: fill('people', {
    training:
      'All 209 users have current training records; 22 new users of the second plant were trained before their accounts were opened.',
    procedures:
      'SOP-QC-040 to SOP-QC-047 are current. SOP-IT-019 (restore) is two months past its review date and is in revision.',
  }),
  dataIntegrity: fill('dataIntegrity', {
    assessment:
      'Ten archived lots from each of the last five years were opened and compared with their certificates: complete and readable. Retention rules in the system agree with the retention schedule. No sign of tampering or of shared accounts.',
  }),
  regulation: {
    notApplicable:
      'No rule that touches the system came into force in the period. The draft revision of Annex 11 of July 2025 is watched; a gap assessment is planned once it is final.',
    values: prefilled['regulation']?.values ?? {},
  },
});
