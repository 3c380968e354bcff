import { describe, expect, test } from 'vitest';
import { completenessOf, type Finding } from '../../../../src-main/domain/completeness.ts';
import type { Content, TableField } from '../../../../src-main/domain/form.ts';
import { outlineOf } from '../../../../src-main/domain/outline.ts';
import { metricsOf, type CheckContext } from '../../../../src-main/domain/record-type.ts';
import { namesIn } from '../../../../src-main/domain/records/operations/names.ts';
import { postMortemWaiver } from '../../../../src-main/domain/records/post-mortem-waiver.ts';
import { postMortem } from '../../../../src-main/domain/records/post-mortem.ts';
import { mayBeLeftOut } from '../../../../src-main/domain/signing.ts';
import {
  checkContext,
  flagged,
  incidentContent,
  linkTo,
  postMortemContent,
  postMortemValues,
  waiverContent,
} from '../../../support/operations.ts';

const linked: Partial<CheckContext> = { links: [linkTo('analysed-in', { direction: 'in', type: 'incident' })] };

const found = (severity: Finding['severity'], content: Content, over: Partial<CheckContext> = linked) =>
  [...completenessOf(postMortem.form, content), ...postMortem.check(content, checkContext(over))]
    .filter((finding) => finding.severity === severity)
    .map(({ message }) => message);

test('a complete post-mortem has nothing against it', () => {
  expect(found('blocking', postMortemContent())).toEqual([]);
  expect(found('advice', postMortemContent())).toEqual([]);
  expect(found('advice', postMortemContent(), {})).toEqual([
    'No incident is linked yet: begin a post-mortem from its incident.',
  ]);
});

describe('the timeline', () => {
  const entries = postMortemValues['timeline']?.['entries'] as readonly Record<string, string>[];

  test('marks the six moments, each once', () => {
    const two = entries.map((row, index) => ({ ...row, mark: index < 2 ? 'detected' : null }));
    expect(found('blocking', postMortemContent({ timeline: { entries: two } }))).toEqual([
      'The timeline does not mark yet: first sign, investigation started, root cause identified, fix deployed, resolved.',
      '"Detected" is marked more than once.',
    ]);
  });

  test('does not end before it begins, nor in the future', () => {
    const moved = (index: number, at: string) =>
      postMortemContent({
        timeline: { entries: entries.map((row, place) => (place === index ? { ...row, at } : row)) },
      });
    expect(found('blocking', moved(5, '2026-11-20T05:00+01:00'))).toEqual(['"Resolved" lies before "First sign".']);
    expect(found('blocking', moved(5, '2026-11-24T05:00+01:00'))).toEqual(['Entry 6 lies in the future.']);
  });
});

describe('the five whys', () => {
  const field = postMortem.form.sections
    .find(({ id }) => id === 'cause')
    ?.fields.find(({ id }) => id === 'whys') as TableField;
  const levels = (...all: readonly string[]) => all.map((level) => ({ level, why: 'Why?', because: 'So.' }));

  test('are a tree, numbered as an outline', () => {
    const numbers = (...all: readonly string[]) => outlineOf(field, levels(...all)).map(({ number }) => number);
    expect(numbers('1', '2', '3', '2', '3', '1')).toEqual(['1', '1.1', '1.1.1', '1.2', '1.2.1', '2']);
    expect(numbers('3', '1', '9')).toEqual(['1', '2', '2.1']);
  });

  test('skip no level, and go three levels deep', () => {
    expect(found('blocking', postMortemContent({ cause: { whys: levels('1', '3') } }))).toEqual([
      'Why 2 is on level 3, but the row above it is not one level higher up.',
    ]);
    expect(found('blocking', postMortemContent({ cause: { whys: levels('2') } }))).toHaveLength(1);
    expect(found('advice', postMortemContent({ cause: { whys: levels('1', '2') } }))).toEqual([
      'The whys go less than three levels deep: ask on until the answer lies in how work is set up.',
    ]);
  });
});

describe('blameless: the narrative names roles', () => {
  const people = ['Tobias Okafor', 'Ελένη Παπαδάκη', 'Mark O’Brien', 'Jan de Vries'];

  test.each([
    ['Okafor restarted the service', ['Okafor']],
    ['It was Tobias’s deployment', ['Tobias']],
    ["Tobias' change", ['Tobias']],
    ['η Παπαδάκη είδε', ['Παπαδάκη']],
    ['Vries and Okafor', ['Vries', 'Okafor']],
    ['O’Brien looked at it', ['O’Brien']],
    ['The duty engineer made a mark on the label of January', []],
    ['An okafor is no name here', []],
  ])('%s', (text, names) => {
    expect(namesIn(text, people)).toEqual(names);
  });

  test('accounts of the vault and people of the form are found in prose and in rows, as advice', () => {
    const content = postMortemContent({
      summary: { trigger: 'Weber deployed a damaged template.' },
      lessons: { well: [{ lesson: 'Papadaki kept calm.' }] },
    });
    expect(found('advice', content, { ...linked, people: ['Eleni Papadaki'] })).toEqual([
      'Trigger names a person (Weber): write the role instead. Who did what stays in the audit trail.',
      'What went well, row 1 names a person (Papadaki): write the role instead. Who did what stays in the audit trail.',
    ]);
    expect(found('blocking', content)).toEqual([]);
  });
});

describe('actions', () => {
  const withAction = (change: Record<string, string | null>) =>
    postMortemContent({
      actions: {
        actions: [
          {
            action: 'Add an alert',
            type: 'detect',
            owner: 'Jonas Weber',
            due: '2026-12-15',
            outcome: 'Fires in test',
            ...change,
          },
        ],
      },
    });

  test.each(['Weber, Okafor', 'Weber and Okafor', 'Weber / Okafor', 'QA', 'Operations team', 'everybody'])(
    'need one named owner, not "%s"',
    (owner) => {
      expect(found('blocking', withAction({ owner }))).toEqual([`Action 1 needs one named owner, not "${owner}".`]);
    },
  );

  test('need their outcome, type and day, and are many only by name', () => {
    expect(found('blocking', withAction({ outcome: null, due: 'soon', type: 'blame' }))).toHaveLength(3);
    expect(found('blocking', withAction({ owner: 'José Ortega y Gasset' }))).toEqual([]);
    expect(found('blocking', postMortemContent({ actions: { actions: [] } }))).toEqual([
      'Actions: at least one action is needed.',
    ]);
  });

  test('that nobody can see done are pointed out', () => {
    expect(found('advice', withAction({ action: 'Be more careful with templates' }))[0]).toContain('begins with "Be"');
  });
});

test('quality assurance signs where the incident had a GxP impact', () => {
  const quality = postMortem.requirements.find(({ id }) => id === 'quality-assurance');
  const demanded = (gxp: boolean) => quality && !mayBeLeftOut(quality, postMortemContent({ identity: { gxp } }));
  expect([demanded(false), demanded(true)]).toEqual([false, true]);
});

test('the review meeting needs its day, what was reviewed, and comes before signing', () => {
  const gate = postMortem.stages?.steps.find(({ id }) => id === 'hold-review')?.check;
  const messages = (content: Content) => gate?.(content, checkContext()).map(({ message }) => message);
  expect(messages(postMortemContent())).toEqual([]);
  expect(messages(postMortemContent({ identity: { reviewedOn: null }, cause: { whys: [] } }))).toEqual([
    'Five whys: at least one why is needed.',
    'Say on which day the review meeting was held.',
  ]);
  expect(postMortem.stages?.signable).toEqual(['reviewed']);
});

test('begun from its incident, it carries the facts over: marks, impact, cause, actions', () => {
  const beginning = postMortem.beginsFrom?.find(({ type }) => type === 'incident');
  const source = { recordId: 'IN-2026-0007', title: '', content: incidentContent(flagged) };
  const begun = beginning?.carry(source, postMortem.prefill({} as never)) ?? {};
  expect(begun['identity']?.values).toMatchObject({
    title: 'Label printing stood still',
    incident: 'IN-2026-0007',
    date: '2026-11-20',
    duration: 200,
    gxp: true,
  });
  const entries = begun['timeline']?.values['entries'] as readonly Record<string, string | null>[];
  expect(entries.map(({ at, mark }) => [at?.slice(11, 16), mark])).toEqual([
    ['05:50', 'first-sign'],
    ['06:10', 'detected'],
    ['06:10', null],
    ['06:30', 'investigation-started'],
    ['06:30', null],
    ['06:55', null],
    ['07:40', null],
    ['09:10', 'resolved'],
    ['09:10', null],
  ]);
  expect(begun['cause']?.values).toMatchObject({ category: 'change' });
  expect(begun['actions']?.values['actions']).toHaveLength(1);
  expect(begun['impact']?.values).toMatchObject({ dataLoss: 'No data was lost.' });
});

test('figures come from the marks', () => {
  const values = Object.fromEntries(metricsOf(postMortem, postMortemContent()).map(({ id, value }) => [id, value]));
  expect(values).toEqual({
    'time-to-detect': 20,
    'time-to-cause': 70,
    'time-to-resolve': 180,
    actions: 1,
    'luck-turned': 100,
  });
});

test('a waiver cannot be signed without its justification, nor without its incident', () => {
  const messages = (content: Content, over: Partial<CheckContext>) =>
    [...completenessOf(postMortemWaiver.form, content), ...postMortemWaiver.check(content, checkContext(over))].map(
      ({ message }) => message,
    );
  const of = { links: [linkTo('waived-by', { direction: 'in', type: 'incident' })] };
  expect(messages(waiverContent(), of)).toEqual([]);
  expect(messages(waiverContent({ waiver: { justification: null } }), of)).toEqual(['Justification is missing.']);
  expect(messages(waiverContent(), {})).toEqual([
    'A waiver belongs to an incident: begin it in the page of the incident.',
  ]);
  expect(postMortemWaiver.requirements.map(({ meaning }) => meaning)).toEqual(['Authorship', 'Waiver']);
});
