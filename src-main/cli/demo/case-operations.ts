import { addDays, addMonths } from '../../domain/days.ts';
import type { Row } from '../../domain/form.ts';
import { joinZonedTime } from '../../domain/zoned-time.ts';
import type { Values } from '../../domain/records/operations/prefilled.ts';
import { demoPeriod, people } from './case.ts';

/** Why entries of the year stand here later than they happened. */
const takenOver = 'Taken over from the service desk when this vault was set up.';

/** A moment of the plant's clock on a day of the period: month 0 to 11, day of the month, time. */
const moments = (today: string) => {
  const { start } = demoPeriod(today);
  const on = (month: number, day: number): string => addDays(addMonths(start, month), day - 1);
  return { on, at: (day: string, time: string): string => joinZonedTime(`${day} ${time}`, 'Europe/Berlin') };
};

const noImpact = {
  patientSafety: false,
  productQuality: false,
  dataIntegrity: false,
  validationStatus: false,
  compliance: false,
  dataLoss: 'none',
  dataLossDetail: null,
} as const;

const noAction = {
  needed: false,
  reason: 'The cause is removed and cannot come back in this way.',
  actions: [],
  notify: false,
  notification: null,
} as const;

const owner = people.technicalOwner.fullName;

/** The outage of the laboratory system: critical, with impact on the integrity of data. */
export const outage = (today: string): Values => {
  const { on, at } = moments(today);
  const day = on(3, 6);
  const entry = (time: string, event: string): Row => ({
    at: at(day, time),
    event,
    entered: null,
    lateReason: takenOver,
  });
  return {
    identity: {
      title: 'LIMS not reachable for 5 h 10 min',
      category: 'outage',
      startedAt: at(day, '06:40'),
      detectedAt: at(day, '06:52'),
      reportedAt: at(day, '06:58'),
      reportedBy: 'Shift lead, sample reception',
      service: 'Quality control, laboratories L1 to L6',
      usersAffected: 64,
    },
    regulatory: {
      ...noImpact,
      dataIntegrity: true,
      description:
        'No result could be entered or released. Readings that were on their way from balances had to be looked for.',
      dataLoss: 'possible',
      dataLossDetail: 'Eleven balance readings of the night shift; recorded as an incident of their own.',
    },
    classification: { impact: 'high', urgency: 'high', override: null, overrideReason: null },
    handling: {
      owner,
      acknowledgedAt: at(day, '07:03'),
      mitigatedAt: at(day, '11:20'),
      resolvedAt: at(day, '11:50'),
      containment: 'Samples were received on paper (WI-QC-101); no lot was released.',
      workaround: 'Reception on paper.',
    },
    timeline: {
      entries: [
        entry('06:40', 'Storage controller A stops answering'),
        entry('06:52', 'Sample reception reports that the client does not connect'),
        entry('07:03', 'Engineer on duty takes it on'),
        entry('08:30', 'Failover turns out to be disabled since maintenance'),
        entry('11:20', 'Database runs on controller B'),
        entry('11:50', 'Laboratories work again, all interfaces are connected'),
      ],
    },
    cause: {
      occurred: 'A storage controller failed, and the database did not move to the second one.',
      method: 'five-whys',
      rootCause:
        'Automatic failover had been disabled for maintenance and nothing in the instruction asked to enable it again.',
      category: 'procedure',
      addressed: 'Controller replaced, failover enabled and tried, missing readings repeated.',
    },
    change: { made: true, intendedUse: false, number: `CHG-${day.slice(0, 4)}-0359` },
    capa: {
      needed: true,
      reason: 'Failover can be left disabled again.',
      actions: [
        {
          action: 'Add a failover check to the maintenance instruction',
          type: 'prevent',
          owner,
          due: addMonths(today, 1),
          outcome: 'Signed check list of the next maintenance with the failover tried',
        },
      ],
      notify: true,
      notification: 'The Qualified Person was told at 07:30 and again at 12:00.',
    },
    closure: {
      verification: 'Full failover test passed two days later; all eleven readings are accounted for.',
    },
  };
};

/** A nuisance without impact on records. */
export const printer = (today: string): Values => {
  const { on, at } = moments(today);
  const day = on(1, 14);
  return {
    identity: {
      title: 'Label printer of L3 prints last sample twice',
      category: 'other',
      startedAt: null,
      detectedAt: at(day, '09:05'),
      reportedAt: at(day, '09:10'),
      reportedBy: 'Analyst, laboratory L3',
      service: 'Sample labels',
      usersAffected: 3,
    },
    regulatory: { ...noImpact, description: 'A second label of the same sample; it was destroyed.' },
    classification: { impact: 'low', urgency: 'high', override: null, overrideReason: null },
    handling: {
      owner,
      acknowledgedAt: at(day, '09:40'),
      mitigatedAt: at(day, '10:00'),
      resolvedAt: at(day, '15:30'),
      containment: 'The second label is destroyed before the next sample.',
      workaround: 'Printer of L2.',
    },
    timeline: {
      entries: [
        { at: at(day, '09:05'), event: 'Two labels come out for one sample', entered: null, lateReason: takenOver },
        {
          at: at(day, '15:30'),
          event: 'Printer driver updated, twenty labels tried',
          entered: null,
          lateReason: takenOver,
        },
      ],
    },
    cause: {
      occurred: 'After a paper jam the driver printed its last job again.',
      method: 'evident',
      rootCause: 'Driver kept its queue after paper jam',
      category: 'supplier',
      addressed: 'Driver updated on all label printers.',
    },
    change: { made: true, intendedUse: false, number: `CHG-${day.slice(0, 4)}-0318` },
    capa: noAction,
    closure: { verification: 'Paper jam provoked on each printer; no second label.' },
  };
};

/** Slowness in the morning: the service level of a month was missed. */
export const slowness = (today: string): Values => {
  const { on, at } = moments(today);
  const day = on(8, 3);
  return {
    identity: {
      title: 'Result entry slow in the morning',
      category: 'degradation',
      startedAt: at(day, '07:30'),
      detectedAt: at(day, '08:15'),
      reportedAt: at(day, '08:20'),
      reportedBy: 'Head of laboratory L1',
      service: 'Result entry',
      usersAffected: 40,
    },
    regulatory: { ...noImpact, description: 'Results were entered later than usual, none was lost or changed.' },
    classification: { impact: 'medium', urgency: 'high', override: null, overrideReason: null },
    handling: {
      owner,
      acknowledgedAt: at(day, '08:35'),
      mitigatedAt: at(day, '10:40'),
      resolvedAt: at(day, '12:00'),
      containment: 'The recalculation was stopped.',
      workaround: null,
    },
    timeline: {
      entries: [
        {
          at: at(day, '08:15'),
          event: 'Entry of a result takes up to nine seconds',
          entered: null,
          lateReason: takenOver,
        },
        { at: at(day, '10:40'), event: 'Stability recalculation stopped', entered: null, lateReason: takenOver },
      ],
    },
    cause: {
      occurred: 'The stability module computed 4,200 open time points in working hours.',
      method: 'comparison',
      rootCause: 'Stability recalculation ran in working hours',
      category: 'configuration',
      addressed: 'The job runs at 02:00.',
    },
    change: { made: true, intendedUse: false, number: `CHG-${day.slice(0, 4)}-0077` },
    capa: noAction,
    closure: { verification: '95th percentile below 1.8 s in the two months after.' },
  };
};

/** An interruption of the manufacturing system. */
export const queueStop = (today: string): Values => {
  const { on, at } = moments(today);
  const day = on(6, 11);
  return {
    ...printer(today),
    identity: {
      title: 'Batch steps wait for confirmation',
      category: 'interface',
      startedAt: at(day, '13:05'),
      detectedAt: at(day, '13:20'),
      reportedAt: at(day, '13:25'),
      reportedBy: 'Shift lead, filling line 2',
      service: 'Electronic batch record',
      usersAffected: 9,
    },
    regulatory: { ...noImpact, description: 'Steps were confirmed up to two hours later; their times are right.' },
    classification: { impact: 'medium', urgency: 'medium', override: null, overrideReason: null },
    handling: {
      owner,
      acknowledgedAt: at(day, '13:40'),
      mitigatedAt: at(day, '14:30'),
      resolvedAt: at(day, '15:10'),
      containment: 'Filling went on; confirmations were collected on the shift log.',
      workaround: 'Shift log.',
    },
    timeline: {
      entries: [
        { at: at(day, '13:20'), event: 'Confirmations stay in the queue', entered: null, lateReason: takenOver },
        { at: at(day, '15:10'), event: 'Queue empty, all steps confirmed', entered: null, lateReason: takenOver },
      ],
    },
    cause: {
      occurred: 'One message with an unknown unit kept all others waiting.',
      method: 'five-whys',
      rootCause: 'The interface tries a message again without end',
      category: 'interface',
      addressed: 'Message corrected; defect recorded.',
    },
    change: { made: false, intendedUse: false, number: null },
  };
};

/** The flaw behind the stopped queue. */
export const queueDefect = (today: string): Values => {
  const { on, at } = moments(today);
  const day = on(6, 11);
  return {
    identity: {
      title: 'Interface tries a refused message again without end',
      detectedAt: at(day, '14:20'),
      reportedAt: at(day, '16:00'),
      reportedBy: 'Engineer on duty',
      foundIn: '3.9.0',
      environment: 'production',
      requirement: 'URS-MES-044',
      security: false,
    },
    description: {
      occurred: 'A message that the other system refuses is sent again without end; those behind it wait.',
      steps: '- Send a confirmation with an unknown unit\n- Send a second confirmation',
      expected: 'The refused message is set aside with an error, the next one is sent.',
      actual: 'Nothing is sent any more.',
    },
    assessment: { severity: 'major', risk: 'Confirmations are late until somebody notices.' },
    decision: {
      decision: 'fix',
      decidedOn: addDays(day, 1),
      reason: 'It will come back with the next new unit.',
      acceptedUntil: null,
      duplicateOf: null,
    },
    cause: { rootCause: 'The retry has no limit and no place to put a failed message.', category: 'software' },
    fix: {
      addressed: 'Three tries, then the message goes to a list that is watched.',
      fixedBy: owner,
      fixedIn: '3.9.1',
      references: [{ kind: 'change', reference: `CHG-${day.slice(0, 4)}-0052`, note: 'interface' }],
    },
    verification: {
      verifiedBy: people.qualityAssurance.fullName,
      verifiedOn: addDays(day, 20),
      evidence: 'Test TC-IF-018 passed in the validation environment with 3.9.1.',
      regressionTest: 'TC-IF-018',
    },
  };
};

/** What the outage taught; told by role. */
export const outagePostMortem = (today: string): Values => {
  const { on, at } = moments(today);
  const day = on(3, 6);
  const entry = (time: string, event: string, mark: string | null): Row => ({ at: at(day, time), event, mark });
  return {
    identity: {
      title: 'LIMS not reachable for 5 h 10 min',
      date: day,
      duration: 310,
      owner,
      reviewers: people.operative.fullName,
      reviewedOn: addDays(day, 9),
      gxp: true,
    },
    summary: {
      summary:
        'A storage controller failed and the database did not move to the second one. For five hours no result could be entered; eleven readings had to be repeated.',
      trigger: 'Controller A stopped answering after a firmware fault.',
    },
    impact: {
      customers: 'Six laboratories with 64 people; the release of four lots was delayed by a day.',
      dataLoss: 'Eleven balance readings; all were repeated and documented.',
    },
    detection: {
      how: 'Sample reception could not log in.',
      sooner: 'An alert when automatic failover is disabled for longer than a maintenance window.',
    },
    timeline: {
      entries: [
        entry('06:40', 'Controller A stops answering', 'first-sign'),
        entry('06:52', 'Sample reception reports it', 'detected'),
        entry('07:03', 'The engineer on duty looks at the storage', 'investigation-started'),
        entry('08:30', 'Failover is found to be disabled', 'root-cause'),
        entry('11:20', 'The database runs on controller B', 'fix-deployed'),
        entry('11:50', 'All laboratories work again', 'resolved'),
      ],
    },
    cause: {
      problem: 'One failed controller stopped a system that has two.',
      whys: [
        { level: '1', why: 'Why did the system stop?', because: 'The database did not move to controller B.' },
        { level: '2', why: 'Why did it not move?', because: 'Automatic failover was disabled.' },
        { level: '3', why: 'Why was it disabled?', because: 'For maintenance, eleven days before.' },
        { level: '4', why: 'Why was it still disabled?', because: 'The instruction does not ask to enable it again.' },
        { level: '1', why: 'Why did it take until 08:30 to see?', because: 'Nothing shows the state of failover.' },
      ],
      category: 'procedure',
      contributing: [{ factor: 'The maintenance ended after the change of shifts.', category: 'procedure' }],
    },
    lessons: {
      well: [{ lesson: 'Reception went to paper within ten minutes.' }],
      notWell: [{ lesson: 'The failover state was looked at late, since nobody doubted it.' }],
      lucky: [{ lesson: 'No stability time point was due that morning.', action: true }],
    },
    actions: {
      actions: [
        {
          action: 'Show the failover state on the dashboard with an alert after four hours',
          type: 'detect',
          owner,
          due: addMonths(today, 2),
          outcome: 'The alert fires in the test environment after four hours',
        },
        {
          action: 'Add the stability calendar to the emergency plan',
          type: 'mitigate',
          owner: people.operative.fullName,
          due: addMonths(today, 1),
          outcome: 'The emergency plan names who looks at due time points',
        },
      ],
    },
    supporting: { links: [{ what: 'Log of the storage', where: `LOG-${day}, lines 112 to 640` }] },
  };
};
