import { describe, expect, test } from 'vitest';
import { untouched } from '../../../../src-main/domain/record-type.ts';
import { completenessOf } from '../../../../src-main/domain/completeness.ts';
import type { Content } from '../../../../src-main/domain/form.ts';
import { metricsOf, type CheckContext } from '../../../../src-main/domain/record-type.ts';
import { levels, matrix, priorityOf } from '../../../../src-main/domain/records/incident-priority.ts';
import { incident } from '../../../../src-main/domain/records/incident.ts';
import { checkContext, critical, flagged, incidentContent, linkTo, type Values } from '../../../support/operations.ts';

const messages = (content: Content, over: Partial<CheckContext> = {}): readonly string[] =>
  [...completenessOf(incident.form, content), ...incident.check(content, checkContext(over))]
    .filter(({ severity }) => severity === 'blocking')
    .map(({ message }) => message);

/** What a step's gate finds. */
const gate = (step: string, content: Content, over: Partial<CheckContext> = {}): readonly string[] =>
  (incident.stages?.steps.find(({ id }) => id === step)?.check?.(content, checkContext(over)) ?? []).map(
    ({ message }) => message,
  );

const cleared: Values = { cause: { rootCause: null }, capa: { needed: false, actions: [] } };
const postMortem = { links: [linkTo('analysed-in')] };

test('a complete incident has nothing against it', () => {
  expect(messages(incidentContent())).toEqual([]);
  expect(messages(incidentContent(flagged), { ...postMortem, stage: 'qa-review' })).toEqual([]);
});

describe('priority', () => {
  test('is a number of the matrix, which falls with impact and with urgency', () => {
    for (const impact of levels)
      for (const urgency of levels)
        expect(priorityOf(incidentContent({ classification: { impact, urgency } })).priority).toBe(
          matrix[impact][urgency],
        );
    expect(Object.values(matrix).flatMap((row) => Object.values(row))).toEqual([
      'P1',
      'P2',
      'P3',
      'P2',
      'P3',
      'P4',
      'P3',
      'P4',
      'P4',
    ]);
  });

  test.each([
    ['patientSafety', 'P1'],
    ['productQuality', 'P2'],
    ['dataIntegrity', 'P2'],
    ['validationStatus', 'P3'],
    ['compliance', 'P3'],
  ])('the flag %s sets the floor %s', (flag, floor) => {
    const low: Values = { classification: { impact: 'low', urgency: 'low' }, regulatory: { [flag]: true } };
    expect(priorityOf(incidentContent(low))).toMatchObject({ computed: floor, floor, priority: floor });
  });

  test('a floor never lowers what the matrix gives', () => {
    expect(priorityOf(incidentContent(critical, { regulatory: { compliance: true } })).priority).toBe('P1');
  });

  test('another priority than the computed one needs a reason', () => {
    const chosen: Values = { classification: { override: 'P1' } };
    expect(messages(incidentContent(chosen), postMortem)).toContain('The computed priority is P3: say why it is P1.');
    const reasoned = incidentContent(chosen, {
      classification: { overrideReason: 'Release of a batch waits for it.' },
    });
    expect(messages(reasoned, postMortem)).toEqual([]);
    expect(priorityOf(reasoned).priority).toBe('P1');
  });

  test('no reason brings the priority below the floor of an impact flag', () => {
    const below = incidentContent(flagged, { classification: { override: 'P4', overrideReason: 'It is small.' } });
    expect(messages(below, { ...postMortem, stage: 'qa-review' })).toEqual([
      'The impact flags demand at least P2: P4 cannot be chosen instead.',
    ]);
  });
});

describe('impossible times are blocked [draft 10.1]', () => {
  test.each([
    ['identity', 'startedAt', '2026-11-20T06:11+01:00[Europe/Berlin]', 'Detected lies before "Began".'],
    ['handling', 'acknowledgedAt', '2026-11-20T06:09+01:00[Europe/Berlin]', 'Acknowledged lies before "Detected".'],
    ['handling', 'mitigatedAt', '2026-11-20T06:29+01:00[Europe/Berlin]', 'Mitigated lies before "Acknowledged".'],
    ['handling', 'resolvedAt', '2026-11-20T06:54+01:00[Europe/Berlin]', 'Resolved lies before "Mitigated".'],
    ['identity', 'reportedAt', '2026-11-20T06:00+01:00[Europe/Berlin]', 'Reported lies before "Detected".'],
    ['handling', 'resolvedAt', '2026-11-23T10:01+01:00[Europe/Berlin]', 'Resolved lies in the future.'],
    ['identity', 'reportedAt', '2026-11-24T00:00+01:00[Europe/Berlin]', 'Reported lies in the future.'],
  ])('%s.%s = %s', (section, field, value, message) => {
    expect(messages(incidentContent({ [section]: { [field]: value } }))).toEqual([message]);
  });

  test('zones count: an hour later on the wall can be an hour earlier in time', () => {
    const london = incidentContent({ handling: { resolvedAt: '2026-11-20T05:40+00:00[Europe/London]' } });
    expect(messages(london)).toEqual(['Resolved lies before "Mitigated".']);
    expect(messages(incidentContent({ handling: { resolvedAt: '2026-11-20T08:10+00:00[Europe/London]' } }))).toEqual(
      [],
    );
  });

  test('a timeline entry in the future', () => {
    const entries = [{ at: '2026-11-23T10:30+01:00', event: 'Will be', entered: null, lateReason: null }];
    expect(messages(incidentContent({ timeline: { entries } }))).toEqual(['Entry 1 lies in the future.']);
  });
});

test('a late entry says why [ALCOA contemporaneous]', () => {
  const entry = { at: '2026-11-20T06:10+01:00', event: 'Alert', entered: '2026-11-21T06:11+01:00', lateReason: null };
  const late = incidentContent({ timeline: { entries: [entry] } });
  expect(messages(late)).toEqual(['Entry 1 was made 24 hours after its event: say why it is late.']);
  expect(messages(incidentContent({ timeline: { entries: [{ ...entry, lateReason: 'Night shift' }] } }))).toEqual([]);
  expect(
    messages(incidentContent({ timeline: { entries: [{ ...entry, entered: '2026-11-21T06:09+01:00' }] } })),
  ).toEqual([]);
});

describe('what an incident cannot close without', () => {
  test('a critical incident cannot close without its root cause and an action [A11 13]', () => {
    const found = messages(incidentContent(critical, cleared), postMortem);
    expect(found).toEqual([
      'A critical incident cannot close without its root cause.',
      'A critical incident cannot close without an action.',
    ]);
    expect(messages(incidentContent(cleared))).toEqual([]);
    expect(gate('finish-analysis', incidentContent(critical, cleared))).toEqual([
      'A critical incident cannot close without its root cause.',
    ]);
  });

  test('a change with possible effect on the intended use cannot close without its change number', () => {
    const unregistered = incidentContent({ change: { intendedUse: true, number: null } });
    const message = 'The change may affect the intended use: register it in change control and give its number.';
    expect(messages(unregistered)).toEqual([message]);
    expect(gate('resolve', unregistered)).toEqual([message]);
    expect(messages(incidentContent({ change: { intendedUse: false, number: null } }))).toEqual([]);
  });

  test.each([
    ['P1', critical],
    ['an impact flag', flagged],
  ])('%s cannot close without an effective post-mortem or waiver', (_, change) => {
    const content = incidentContent(change);
    const stage = 'qa-review';
    const message =
      'A significant incident (P1, or an impact flag) cannot close without an effective post-mortem or a signed waiver.';
    expect(messages(content, { stage })).toEqual([message]);
    expect(messages(content, { stage, links: [linkTo('analysed-in', { state: 'draft' })] })).toEqual([message]);
    expect(messages(content, { stage, links: [linkTo('analysed-in', { direction: 'in' })] })).toEqual([message]);
    expect(messages(content, { stage, links: [linkTo('mentions')] })).toEqual([message]);
    expect(messages(content, { stage, links: [linkTo('analysed-in')] })).toEqual([]);
    expect(messages(content, { stage, links: [linkTo('waived-by', { type: 'post-mortem-waiver' })] })).toEqual([]);
  });

  test('a flagged incident cannot close without QA review, and quality assurance has to sign [A11 6]', () => {
    const content = incidentContent(flagged);
    expect(messages(content, { ...postMortem, stage: 'rca-done' })).toEqual([
      'An impact flag is set: the incident goes to QA review before it is closed.',
    ]);
    const quality = incident.requirements.find(({ id }) => id === 'quality-assurance');
    expect([incidentContent(), content].map((one) => quality?.mandatoryWhen?.(one))).toEqual([false, true]);
    expect(gate('ask-quality', incidentContent())).toHaveLength(1);
    expect(gate('ask-quality', content)).toEqual([]);
  });

  test('lost data, a needed action and a duty to tell are said in full', () => {
    expect(messages(incidentContent({ regulatory: { dataLoss: 'possible' } }))).toEqual([
      'Data was or may be lost: say which.',
    ]);
    expect(messages(incidentContent({ capa: { actions: [] } }))).toEqual([
      'Corrective or preventive action is needed: name at least one.',
    ]);
    expect(messages(incidentContent({ capa: { notify: true } }))).toEqual([
      'Somebody has to be told: say who is told what, until when.',
    ]);
  });
});

describe('the steps of the work', () => {
  test('triage needs the assessment, work an acknowledgement, resolution its time in order', () => {
    expect(
      gate('triage', incidentContent({ regulatory: { compliance: null }, classification: { urgency: null } })),
    ).toEqual(['Regulatory compliance is missing.', 'Urgency is missing.']);
    expect(gate('start', incidentContent({ handling: { acknowledgedAt: null } }))).toEqual([
      'Acknowledged is missing.',
    ]);
    expect(gate('resolve', incidentContent({ handling: { resolvedAt: '2026-11-20T06:00+01:00' } }))).toEqual([
      'Resolved lies before "Mitigated".',
    ]);
    for (const step of incident.stages?.steps ?? [])
      if (step.id !== 'ask-quality') expect(gate(step.id, incidentContent())).toEqual([]);
  });

  test('every stage can be reached, and every step leads to a stage there is', () => {
    const { all = [], steps = [], initial, signable = [] } = incident.stages ?? {};
    const known = all.map(({ id }) => id);
    for (const step of steps) expect([...step.from, step.to].every((stage) => known.includes(stage))).toBe(true);
    const reached = new Set([initial]);
    for (const step of [...steps, ...steps]) if (step.from.some((stage) => reached.has(stage))) reached.add(step.to);
    expect(known.filter((stage) => !reached.has(stage))).toEqual(['closed']);
    expect(signable.every((stage) => known.includes(stage))).toBe(true);
  });
});

describe('figures', () => {
  const figures = (content: Content) =>
    Object.fromEntries(metricsOf(incident, content).map(({ id, value }) => [id, value]));

  test('minutes from the times, and whether the targets of the priority were kept', () => {
    expect(figures(incidentContent())).toEqual({
      priority: 3,
      'time-to-detect': 20,
      'report-delay': 15,
      'time-to-acknowledge': 20,
      'time-to-mitigate': 45,
      'time-to-resolve': 180,
      'response-kept': 100,
      'resolution-kept': 100,
    });
    expect(figures(incidentContent(critical))).toMatchObject({ 'response-kept': 0, 'resolution-kept': 0 });
  });

  test('nothing is made up where a time is missing', () => {
    const open = incidentContent({ identity: { startedAt: null }, handling: { resolvedAt: null } });
    expect(figures(open)).toMatchObject({ 'time-to-detect': null, 'time-to-resolve': null, 'resolution-kept': null });
    expect(incident.factsOf?.(open, untouched)).toMatchObject({
      startedAt: null,
      resolvedAt: null,
      resolutionKept: null,
    });
  });

  test('facts speak in UTC and in codes; the event is the day of detection where it was detected', () => {
    const content = incidentContent(flagged);
    expect(incident.factsOf?.(content, untouched)).toMatchObject({
      priority: 'P2',
      gxp: true,
      category: 'outage',
      cause: 'change',
      detectedAt: '2026-11-20T05:10:00.000Z',
      responseKept: true,
      resolutionKept: true,
      reopened: false,
    });
    expect(incident.factsOf?.(content, { reopened: true })).toMatchObject({ reopened: true });
    expect(incident.eventOn?.(content)).toBe('2026-11-20');
    expect(incident.actionsOf?.(content)).toMatchObject([
      { key: 'capa.actions.0', owner: 'Tobias Okafor', kind: 'detect' },
    ]);
  });
});
