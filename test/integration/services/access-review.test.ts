import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleLists } from '../../../src-main/cli/bench/access-lists.ts';
import type { Input } from '../../../src-main/contract/index.ts';
import { emptyMapping } from '../../../src-main/domain/access-review/mapping.ts';
import { rowsOf, type Content } from '../../../src-main/domain/form.ts';
import { auditEntries, openVault } from '../../../src-main/vault/index.ts';
import {
  asBytes,
  everything,
  filledReview,
  newReview,
  provenance,
  type ReviewAtWork,
} from '../../support/access-review.ts';
import { evaluator, owner, quality, quickKdf, staffed, testServices, type Staffed } from '../../support/services.ts';
import { vaultFolderOf } from '../../support/vault-folder.ts';

const accounts = [
  'Login;Name;E-mail;Personnel number;Department;Roles;Status;Last login;Created;Type;Justification;MFA',
  'hmueller;Müller, Hans;hans.mueller@m.example;0101;QC;Analyst;active;19.11.2026;01.02.2020;;;yes',
  'okafor;Ada Okafor;ada.okafor@m.example;0102;QC;Analyst, Result Approver;active;18.11.2026;01.02.2020;;;yes',
  'gone;Petr Novak;petr.novak@m.example;0103;QC;Analyst;active;01.10.2026;01.02.2020;;;yes',
  'nobody;Xaver Unbekannt;;;QC;Analyst;active;19.11.2026;01.02.2020;;;yes',
  'sleepy;Rosa Ferreira;rosa.ferreira@m.example;0104;QC;Analyst;active;01.03.2026;01.02.2020;;;yes',
  'fresh;Ute Brandt;ute.brandt@m.example;0105;QC;Analyst;active;;01.02.2020;;;no',
  'root1;Noah Becker;noah.becker@m.example;0106;IT;System Admin;active;19.11.2026;01.02.2020;;;yes',
  'svc_erp;ERP interface;;;IT;System Admin;active;19.11.2026;01.02.2020;service;;no',
  'lab3;Bench 3;;;QC;Analyst;active;19.11.2026;01.02.2020;;;no',
  'moved;Karin Vogel;karin.vogel@m.example;0107;QC;Analyst;active;19.11.2026;01.02.2020;;;yes',
  'typo;Tomas Okafro;;;QC;Analyst;active;19.11.2026;01.02.2020;;;yes',
  'okafor2;Ada Okafor;;0102;QC;Analyst;active;18.11.2026;01.02.2020;;;yes',
  'evaluator;Ирина Петрова;irina@m.example;0109;QC;Analyst;active;18.11.2026;01.02.2020;;;yes',
  'quiet;Old Account;;;QC;Analyst;locked;01.01.2020;01.02.2019;;;yes',
].join('\r\n');

const roster = [
  'Employee ID,Name,E-mail,Department,Job title,Status,Left on',
  '0101,Hans Müller,hans.mueller@m.example,QC,Analyst,active,',
  '0102,Ada Okafor,ada.okafor@m.example,QC,Analyst,active,',
  '0103,Petr Novák,petr.novak@m.example,QC,Analyst,left,2026-09-30',
  '0104,Rosa Ferreira,rosa.ferreira@m.example,QC,Analyst,active,',
  '0105,Ute Brandt,ute.brandt@m.example,QC,Analyst,active,',
  '0106,Noah Becker,noah.becker@m.example,IT,Engineer,active,',
  '0107,Karin Vogel,karin.vogel@m.example,Warehouse,Clerk,active,',
  '0108,Tomas Okafor,tomas.okafor@m.example,QC,Analyst,active,',
  '0109,Ирина Петрова,irina@m.example,QC,Lead,active,',
].join('\n');

const accountList = { kind: 'accounts', fileName: 'accounts.csv', bytes: asBytes(accounts) } as const;
const rosterList = { kind: 'roster', fileName: 'roster.csv', bytes: asBytes(roster) } as const;

/** The list as it is after the changes were made. */
const laterList = (change: (rows: string[]) => string[]): Uint8Array => {
  const [header = '', ...rows] = accounts.split('\r\n');
  return asBytes([header, ...change(rows)].join('\r\n'));
};

let people: Staffed;
beforeAll(async () => {
  people = await staffed(await testServices());
  await people.services.ask('access.saveRules', {
    systemId: people.systemId,
    base: 0,
    reason: 'Roles of the laboratory system',
    rules: {
      ...(await people.services.ask('access.rules', { systemId: people.systemId })).rules,
      conflicts: [{ first: 'Analyst', second: 'Result Approver', why: 'nobody approves their own results' }],
    },
  });
});
afterAll(() => {
  people.services.dispose();
});

const loaded = async (): Promise<ReviewAtWork> => {
  await people.login(evaluator);
  const review = await newReview(people);
  await review.load(accountList);
  await review.load(rosterList);
  return review;
};
const begun = async (): Promise<ReviewAtWork> => {
  const review = await loaded();
  await review.step('load');
  await review.step('begin');
  return review;
};
const line = (review: ReviewAtWork, number: number) =>
  people.services.ask('access.line', { recordId: review.recordId, line: number });
const kinds = async (review: ReviewAtWork, number: number): Promise<readonly string[]> =>
  (await line(review, number)).findings.map(({ kind }) => kind);
const gate = async (review: ReviewAtWork, step: string): Promise<string> => {
  const reply = await people.services.reply('records.takeStage', { recordId: review.recordId, step, reason: null });
  return reply.ok ? 'ok' : `${reply.error.code} ${JSON.stringify(reply.error.details)}`;
};

/** The details of a review's entries in the audit trail, oldest first; read from the vault as it lies on the disk. */
const trailOf = async ({ recordId }: ReviewAtWork, action: string): Promise<readonly unknown[]> => {
  await people.services.ask('session.logout', {});
  const opened = await openVault({
    folder: vaultFolderOf(people.services.folder),
    userName: evaluator.userName,
    passPhrase: evaluator.passPhrase,
    clock: people.services.clock,
    appVersion: '0.0.0-test',
    kdf: quickKdf,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const entries = opened.value.read((db) => [...auditEntries(db, { actions: [action] })]);
  opened.value.close();
  await people.login(evaluator);
  return entries.flatMap(({ subject, details }) => (subject.id === recordId ? [details] : []));
};

/** Settles everything as a careful reviewer would; Петрова's own account is left to another. */
const decideAll = async (review: ReviewAtWork): Promise<void> => {
  await people.services.ask('access.settleMatch', {
    recordId: review.recordId,
    line: 11,
    person: 8,
    reason: 'Typing error, checked with the laboratory',
  });
  await review.decide([3, 4], 'revoke', 'Left, or unknown to HR');
  await review.decide([2], 'modify', 'Approver no longer', ['Result Approver']);
  await review.decide(
    (await review.numbers({ decision: 'open' })).filter((number) => number !== 13),
    'keep',
    'Needed, seen with the team lead',
  );
};

describe('findings of a review (regulatory 2.3)', () => {
  test('each kind is found where it is, and nowhere else [draft 11.2]', async () => {
    const review = await loaded();
    expect(await kinds(review, 1)).toEqual([]);
    expect(await kinds(review, 2)).toEqual(['conflict', 'duplicate']);
    expect(await kinds(review, 3)).toEqual(['leaver']);
    expect(await kinds(review, 4)).toEqual(['orphan']);
    expect(await kinds(review, 5)).toEqual(['dormant']);
    expect(await kinds(review, 6)).toEqual(['no-mfa', 'never-used']);
    expect(await kinds(review, 7)).toEqual(['privileged-unjustified']);
    expect(await kinds(review, 8)).toEqual(['orphan', 'service-privileged', 'privileged-unjustified', 'service']);
    expect(await kinds(review, 9)).toEqual(['orphan', 'shared']);
    expect(await kinds(review, 10)).toEqual(['mover']);
    expect(await kinds(review, 11)).toEqual(['unconfirmed']);
    expect(await kinds(review, 13)).toEqual(['self-review']);
    expect(await kinds(review, 14)).toEqual([]);
    const overview = await people.services.ask('access.overview', { recordId: review.recordId });
    expect(overview).toMatchObject({ lines: 14, active: 13, privileged: 2, open: 14, unconfirmed: 1 });
  });

  test('a fuzzy match counts only once a person confirmed it, and may be rejected', async () => {
    const review = await begun();
    const guess = await line(review, 11);
    expect(guess).toMatchObject({ person: null, confidence: 'fuzzy', candidates: [{ name: 'Tomas Okafor' }] });
    expect(await people.services.refusal('access.decide', decision(review, [11], 'keep', 'Known'))).toBe(
      'access/match-unconfirmed',
    );
    const { recordId } = review;
    await people.services.ask('access.settleMatch', { recordId, line: 11, person: 8, reason: 'Typing error' });
    expect(await line(review, 11)).toMatchObject({ person: { name: 'Tomas Okafor' }, method: 'person', findings: [] });
    await people.services.ask('access.settleMatch', { recordId, line: 11, person: null, reason: 'Somebody else' });
    expect(await kinds(review, 11)).toEqual(['orphan']);
  });
});

const decision = (
  review: ReviewAtWork,
  lines: number[],
  what: Input<'access.decide'>['decision'],
  justification = '',
  removeRoles: string[] = [],
): Input<'access.decide'> => ({ recordId: review.recordId, lines, decision: what, justification, removeRoles });

describe('a blank cell of the status column', () => {
  const blanks = accounts
    .replace('QC;Analyst;active;19.11.2026;01.02.2020;;;yes', 'QC;Analyst;;19.11.2026;01.02.2020;;;yes')
    .replace(/(quiet;.*);locked;/, '$1;;');
  const blankList = { ...accountList, bytes: asBytes(blanks) };
  const withBlank = async (blankStatus: Input<'access.import'>['mapping']['blankStatus']): Promise<ReviewAtWork> => {
    await people.login(evaluator);
    const review = await newReview(people);
    const seen = await people.services.ask('access.preview', {
      recordId: review.recordId,
      ...blankList,
      encoding: null,
      delimiter: null,
      mapping: null,
    });
    await review.load(blankList, { mapping: { ...seen.mapping, blankStatus } });
    await review.load(rosterList);
    return review;
  };

  test('says nothing: the account counts as active and waits for a person’s look', async () => {
    const review = await withBlank('unknown');
    const overview = await people.services.ask('access.overview', { recordId: review.recordId });
    expect(overview.files[0]?.totals).toMatchObject({ items: 14, active: 12, unknown: 2 });
    expect(await review.numbers({ findings: ['status-unknown'] })).toEqual([1, 14]);
    expect(await line(review, 1)).toMatchObject({ active: true, status: 'unknown' });
    expect(await kinds(review, 14)).toEqual(expect.arrayContaining(['orphan', 'dormant']));
    await review.step('load');
    await review.step('begin');
    expect(await people.services.refusal('access.decide', decision(review, [1], 'keep'))).toBe(
      'access/justification-needed',
    );
  });

  test.each([
    ['active', true],
    ['inactive', false],
  ] as const)('means %s where the mapping says so', async (blankStatus, active) => {
    const review = await withBlank(blankStatus);
    expect(await review.numbers({ findings: ['status-unknown'] })).toEqual([]);
    expect(await line(review, 1)).toMatchObject({ active });
    expect(await line(review, 14)).toMatchObject({ active });
  });

  test('of the roster says nothing of its person, unless a day of leaving stands beside it', async () => {
    await people.login(evaluator);
    const review = await newReview(people);
    await review.load(accountList);
    const quiet = roster.replace('QC,Analyst,active,', 'QC,Analyst,,').replace('QC,Analyst,left,', 'QC,Analyst,,');
    await review.load({ ...rosterList, bytes: asBytes(quiet) });
    expect(await kinds(review, 1)).toEqual(['status-unknown']);
    expect(await kinds(review, 3)).toContain('leaver');
  });
});

describe('deciding', () => {
  test('cannot be done before the population is frozen', async () => {
    const review = await loaded();
    expect(await people.services.refusal('access.decide', decision(review, [1], 'keep'))).toBe('access/not-in-decide');
  });

  test('cannot change anything, nor keep what has a finding, without a justification [draft 11.11]', async () => {
    const review = await begun();
    expect(await people.services.refusal('access.decide', decision(review, [1], 'revoke'))).toBe(
      'access/justification-needed',
    );
    expect(await people.services.refusal('access.decide', decision(review, [3], 'keep'))).toBe(
      'access/justification-needed',
    );
    expect(await people.services.refusal('access.decide', decision(review, [2], 'modify', 'Too much'))).toBe(
      'access/roles-needed',
    );
    expect(await people.services.refusal('access.decide', decision(review, [2], 'modify', 'Too much', ['Root']))).toBe(
      'access/roles-unknown',
    );
    expect(await review.decide([1], 'keep')).toMatchObject({ decided: 1, refused: [] });
  });

  test('cannot be done on one’s own account [11.10(g)]', async () => {
    const review = await begun();
    expect(await people.services.refusal('access.decide', decision(review, [13], 'keep', 'It is mine'))).toBe(
      'access/own-account',
    );
    expect(await review.decide([13], 'not-mine', 'Somebody else decides')).toMatchObject({ decided: 1 });
    expect(await review.decide([1, 13], 'keep', 'Both')).toMatchObject({
      decided: 1,
      refused: [{ code: 'access/own-account', lines: 1, first: 13 }],
    });
  });

  test('is for those who prepare reviews, not for their approvers', async () => {
    const review = await begun();
    await people.login(owner);
    expect(await people.services.refusal('access.decide', decision(review, [1], 'keep'))).toBe('records/not-an-editor');
    await people.login(evaluator);
  });

  test('of many lines leaves one entry in the trail, with a digest of exactly these lines', async () => {
    const review = await begun();
    const { act, decided } = await review.decide([1, 2, 3, 4, 5, 13], 'revoke', 'Project is over');
    expect(decided).toBe(5);
    expect(await trailOf(review, 'access.decide')).toMatchObject([
      { act, lines: 5, first: [1, 2, 3, 4, 5], sha256: createHash('sha256').update('1-5').digest('hex') },
    ]);
  });

  test('of many lines is taken back line by line: each stands again as it stood before', async () => {
    const review = await begun();
    await review.decide([2, 3], 'revoke', 'Left the project');
    await review.decide([5], 'keep', 'Needed');
    const all = await review.decide(await review.numbers(), 'escalate', 'For the head of department');
    await review.decide([3], 'keep', 'Came back');
    const undone = await people.services.ask('access.undo', { recordId: review.recordId, act: all.act });
    expect(undone.restored).toBe(13);
    const { lines } = await people.services.ask('access.lines', {
      recordId: review.recordId,
      lines: [...(await review.numbers())],
    });
    expect(lines.map((one) => one.decision)).toEqual([
      ...[null, 'revoke', 'keep', null, 'keep'],
      ...Array.from({ length: 9 }, () => null),
    ]);
    expect((await line(review, 2)).history.map((one) => `${one.decision} ${one.mode} ${one.lines}`)).toEqual([
      'revoke bulk 2',
      'escalate bulk 14',
      'escalate undo 13',
    ]);
  });

  test('is taken back by who decided, with nothing lost of the history', async () => {
    const review = await begun();
    await review.decide([1], 'revoke', 'First thought');
    const second = await review.decide([1], 'keep', 'Second thought');
    const undone = await people.services.ask('access.undo', { recordId: review.recordId, act: second.act });
    expect(undone.restored).toBe(1);
    const now = await line(review, 1);
    expect(now).toMatchObject({ decision: 'revoke', reason: 'First thought' });
    expect(now.history.map(({ decision: what, mode }) => `${what} ${mode}`)).toEqual([
      'revoke single',
      'keep single',
      'keep undo',
    ]);
  });
});

describe('what is raised from an account', () => {
  const raise = (review: ReviewAtWork, number: number, what: Input<'access.raise'>['what']) =>
    people.services.ask('access.raise', { recordId: review.recordId, line: number, what });
  const action = {
    kind: 'action',
    action: 'Shut the account of whoever leaves on the same day',
    outcome: 'HR’s leaving form names the system',
    type: 'prevent',
    owner: { accountId: null, name: 'Head of IT' },
    dueOn: '2026-12-31',
    effectivenessDueOn: null,
  } as const;

  test('an incident and an action stand on the line, at both ends of their links and in the trace', async () => {
    const review = await begun();
    const made = [await raise(review, 3, { kind: 'incident' }), await raise(review, 3, action)];
    const { raised } = await line(review, 3);
    expect(raised.map(({ id, owner: by, day }) => [id, by, day === null])).toEqual([
      [made[0]?.id, null, false],
      [made[1]?.id, 'Head of IT', false],
    ]);
    const [of] = made;
    const incident = await people.services.ask('records.get', { recordId: of?.id ?? '', revision: null });
    expect(incident.content['identity']?.values['title']).toBe('Account gone: Leaver still active');
    expect(incident.content['cause']?.values['occurred']).toContain('left on 2026-09-30');
    const ends = async (kind: 'record' | 'action', id: string) =>
      (await people.services.ask('links.of', { kind, id })).links.map(({ words, other }) => `${words} ${other.id}`);
    expect(await ends('record', review.recordId)).toEqual(
      expect.arrayContaining([`raised ${made[0]?.id ?? ''}`, `raises ${made[1]?.id ?? ''}`]),
    );
    expect(await ends('record', made[0]?.id ?? '')).toContain(`was raised by ${review.recordId}`);
    expect(await ends('action', made[1]?.id ?? '')).toContain(`was raised by ${review.recordId}`);
    const { nodes } = await people.services.ask('trace.from', { kind: 'record', id: review.recordId, depth: 2 });
    expect(nodes.map(({ entity }) => entity.id)).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
  });

  test('reaches the next evaluation', async () => {
    const review = await begun();
    const made = [await raise(review, 5, { kind: 'incident' }), await raise(review, 5, action)];
    const begunWith = await people.services.ask('records.create', {
      type: 'periodic-evaluation',
      systemId: people.systemId,
    });
    const recordId = begunWith.summary.id;
    const day = people.services.clock.now().toISOString().slice(0, 10);
    const { savedAt } = await people.services.ask('records.saveDraft', {
      recordId,
      base: begunWith.savedAt,
      content: {
        ...begunWith.content,
        identity: {
          ...begunWith.content['identity'],
          values: { ...begunWith.content['identity']?.values, periodStart: '2026-01-01', periodEnd: day },
        },
      },
    });
    const { content } = await people.services.ask('records.refresh', { recordId, base: savedAt });
    const ids = (section: string, field: string): unknown[] =>
      rowsOf(content as Content, section, field).map((row) => row['id']);
    expect(ids('incidents', 'incidents')).toContain(made[0]?.id);
    expect(ids('previousActions', 'actions')).toContain(made[1]?.id);
  });

  test('needs a finding, a named owner and a person who may write records', async () => {
    const review = await begun();
    const ask = { recordId: review.recordId, what: action };
    expect(await people.services.refusal('access.raise', { ...ask, line: 1 })).toBe('access/nothing-found');
    expect(
      await people.services.refusal('access.raise', {
        ...ask,
        line: 3,
        what: { ...action, owner: { accountId: null, name: '' } },
      }),
    ).toBe('actions/owner-missing');
    await people.login(owner);
    expect(await people.services.refusal('access.raise', { ...ask, line: 3 })).toBe('records/not-an-editor');
    await people.login(evaluator);
    expect((await line(review, 3)).raised).toEqual([]);
  });
});

describe('gates', () => {
  test('cannot begin without both lists', async () => {
    await people.login(evaluator);
    const review = await newReview(people);
    await review.load(accountList);
    expect(await gate(review, 'load')).toContain('HR roster is not imported');
  });

  test('cannot complete with pending rows, escalated ones included, or unconfirmed matches', async () => {
    const review = await begun();
    expect(await gate(review, 'complete')).toMatch(/14 accounts are not decided/);
    await decideAll(review);
    await review.decide([13], 'escalate', 'My own account');
    expect(await gate(review, 'complete')).toMatch(/One account is not decided/);
  });

  test('a changed population is a new import with a reason; decisions on lines that did not change stand [11.10(h)]', async () => {
    const review = await begun();
    await review.decide([1], 'keep');
    await review.decide([5], 'keep', 'On leave');
    const changed = asBytes(accounts.replace('sleepy;Rosa Ferreira', 'sleepy2;Rosa Ferreira'));
    const input = { ...accountList, bytes: changed };
    await expect(review.load(input)).rejects.toThrow('access/replacement-needs-reason');
    const overview = await review.load(input, { reason: 'The report had left out a renamed account' });
    expect(overview.files.map(({ kind, current }) => `${kind} ${current}`)).toEqual([
      'accounts false',
      'roster true',
      'accounts true',
    ]);
    expect(await line(review, 1)).toMatchObject({ decision: 'keep' });
    expect(await line(review, 5)).toMatchObject({ account: 'sleepy2', decision: null });
    const raw = await people.services.ask('access.file', {
      recordId: review.recordId,
      fileId: overview.files[0]?.id ?? '',
    });
    expect(Buffer.from(raw.bytes).toString()).toBe(accounts);
  });
});

describe('files that are refused by name, with nothing kept', () => {
  const asGuessed: Pick<Input<'access.import'>, 'encoding' | 'delimiter' | 'mapping'> = {
    encoding: 'utf-8',
    delimiter: ';',
    mapping: { ...emptyMapping, columns: {}, dateFormats: {}, activeWords: [], inactiveWords: [] },
  };
  const refused = async (bytes: Uint8Array, more: Partial<Input<'access.preview'>> = {}): Promise<string> => {
    const reply = await people.services.reply('access.preview', {
      recordId: review.recordId,
      ...accountList,
      bytes,
      encoding: null,
      delimiter: null,
      mapping: null,
      ...more,
    });
    return reply.ok ? (reply.value.problem?.code ?? 'none') : reply.error.code;
  };
  let review: ReviewAtWork;
  beforeAll(async () => {
    await people.login(evaluator);
    review = await newReview(people);
  });

  test.each([
    ['empty', new Uint8Array(), 'access/file-empty'],
    ['blank', asBytes('\r\n \r\n'), 'access/file-empty'],
    ['a spreadsheet', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'access/file-binary'],
    ['a PDF', asBytes('%PDF-1.7\n1 0 obj'), 'access/file-binary'],
    ['zeros', new Uint8Array(600), 'access/file-binary'],
    ['one column', asBytes('Login\na\nb\n'), 'access/file-one-column'],
    ['a header alone', asBytes('Login;Name\n'), 'access/no-rows'],
    ['cut within a row', asBytes('Login;Name;Roles\na;Ann;x\nb;Be'), 'access/file-truncated'],
    ['cut within quotes', asBytes('Login;Name\na;"Ann\nb;Ben\n'), 'access/file-truncated'],
    ['a row too long', asBytes('Login;Name\na;Ann\nb;Ben;x\nc;Cleo\n'), 'access/file-ragged'],
    ['a heading twice', asBytes('Login;Login\na;b\n'), 'access/header-twice'],
    ['another list', asBytes('Colour;Size\nred;3\n'), 'access/columns-missing'],
    ['a blank account', asBytes('Login;Name\n;Ann\n'), 'access/account-blank'],
    ['an unknown word', asBytes('Login;Status\na;perhaps\n'), 'access/words-unread'],
    ['unreadable days', asBytes('Login;Last login\na;soon\n'), 'access/dates-unread'],
    ['ambiguous days', asBytes('Login;Last login\na;03/04/2026\n'), 'access/dates-unread'],
  ])('%s', async (_, bytes, code) => {
    expect(await refused(bytes)).toBe(code);
  });

  test.each(['read', 'compare', 'store'] as const)(
    'a list that is given up while it is at "%s" [11.10(h)]',
    async (step) => {
      const { services } = people;
      const given = await newReview(people);
      const { recordId } = given;
      const lists = sampleLists(12_000, '2026-11-19');
      await given.load({ kind: 'roster', fileName: 'hr.csv', bytes: asBytes(lists.roster) });
      const before = await services.ask('records.history', { recordId });
      const loading = given
        .load({ kind: 'accounts', fileName: 'many.csv', bytes: asBytes(lists.accounts) })
        .then(() => 'kept', String);
      for (let at: string | null = null; at !== step; ) {
        const { job } = await services.ask('access.importing', {});
        at = job !== null && (job.step !== 'store' || job.done > 0) ? job.step : null;
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(await services.refusal('access.import', { recordId, ...accountList, ...asGuessed, ...provenance })).toBe(
        'access/import-busy',
      );
      await services.ask('access.cancelImport', { recordId });
      expect(await loading).toContain('access/import-cancelled');
      expect((await services.ask('access.importing', {})).job).toBeNull();
      const overview = await services.ask('access.overview', { recordId });
      expect(overview.files.map(({ kind }) => kind)).toEqual(['roster']);
      expect(overview.lines).toBe(0);
      expect(await services.ask('records.history', { recordId })).toEqual(before);
      await expect(given.load(accountList)).resolves.toMatchObject({ lines: 14 });
    },
  );

  test('a control total that differs [11.10(h)]', async () => {
    await expect(review.load(accountList, { declaredRows: 15 })).rejects.toThrow('access/control-total-differs');
    const overview = await people.services.ask('access.overview', { recordId: review.recordId });
    expect(overview.files).toEqual([]);
    await expect(review.load(accountList, { declaredRows: 14 })).resolves.toMatchObject({ analysedAt: null });
  });

  test.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${accounts}`, 'utf8'), 'utf-8'],
    ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${accounts}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE with a mark', Buffer.from(`\uFEFF${accounts}`, 'utf16le').swap16(), 'utf-16be'],
    ['Windows-1252', Buffer.from(accounts.replace('Ирина Петрова', 'Irina Petrova'), 'latin1'), 'windows-1252'],
  ])('%s is read', async (_, bytes, encoding) => {
    const seen = await people.services.ask('access.preview', {
      recordId: review.recordId,
      ...accountList,
      bytes,
      encoding: null,
      delimiter: null,
      mapping: null,
    });
    expect(seen).toMatchObject({ encoding, delimiter: ';', totalRows: 14, problem: null });
    expect(seen.rows[0]?.[1]).toBe('Müller, Hans');
    expect(seen.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

describe('from lists to the sealed PDF', () => {
  test('revocations pass only when a later list proves them, and the population is frozen with its sources [draft 11.11, 11.10(h)]', async () => {
    const review = await begun();
    const { recordId } = review;
    const ask: Staffed['services']['ask'] = (name, input) => people.services.ask(name, input);
    const refusal: Staffed['services']['refusal'] = (name, input) => people.services.refusal(name, input);
    await decideAll(review);
    const raised = await ask('access.raise', { recordId, line: 3, what: { kind: 'incident' } });
    expect(await gate(review, 'complete')).toContain('One account is not decided');
    // Nobody decides on their own account: another reviewer, here a second validation lead, has to.
    await people.services.ask('session.logout', {});
    await secondLead();
    await review.decide([13], 'keep', 'Leads the laboratory systems');
    await people.login(evaluator);
    await review.step('complete');
    expect(await gate(review, 'verify')).toContain('3 changes are not proven');
    await review.step('remedy');
    await ask('access.remedy', {
      recordId,
      lines: [2, 3, 4],
      ticket: 'CHG-2291',
      doneBy: 'N. Becker',
      doneOn: '2026-11-23',
    });
    expect(await gate(review, 'verify')).toContain('3 changes are not proven');

    const later = (bytes: Uint8Array, extractedAt: string) =>
      review.load({ kind: 'later', fileName: 'later.csv', bytes }, { extractedAt });
    people.services.clock.set('2026-11-24T10:00:00.000Z');
    const all = laterList((rows) => rows);
    await expect(later(all, '2026-11-19T00:00:00.000Z')).rejects.toThrow('access/later-list-older');
    await expect(
      later(
        laterList((rows) => rows.slice(0, 3)),
        '2026-11-24T09:00:00.000Z',
      ),
    ).rejects.toThrow('access/later-list-implausible');
    expect(await refusal('access.except', { recordId, line: 3, reason: 'Later', expiresOn: '2026-11-01' })).toBe(
      'access/exception-expired',
    );
    const before = await later(all, '2026-11-22T09:00:00.000Z');
    expect(before.remedies).toMatchObject({ lines: 3, proven: 0, open: 3 });
    const still = await later(
      laterList((rows) => rows.filter((row) => !row.startsWith('gone'))),
      '2026-11-24T08:00:00.000Z',
    );
    expect(still.remedies).toMatchObject({ proven: 1, open: 2 });
    const done = await later(
      laterList((rows) =>
        rows
          .filter((row) => !row.startsWith('gone'))
          .map((row) => (row.startsWith('nobody') ? row.replace('active', 'locked') : row))
          .map((row) => row.replace('Analyst, Result Approver', 'Analyst')),
      ),
      '2026-11-24T09:00:00.000Z',
    );
    expect(done.remedies).toMatchObject({ lines: 3, proven: 3, open: 0 });
    const view = await review.step('verify');

    const saved = await ask('records.saveDraft', {
      recordId,
      base: view.savedAt,
      content: filledReview(view.content as Content, 'remedied') as Input<'records.saveDraft'>['content'],
    });
    expect(saved.findings.filter(({ severity }) => severity === 'blocking')).toEqual([]);
    await ask('records.sendForSignature', {
      recordId,
      signers: {
        'system-owner': people.accounts[owner.userName] ?? '',
        'quality-assurance': people.accounts[quality.userName] ?? '',
      },
    });
    for (const who of [evaluator, owner, quality]) expect((await people.sign(recordId, who)).ok).toBe(true);
    const sealed = await ask('records.get', { recordId, revision: null });
    expect(sealed.summary).toMatchObject({ state: 'effective', stage: 'Closed' });
    expect(sealed.content['remediation']?.values['raised']).toMatchObject([
      {
        account: 'gone',
        findings: 'Leaver still active',
        raised: expect.stringMatching(
          new RegExp(`^${raised.id}: Account gone: Leaver still active · .+, 2026-\\d\\d-\\d\\d$`),
        ) as string,
        state: 'Draft',
      },
    ]);
    expect(sealed.metrics.find(({ id }) => id === 'proven')?.value).toBe(100);
    expect(sealed.metrics.find(({ id }) => id === 'accounts')?.value).toBe(14);
    expect(sealed.content['population']?.values['accounts']).toEqual([]);
    const { bytes } = await ask('records.pdf', { recordId, revision: 1 });
    const report = await ask('verify.pdf', { name: 'review.pdf', bytes });
    expect(report.indication).toBe('TOTAL-PASSED');
    expect(await refusal('access.decide', decision(review, [1], 'keep'))).toBe('records/not-editable');
  });

  test('the roster is read as it was imported, a screen at a time, and searched', async () => {
    const review = await loaded();
    const { files } = await people.services.ask('access.overview', { recordId: review.recordId });
    const fileId = files.find(({ kind }) => kind === 'roster')?.id ?? '';
    const ask = { recordId: review.recordId, fileId, after: null };
    const all = await people.services.ask('access.roster', { ...ask, search: '' });
    expect(all.people.map(({ employeeId }) => employeeId)).toEqual([
      '0101',
      '0102',
      '0103',
      '0104',
      '0105',
      '0106',
      '0107',
      '0108',
      '0109',
    ]);
    expect(all.next).toBeNull();
    const found = await people.services.ask('access.roster', { ...ask, search: 'NOVAK petr' });
    expect(found.people).toMatchObject([{ name: 'Petr Novák', employed: false, leftOn: '2026-09-30' }]);
    const accountsFile = files.find(({ kind }) => kind === 'accounts')?.id ?? '';
    expect(await people.services.refusal('access.roster', { ...ask, fileId: accountsFile, search: '' })).toBe(
      'access/no-such-list',
    );
  });

  test.each(['findings', 'decisions'] as const)('exports %s as a table, logged with its rows', async (what) => {
    const review = await begun();
    await review.decide([3], 'revoke', '=left');
    const { bytes, fileName } = await people.services.ask('access.export', {
      recordId: review.recordId,
      what,
      filter: { ...everything, findings: ['leaver'] },
    });
    expect(fileName).toBe(`${review.recordId}-${what}.csv`);
    const [, ...rows] = new TextDecoder().decode(bytes).trim().split('\r\n');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain("'=left");
    expect(await trailOf(review, 'access.export')).toMatchObject([{ what, rows: 1 }]);
  });

  test('exports neutralise formulas, and are entries of the audit trail [MHRA 6.11-6.17]', async () => {
    await people.login(evaluator);
    const review = await newReview(people);
    const evil = 'Login;Name;Roles\n=cmd|calc;@SUM(A1);+x\n-1;" =HYPERLINK(""x"")";ok\n';
    await review.load({ kind: 'accounts', fileName: 'evil.csv', bytes: asBytes(evil) });
    await review.load(rosterList);
    const { bytes } = await people.services.ask('access.export', {
      recordId: review.recordId,
      what: 'lines',
      filter: everything,
    });
    const text = new TextDecoder().decode(bytes);
    expect(text).toContain("'=cmd|calc");
    expect(text).toContain("'@SUM(A1)");
    expect(text).toContain("'+x");
    expect(text).toContain("'-1");
    expect(text).toContain("'=HYPERLINK");
    const history = await people.services.ask('records.history', { recordId: review.recordId });
    expect(history.entries[0]).toMatchObject({ action: 'access.export' });
  });
});

let lead: { userName: string; passPhrase: string } | null = null;
/** Another person who may prepare reviews. */
const secondLead = async (): Promise<void> => {
  if (lead === null) {
    lead = { userName: 'second.lead', passPhrase: 'seven grey herons at dawn' };
    await people.login({ userName: 'admin.one', passPhrase: 'quiet harbour nine lanterns' });
    await people.services.ask('accounts.create', {
      userName: lead.userName,
      fullName: 'Paula Lindqvist',
      email: null,
      roles: ['operative'],
      passPhrase: 'initial seven grey herons',
    });
    await people.login({ userName: lead.userName, passPhrase: 'initial seven grey herons' });
    await people.services.ask('session.changePassPhrase', {
      current: 'initial seven grey herons',
      next: lead.passPhrase,
    });
    return;
  }
  await people.login(lead);
};
