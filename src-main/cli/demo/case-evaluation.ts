import { addDays, addMonths } from '../../domain/days.ts';
import type { Content, Row } from '../../domain/form.ts';
import { demoPeriod, people } from './case.ts';
import { controlsOfYear } from './case-evaluation-controls.ts';
import { intendedUse } from './case-system.ts';

const availability = [99.93, 99.87, 99.91, 98.72, 99.95, 99.9, 99.97, 99.88, 99.62, 99.94, 99.96, 99.92];
const responseTime = [1.4, 1.4, 1.5, 1.7, 1.6, 1.6, 1.8, 1.9, 2.3, 1.7, 1.6, 1.5];
const resolvedInTime = [100, 100, 100, 50, 100, 100, 100, 100, 100, 100, 100, 100];

/** What was measured, for the prefilled row of a month and measure. */
const achieved = (row: Row, months: readonly string[]): number | null => {
  const month = months.indexOf(String(row['month']));
  const measure = String(row['measure']);
  const series = measure.startsWith('Availability')
    ? availability
    : measure.startsWith('Result')
      ? responseTime
      : resolvedInTime;
  return series[month] ?? null;
};

/**
 * The evaluator's work: takes the prefilled draft, enters what the year brought, and answers every section. `prefilled`
 * already holds period, service level targets and intended use.
 */
export const fillEvaluation = (prefilled: Content, today: string): Content => {
  const { start, end } = demoPeriod(today);
  /** A day of the period: month 0 to 11 and day of the month. */
  const on = (month: number, day: number): string => addDays(addMonths(start, month), day - 1);
  const year = start.slice(0, 4);
  const next = end.slice(0, 4);
  const months = Array.from({ length: 12 }, (_, month) => addMonths(start, month).slice(0, 7));
  const fill = (section: string, values: Record<string, unknown>): Content[string] =>
    ({ values: { ...prefilled[section]?.values, ...values } }) as Content[string];
  /** The rows that came from the vault, then those that it has no record of. */
  const rows = (section: string, field: string, title: string, typed: readonly Row[]): readonly Row[] => {
    const pulled = (prefilled[section]?.values[field] ?? []) as readonly Row[];
    return [...pulled, ...typed.filter((row) => !pulled.some((one) => one[title] === row[title]))];
  };
  const serviceLevels = (prefilled['performance']?.values['serviceLevels'] ?? []) as readonly Row[];

  return {
    ...prefilled,
    identity: fill('identity', {
      kind: 'periodic',
      periodStart: start,
      periodEnd: end,
      previousEvaluation: `PE-LIMS-${year}-01 (paper)`,
      scope:
        'The productive environment with all modules in use: sample management, stability, instrument management, certificates of analysis. The interfaces to SAP S/4HANA, the chromatography data system and the balances.\n\nThe training environment was looked at for differences of configuration only.',
      method:
        'Rests on the records of the period, not on samples of them:\n- all incidents and changes of the service desk with the tag LIMS\n- monthly service reports of IT operations\n- audit-trail reviews of quality control\n- interviews with the head of quality control and two key users',
    }),
    performance: fill('performance', {
      serviceLevels: serviceLevels.map((row) => ({ ...row, achieved: achieved(row, months) })),
      assessment: `Thirty-three of thirty-six monthly targets were kept. Availability missed its target in ${months[3]} (INC-${year}-0412, storage controller); one of two priority 1 incidents of that month was resolved late.\n\nResult entry was slow in ${months[8]}, when the stability module computed 4,200 open time points at once. The job was moved to the night (CHG-${next}-0077); since then the 95th percentile lies below 1.8 s.`,
    }),
    functionality: fill('functionality', {
      assessment:
        'All functions described in URS-LIMS-007 are in use and do what it asks. The module "Environmental monitoring" is installed and not used; it is locked by configuration. No function was found in use that is not described.',
    }),
    incidents: fill('incidents', {
      incidents: rows('incidents', 'incidents', 'title', [
        {
          id: `INC-${year}-0388`,
          detected: on(1, 14),
          title: 'Label printer of L3 prints last sample twice',
          priority: 'P3',
          gxpImpact: false,
          rootCause: 'Driver kept its queue after paper jam',
          status: 'closed',
        },
        {
          id: `INC-${year}-0412`,
          detected: on(3, 6),
          title: 'LIMS not reachable for 5 h 10 min',
          priority: 'P1',
          gxpImpact: true,
          rootCause: 'Storage controller failed; failover had been disabled after maintenance',
          status: 'closed',
        },
        {
          id: `INC-${year}-0413`,
          detected: on(3, 6),
          title: 'Eleven balance readings missing after the outage',
          priority: 'P1',
          gxpImpact: true,
          rootCause: 'Reader buffer lost at restart; readings repeated and documented',
          status: 'closed',
        },
        {
          id: `INC-${next}-0031`,
          detected: on(5, 22),
          title: 'Certificate shows old address of the site',
          priority: 'P3',
          gxpImpact: true,
          rootCause: 'Master data changed without change request',
          status: 'closed',
        },
        {
          id: `INC-${next}-0090`,
          detected: on(8, 3),
          title: 'Result entry slow in the morning',
          priority: 'P2',
          gxpImpact: false,
          rootCause: 'Stability recalculation ran in working hours',
          status: 'closed',
        },
        {
          id: `INC-${next}-0127`,
          detected: on(10, 17),
          title: 'Two users see menus of a former role',
          priority: 'P2',
          gxpImpact: true,
          rootCause: 'Role removed in HR, not in LIMS; found by access review',
          status: 'open',
        },
      ]),
      trend:
        'Six incidents, as many as in the year before (six). Two of four with GxP impact go back to one event, the failed storage controller. Nothing repeats within the period.\n\nThe open incident does not touch results: both users could see but not use the functions, which the audit trail confirms.',
    }),
    problems: fill('problems', {
      defects: rows('problems', 'defects', 'title', [
        {
          id: `DEF-${year}-019`,
          title: 'Rounding of mean values differs between screen and certificate in the fourth digit',
          severity: 'major',
          decision: 'Fixed in 8.4.2, verified by test TC-CALC-031',
          status: 'closed',
        },
        {
          id: `DEF-${next}-004`,
          title: 'Search by lot ignores leading zeros',
          severity: 'minor',
          decision: 'Accepted until 8.5, work instruction WI-QC-112',
          status: 'open',
        },
      ]),
      capa: `CAPA-${year}-57 (failover check after maintenance): implemented on ${on(4, 20)}, effectiveness shown by the test of ${on(9, 12)}.\n\nCAPA-${next}-11 (master data under change control): implemented on ${on(6, 30)}; effectiveness check planned for the next evaluation.`,
    }),
    changes: fill('changes', {
      changes: rows('changes', 'changes', 'description', [
        {
          id: `CHG-${year}-0301`,
          date: on(0, 19),
          description: 'Operating system patches of the fourth quarter',
          kind: 'standard',
          gxpImpact: false,
        },
        {
          id: `CHG-${year}-0344`,
          date: on(2, 8),
          description: 'Update 8.4.1 to 8.4.2 (rounding, security fixes)',
          kind: 'normal',
          gxpImpact: true,
        },
        {
          id: `CHG-${year}-0359`,
          date: on(3, 7),
          description: 'Emergency: storage controller replaced, failover enabled again',
          kind: 'emergency',
          gxpImpact: true,
        },
        {
          id: `CHG-${next}-0012`,
          date: on(4, 20),
          description: 'Check list for failover after maintenance',
          kind: 'standard',
          gxpImpact: false,
        },
        {
          id: `CHG-${next}-0045`,
          date: on(6, 28),
          description: 'Workflow for changes of certificate master data',
          kind: 'normal',
          gxpImpact: true,
        },
        {
          id: `CHG-${next}-0077`,
          date: on(8, 11),
          description: 'Stability recalculation moved to 02:00',
          kind: 'normal',
          gxpImpact: false,
        },
        {
          id: `CHG-${next}-0103`,
          date: on(10, 2),
          description: 'Operating system patches of the third quarter',
          kind: 'standard',
          gxpImpact: false,
        },
      ]),
      cumulative:
        'Seven changes, three with GxP impact, each tested and released on its own. Taken together they touch calculation, certificates and storage. Regression test RT-LIMS-22 covers all three and was repeated on the present state: no deviation.',
      undocumented:
        'The configuration export of the last day of the period was compared with the repository (tag 8.4.2-r7): 1,284 objects, no difference. Installed packages were compared with the list of the patch records: no difference.',
    }),
    technicalDebt: fill('technicalDebt', {
      items: [
        {
          item: 'Balance readers buffer in memory only',
          weight: 'high',
          plan: 'Replace the firmware, see action plan',
        },
        {
          item: 'Report templates in a format that 9.0 no longer reads',
          weight: 'medium',
          plan: 'Convert 38 templates before the upgrade',
        },
        { item: 'Test of the SAP interface is run by hand', weight: 'low', plan: 'Automate with the regression suite' },
      ],
      opportunities:
        'Role assignment could follow HR events by interface; this would have prevented the open incident.',
    }),
    risk: fill('risk', {
      usage:
        'Since the middle of the period the stability programme of the second plant runs in this system: 40 % more samples, 22 additional users. The intended use has not changed.',
      risks: [
        {
          risk: 'R-07 Loss of readings at restart of a reader',
          before: 'medium',
          now: 'high',
          measure: 'Firmware with persistent buffer; until then check after restart (WI-QC-118)',
        },
        {
          risk: 'R-12 Slow entry leads to late documentation',
          before: 'low',
          now: 'medium',
          measure: 'Capacity watched monthly; alarm at 1.8 s',
        },
        {
          risk: 'R-15 Former roles stay active',
          before: 'medium',
          now: 'medium',
          measure: 'Access review every 6 months, HR interface in the action plan',
        },
      ],
    }),
    ...controlsOfYear(prefilled, { today, year, next, on, fill, rows }),
    previousActions: fill('previousActions', {
      actions: rows('previousActions', 'actions', 'action', [
        {
          action: 'Repeat failover test after controller maintenance',
          owner: 'IT operations',
          due: on(9, 30),
          status: 'done',
          evidence: `DRT-${next}-1`,
        },
        {
          action: 'Bring certificate master data under change control',
          owner: 'Head of Quality Control',
          due: on(6, 30),
          status: 'done',
          evidence: `CHG-${next}-0045`,
        },
        {
          action: 'Renew reader firmware',
          owner: 'Laboratory Systems',
          due: on(11, 15),
          status: 'open',
          evidence: 'Supplier delivers two months late; carried on',
        },
      ]),
    }),
    validation: fill('validation', {
      status: 'validated',
      report: 'VR-LIMS-014 rev. 3',
      version: '8.4.2',
      assessment:
        'The validation covers version 8.4.2 and the configuration 8.4.2-r7. The greater number of samples lies within the tested load (up to 60 % above the present one). The traceability matrix is current.',
    }),
    fitness: fill('fitness', {
      intendedUse,
      fit: true,
      rationale:
        'The system does what its requirements ask, the missed targets have known and removed causes, and no result was affected.',
    }),
    verdict: fill('verdict', {
      verdict: 'conditional',
      rationale:
        'LabCore LIMS is under control and remains validated. The readers can lose readings when they restart; until their firmware is renewed, this is held by an instruction and not by the system.',
      conditions:
        '- Check after every restart of a reader (WI-QC-118) until the firmware is renewed\n- Former roles of the two users removed within ten working days',
    }),
    actions: fill('actions', {
      actions: [
        {
          action: 'Renew the firmware of all 14 readers',
          type: 'prevent',
          owner: 'Laboratory Systems',
          due: addMonths(end, 3),
          outcome: 'Restart test on each reader without loss (protocol)',
        },
        {
          action: 'Remove former roles of two users and prove it by export',
          type: 'mitigate',
          owner: 'IT administration',
          due: addDays(end, 14),
          outcome: 'Role export without the two entries',
        },
        {
          action: 'Interface from HR to role assignment',
          type: 'prevent',
          owner: people.systemOwner.fullName,
          due: addMonths(end, 9),
          outcome: 'Leaver test in the training environment',
        },
        {
          action: 'Review SOP-IT-019',
          type: 'improve',
          owner: 'IT operations',
          due: addMonths(end, 1),
          outcome: 'Effective version in the document system',
        },
      ],
    }),
    next: fill('next', {
      nextEvaluation: addMonths(end, 12),
      rationale:
        'One year: regulated system of risk class high. The conditions do not ask for an earlier evaluation, since they are followed by dated actions.',
    }),
  };
};
