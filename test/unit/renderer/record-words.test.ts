import { describe, expect, test } from 'vitest';
import { actionWords, pathWords, valueWords } from '../../../src-renderer/features/audit/words.ts';
import { inForceWords } from '../../../src-renderer/features/records/in-force.ts';
import { nextActor, shownState, stops } from '../../../src-renderer/features/records/next-actor.ts';
import type { RecordView } from '../../../src-renderer/features/records/types.ts';
import { groupsOf, stepOf } from '../../../src-renderer/features/work/groups.ts';
import { strengthOf } from '../../../src-renderer/lib/strength.ts';
import { isCalled } from '../../../src-renderer/lib/is-called.ts';
import { commonName } from '../../../src-renderer/lib/text.ts';
import { shortTime } from '../../../src-renderer/lib/time.ts';
import type { WorkItem } from '../../../src-renderer/stores/work.ts';
import { markOf } from '../../../src-renderer/ui/form/edit.ts';

const record = (state: string, statuses: readonly string[]): RecordView =>
  ({
    summary: { state },
    author: { fullName: 'Lena Vogt' },
    requirements: statuses.map((status, index) => ({
      ordinal: index + 1,
      title: ['Evaluator', 'System Owner'][index],
      meaning: ['Authorship', 'Responsibility'][index],
      status,
      signer: { fullName: ['Lena Vogt', 'Sofia Okafor'][index] },
    })),
  }) as unknown as RecordView;

describe('who acts next', () => {
  test('is the first in order that has not signed', () => {
    expect(nextActor(record('awaiting-signatures', ['signed', 'pending']))).toBe(
      'Next: Sofia Okafor signs as System Owner (Responsibility).',
    );
  });

  test('the way does not claim a review that did not happen', () => {
    expect(stops('effective').map(({ label }) => label)).toEqual(['Draft', 'Awaiting signatures', 'Effective']);
    expect(stops('in-review').find(({ at }) => at === 'here')?.label).toBe('In review');
    expect(stops('returned').at(-1)).toEqual({ label: 'Returned', at: 'here' });
  });
});

describe('a record under revision', () => {
  test('is said to be what the newest revision is, and which one is in force', () => {
    const words = (state: RecordView['summary']['state'], inForce: number | null) =>
      inForceWords({ state, revision: 2, inForce });
    expect(words('draft', 1)).toBe('Draft of revision 2 · revision 1 in force');
    expect(words('awaiting-signatures', 1)).toBe('Revision 2 awaiting signatures · revision 1 in force');
    expect(words('effective', null)).toBeNull();
  });
});

describe('the work queue', () => {
  const item = (change: Partial<WorkItem>): WorkItem => ({
    kind: 'sign',
    recordId: 'PE-2026-0001',
    systemId: null,
    accountId: null,
    actionId: null,
    starts: null,
    requirementId: null,
    title: 'x',
    detail: '',
    since: null,
    dueOn: null,
    daysOverdue: null,
    ...change,
  });

  test('puts what is overdue first, the latest on top', () => {
    const groups = groupsOf([
      item({}),
      item({ kind: 'overdue', systemId: 'SYS-0001', daysOverdue: 3 }),
      item({ kind: 'overdue', systemId: 'SYS-0002', daysOverdue: 40 }),
    ]);
    expect(groups.map(({ title }) => title)).toEqual(['Due and overdue', 'To sign']);
    expect(groups[0]?.items[0]?.systemId).toBe('SYS-0002');
  });

  test('leads to the signing dialog and to a new evaluation', () => {
    expect(stepOf(item({})).href).toBe('/records/PE-2026-0001/sign');
    expect(stepOf(item({ kind: 'overdue', systemId: 'SYS-0001', starts: 'periodic-evaluation' })).href).toBe(
      '/records/new/periodic-evaluation/SYS-0001',
    );
  });
});

describe('the audit trail in words', () => {
  test('names actions and fields as people do, and keeps those it does not know', () => {
    expect(actionWords('record.send-for-signature')).toBe('Sent for signature');
    expect(actionWords('moon.land')).toBe('Moon land');
    expect(pathWords('identity.scope')).toBe('Scope and period: Scope');
    expect(pathWords('/state')).toBe('State');
    expect(pathWords('sameVolumeReason')).toBe('Same volume reason');
    expect(pathWords('/SHA-256')).toBe('SHA 256');
  });

  test('shortens tables and long texts but says so', () => {
    expect(valueWords('[{"a":1},{"a":2}]')).toEqual({ text: '2 rows', shortened: true });
    expect(valueWords('[not json')).toEqual({ text: '[not json', shortened: false });
    expect(valueWords('x'.repeat(500)).shortened).toBe(true);
    expect(valueWords('')).toEqual({ text: 'empty', shortened: false });
    expect(valueWords('[{"a":1}]').text).toBe('1 row');
    // What an auditor looks for: which roles, not how many.
    expect(valueWords('["operative","system-owner"]')).toEqual({
      text: 'Operative Employee, System Owner',
      shortened: false,
    });
    expect(valueWords('awaiting-signatures').text).toBe('Awaiting signatures');
  });
});

test('a section is untouched until something stands in it', () => {
  const missing = [{ severity: 'blocking', section: 's', message: 'm' }] as const;
  expect(markOf({ values: { a: null, rows: [] } }, missing)).toBe('untouched');
  expect(markOf({ values: { a: 'x' } }, missing)).toBe('missing');
  expect(markOf({ values: { a: 'x' } }, [])).toBe('complete');
  expect(markOf({ values: {}, notApplicable: 'why' }, [])).toBe('set-aside');
});

test('strength: length and variety count', () => {
  expect(strengthOf('short', 12).level).toBe(1);
  expect(strengthOf('aaaaaaaaaaaaaaaa', 12).level).toBe(2);
  expect(strengthOf('correct horse battery staple', 12).level).toBe(4);
});

test('the common name of a distinguished name', () => {
  expect(commonName('UID=lvogt,CN=Lena Vogt,O=Nordlicht')).toBe('Lena Vogt');
  expect(commonName('Lena Vogt')).toBe('Lena Vogt');
  expect(commonName(String.raw`CN=Meridian GmbH\, Plant Freiburg,O=M`)).toBe('Meridian GmbH, Plant Freiburg');
});

test('a time to the minute has its offset beside it', () => {
  expect(shortTime('2026-11-23T09:32:07.000Z', 'Europe/Berlin')).toBe('2026-11-23 10:32 +01:00');
  expect(shortTime('2026-07-01T09:32:07.000Z', 'America/St_Johns')).toBe('2026-07-01 07:02 -02:30');
});

test('a person is found by parts of the names, whatever the accents and capitals', () => {
  const person = { fullName: 'Zoë Müller', userName: 'z.mueller', email: 'zoe@plant.example' };
  expect(['', 'mull', 'zoe mu', 'PLANT', 'müller z.'].filter((typed) => !isCalled(person, typed))).toEqual([]);
  expect(isCalled(person, 'zoe weber')).toBe(false);
});

test('an older revision shows its own state, not that of the newest', () => {
  const revisions = [
    { revision: 2, state: 'draft' },
    { revision: 1, state: 'returned' },
  ];
  const view = { summary: { state: 'draft' }, revisions, revision: 1 } as unknown as RecordView;
  expect(shownState(view)).toBe('returned');
});
