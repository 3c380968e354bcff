import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding, Input } from '../../../src-main/contract/index.ts';
import { rowsOf, type Content } from '../../../src-main/domain/form.ts';
import { withValues } from '../../../src-main/domain/records/operations/prefilled.ts';
import { extractEmbeddedFile } from '../../../src-main/pades/index.ts';
import type { RevisionDocument } from '../../../src-main/domain/revision-document.ts';
import type { RecordTypeId } from '../../../src-main/domain/record-type.ts';
import {
  acceptedRisk,
  critical,
  defectValues,
  flagged,
  incidentValues,
  postMortemValues,
  waiverValues,
  type Values,
} from '../../support/operations.ts';
import {
  addPerson,
  evaluator,
  owner,
  person,
  quality,
  staffed,
  testServices,
  type Staffed,
  type TestPerson,
} from '../../support/services.ts';

type DraftContent = Input<'records.saveDraft'>['content'];

const engineer = person('engineer', 'Jonas Weber', 'operative');
const technician = person('technician', 'Aino Virtanen', 'technical-owner');

let team: Staffed;
beforeAll(async () => {
  team = await staffed(await testServices());
  await addPerson(team, engineer);
  await addPerson(team, technician);
});
afterAll(() => {
  team.services.dispose();
});

const read = (recordId: string) => team.services.ask('records.get', { recordId, revision: null });

/** Puts answers into a draft and saves it. */
const fill = async (recordId: string, ...changes: readonly Values[]) => {
  const view = await read(recordId);
  return team.services.ask('records.saveDraft', {
    recordId,
    base: view.savedAt,
    content: changes.reduce<Content>(withValues, view.content as Content) as DraftContent,
  });
};

const create = async (type: RecordTypeId, ...changes: readonly Values[]): Promise<string> => {
  const { summary } = await team.services.ask('records.create', { type, systemId: team.systemId });
  await fill(summary.id, ...changes);
  return summary.id;
};

const step = (recordId: string, name: string, reason: string | null = null) =>
  team.services.reply('records.takeStage', { recordId, step: name, reason });

const walk = async (recordId: string, ...steps: readonly string[]): Promise<void> => {
  for (const one of steps) expect(await step(recordId, one), one).toMatchObject({ ok: true });
};

/** The messages of a refusal that names findings. */
const messagesOf = (reply: { readonly ok: boolean }): readonly string[] => {
  const { error } = reply as { readonly error?: { readonly details?: { readonly findings?: readonly Finding[] } } };
  return (error?.details?.findings ?? [])
    .filter(({ severity }) => severity === 'blocking')
    .map(({ message }) => message);
};

const send = (recordId: string, signers: Readonly<Record<string, TestPerson>>) =>
  team.services.reply('records.sendForSignature', {
    recordId,
    signers: Object.fromEntries(Object.entries(signers).map(([id, who]) => [id, team.accounts[who.userName] ?? ''])),
  });

const signAll = async (recordId: string, ...people: readonly TestPerson[]): Promise<void> => {
  for (const who of people) expect(await team.sign(recordId, who), who.userName).toMatchObject({ ok: true });
  expect((await read(recordId)).summary.state).toBe('effective');
};

/** What the trend of reopened incidents counts. */
const reopenedIncidents = async (): Promise<readonly string[]> => {
  const { systemId } = team;
  const asked = { systemId, start: '2026-01-01', end: '2026-12-31', group: 'incidents' } as const;
  const { trends } = await team.services.ask('trends.get', asked);
  return trends.find(({ id }) => id === 'incident.reopened')?.total.counted ?? [];
};

const toAnalysis = ['triage', 'start', 'mitigate', 'resolve', 'finish-analysis'] as const;
const significant =
  'A significant incident (P1, or an impact flag) cannot close without an effective post-mortem or a signed waiver.';

describe('an incident', () => {
  test('goes from new to closed, with its stages, figures and facts, and is reopened as a new revision [A11 13]', async () => {
    await team.login(engineer);
    const id = await create('incident', incidentValues);
    expect(id).toMatch(/^IN-2026-\d{4}$/);
    await walk(id, ...toAnalysis);
    expect(await send(id, { owner: evaluator, 'system-owner': owner })).toMatchObject({ ok: true });
    await signAll(id, engineer, evaluator, owner);
    const closed = await read(id);
    expect(closed.summary.stage).toBe('Closed');
    expect(closed.metrics.find((one) => one.id === 'time-to-resolve')?.value).toBe(180);

    await team.login(engineer);
    const reopened = await team.services.ask('records.revise', { recordId: id, reason: 'It came back on Monday.' });
    expect(reopened.stage).toBe('in-progress');
    expect(reopened.revisions).toHaveLength(2);
    expect(reopened.content).toEqual(closed.content);
    expect(await reopenedIncidents()).toContain(id);
  });

  test('counts as reopened when it goes back to work after it was resolved, not before', async () => {
    await team.login(engineer);
    const id = await create('incident', incidentValues);
    await walk(id, 'triage', 'start', 'mitigate');
    expect(await step(id, 'reopen', 'The workaround does not hold.')).toMatchObject({ ok: true });
    expect(await reopenedIncidents()).not.toContain(id);
    await walk(id, 'mitigate', 'resolve');
    expect(await step(id, 'reopen', 'Labels are missing again.')).toMatchObject({ ok: true });
    expect(await reopenedIncidents()).toContain(id);
    await fill(id, { cause: { category: 'software' } });
    expect(await reopenedIncidents()).toContain(id);
  });

  test('steps are taken in their order alone, and only with what they need [11.10(f)]', async () => {
    await team.login(engineer);
    const id = await create('incident', incidentValues, { handling: { acknowledgedAt: null } });
    expect(await step(id, 'resolve')).toMatchObject({ ok: false, error: { code: 'records/illegal-stage-step' } });
    await walk(id, 'triage');
    const gated = await step(id, 'start');
    expect(gated).toMatchObject({ ok: false, error: { code: 'records/stage-gate' } });
    expect(messagesOf(gated)).toEqual(['Acknowledged is missing.']);
    expect(await send(id, { owner: evaluator, 'system-owner': owner })).toMatchObject({
      ok: false,
      error: { code: 'records/not-signable-yet' },
    });
    expect((await read(id)).stage).toBe('triaged');
  });

  test('an entry time is set by the system, survives edits, and cannot be claimed [ALCOA contemporaneous]', async () => {
    await team.login(engineer);
    const id = await create('incident');
    team.services.clock.set('2026-11-23T09:00:00.000Z');
    const at = '2026-11-22T23:00+01:00[Europe/Berlin]';
    const claimed = { at, event: 'Alert', entered: '2026-11-22T23:01+01:00[Europe/Berlin]', lateReason: null };
    const saved = await fill(id, { timeline: { entries: [claimed] } });
    const entered = (content: Content | null) =>
      content === null ? null : rowsOf(content, 'timeline', 'entries').map((row) => row['entered']);
    expect(entered(saved.filled)).toEqual(['2026-11-23T10:00+01:00[Europe/Berlin]']);

    team.services.clock.advance(26 * 3_600_000);
    const view = await read(id);
    const [first] = rowsOf(view.content, 'timeline', 'entries');
    const late = { at, event: 'Call', entered: null, lateReason: null };
    const again = await fill(id, { timeline: { entries: [{ ...first, event: 'Alert on the queue' }, late] } });
    expect(entered(again.filled)).toEqual([
      '2026-11-23T10:00+01:00[Europe/Berlin]',
      '2026-11-24T12:00+01:00[Europe/Berlin]',
    ]);
    expect(again.findings.map(({ message }) => message)).toContain(
      'Entry 2 was made 37 hours after its event: say why it is late.',
    );
  });

  test.each([
    [
      'resolution before detection',
      { handling: { resolvedAt: '2026-11-20T06:00+01:00[Europe/Berlin]' } },
      'Resolved lies before "Mitigated".',
    ],
    [
      'a time in the future',
      { handling: { resolvedAt: '2026-12-01T06:00+01:00[Europe/Berlin]' } },
      'Resolved lies in the future.',
    ],
    [
      'an override without a reason',
      { classification: { override: 'P2' } },
      'The computed priority is P3: say why it is P2.',
    ],
    [
      'a change of the intended use without its number',
      { change: { intendedUse: true, number: null } },
      'The change may affect the intended use: register it in change control and give its number.',
    ],
  ] as const)('cannot be sent for signature with %s', async (_, change, message) => {
    await team.login(engineer);
    const id = await create('incident', incidentValues);
    await walk(id, ...toAnalysis);
    await fill(id, change);
    const refused = await send(id, { owner: evaluator, 'system-owner': owner });
    expect(refused).toMatchObject({ ok: false, error: { code: 'records/incomplete' } });
    expect(messagesOf(refused)).toEqual([message]);
  });

  test('a critical incident cannot close without root cause, action and an effective post-mortem [A11 13]', async () => {
    await team.login(engineer);
    const id = await create('incident', incidentValues, critical, { capa: { needed: false, actions: [] } });
    await walk(id, ...toAnalysis);
    const signers = { owner: evaluator, 'system-owner': owner };
    await fill(id, { cause: { rootCause: null } });
    expect(messagesOf(await send(id, signers))).toEqual([
      'A critical incident cannot close without its root cause.',
      'A critical incident cannot close without an action.',
      significant,
    ]);
    await fill(id, incidentValues, critical);
    expect(messagesOf(await send(id, signers))).toEqual([significant]);

    // The post-mortem takes over what the incident says, is linked with it, and only counts once it is effective.
    const begun = await team.services.ask('records.createFrom', { recordId: id, type: 'post-mortem' });
    const postMortem = begun.summary.id;
    expect(begun.content['identity']?.values).toMatchObject({
      title: 'Label printing stood still',
      incident: id,
      duration: 200,
    });
    const { links } = await team.services.ask('links.of', { kind: 'record', id });
    expect(links).toMatchObject([{ relation: 'analysed-in', direction: 'out', other: { id: postMortem } }]);
    expect(await team.services.refusal('records.createFrom', { recordId: id, type: 'post-mortem' })).toBe(
      'records/begun-already',
    );
    await fill(postMortem, postMortemValues);
    expect(messagesOf(await send(id, signers))).toEqual([significant]);
    await walk(postMortem, 'hold-review');
    expect(await send(postMortem, { reviewer: evaluator, 'system-owner': owner })).toMatchObject({ ok: true });
    expect(messagesOf(await send(id, signers))).toEqual([significant]);
    await signAll(postMortem, engineer, evaluator, owner);

    // A newer revision in the making takes nothing from the one in force.
    await team.login(engineer);
    await team.services.ask('records.revise', { recordId: postMortem, reason: 'A second contributing factor' });
    expect((await team.services.ask('links.of', { kind: 'record', id })).links).toMatchObject([
      { other: { id: postMortem, state: 'effective' } },
    ]);
    expect(await send(id, signers)).toMatchObject({ ok: true });
    await signAll(id, engineer, evaluator, owner);
    // Its sealed PDF names the post-mortem with the hash of what was signed.
    const { bytes } = await team.services.ask('records.pdf', { recordId: id, revision: 1 });
    const file = extractEmbeddedFile(bytes, 'record.json');
    if (!file.ok) throw new Error('no embedded record');
    const embedded = JSON.parse(new TextDecoder().decode(file.value)) as RevisionDocument;
    expect(embedded.sources).toMatchObject([{ id: postMortem, revision: 1, state: 'effective' }]);
    expect(embedded.sources?.[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a flagged incident cannot close without QA review and the signature of quality assurance; a signed waiver will do [A11 1, A11 6]', async () => {
    await team.login(engineer);
    const id = await create('incident', incidentValues, flagged);
    await walk(id, ...toAnalysis);
    const signers = { owner: evaluator, 'system-owner': owner };
    const waiver = (await team.services.ask('records.createFrom', { recordId: id, type: 'post-mortem-waiver' })).summary
      .id;
    await fill(waiver, waiverValues);
    expect(messagesOf(await send(id, signers))).toEqual([
      'An impact flag is set: the incident goes to QA review before it is closed.',
      significant,
    ]);
    expect(await send(waiver, { 'quality-assurance': quality })).toMatchObject({ ok: true });
    await signAll(waiver, engineer, quality);
    await team.login(engineer);
    await walk(id, 'ask-quality');
    expect(await send(id, signers)).toMatchObject({ ok: false, error: { code: 'records/signers-missing' } });
    expect(await send(id, { ...signers, 'quality-assurance': quality })).toMatchObject({ ok: true });
    await signAll(id, engineer, evaluator, owner, quality);
  });

  test('a waiver that was not begun from an incident is not signed', async () => {
    await team.login(engineer);
    const id = await create('post-mortem-waiver', waiverValues);
    expect(messagesOf(await send(id, { 'quality-assurance': quality }))).toEqual([
      'A waiver belongs to an incident: begin it in the page of the incident.',
    ]);
  });

  test('nothing is begun from a record of another kind, from a withdrawn one, or by somebody who may not write it', async () => {
    await team.login(engineer);
    const id = await create('incident', incidentValues);
    const from = (recordId: string, type: RecordTypeId) =>
      team.services.refusal('records.createFrom', { recordId, type });
    expect(await from(id, 'periodic-evaluation')).toBe('records/not-begun-from');
    await team.login(owner);
    expect(await from(id, 'post-mortem')).toBe('records/not-an-author');
    await team.login(engineer);
    await team.services.ask('records.withdraw', { recordId: id, reason: 'Recorded twice' });
    expect(await from(id, 'post-mortem')).toBe('records/not-begun-from-withdrawn');
    const { links } = await team.services.ask('links.of', { kind: 'record', id });
    expect(links).toEqual([]);
  });
});

describe('a post-mortem', () => {
  test('names of the vault’s people in the narrative are pointed out', async () => {
    await team.login(engineer);
    const id = await create('post-mortem', postMortemValues);
    const saved = await fill(id, { summary: { trigger: 'Virtanen deployed a damaged template.' } });
    expect(saved.findings.map(({ message }) => message)).toContain(
      'Trigger names a person (Virtanen): write the role instead. Who did what stays in the audit trail.',
    );
  });
});

describe('a defect', () => {
  const toFixed = ['confirm', 'decide', 'begin-fix', 'fix'] as const;

  test('goes from new to closed: the fixer neither marks it as verified nor signs as verifier [A11 6]', async () => {
    await team.login(technician);
    const id = await create('defect', defectValues, { fix: { fixedBy: engineer.fullName } });
    expect(id).toMatch(/^DF-2026-\d{4}$/);
    await team.login(engineer);
    await walk(id, ...toFixed);
    const own = await step(id, 'verify');
    expect(own).toMatchObject({ ok: false, error: { code: 'records/stage-gate' } });
    expect(messagesOf(own)).toEqual(['You marked the defect as fixed: somebody else verifies it.']);
    await team.login(quality);
    await walk(id, 'verify');
    await team.login(technician);
    expect(await send(id, { 'system-owner': owner })).toMatchObject({
      ok: false,
      error: { code: 'records/signers-missing' },
    });
    expect(await send(id, { verifier: engineer, 'system-owner': owner })).toMatchObject({
      ok: false,
      error: { code: 'records/signer-not-eligible' },
    });
    expect(await send(id, { verifier: quality, 'system-owner': owner })).toMatchObject({ ok: true });
    await signAll(id, technician, quality, owner);
    expect((await read(id)).summary.stage).toBe('Closed');
  });

  test('a critical defect cannot close without its root cause, nor without quality assurance', async () => {
    await team.login(technician);
    const id = await create('defect', defectValues, {
      assessment: { severity: 'critical' },
      cause: { rootCause: null },
    });
    await team.login(engineer);
    await walk(id, 'confirm', 'decide', 'begin-fix');
    expect(messagesOf(await step(id, 'fix'))).toEqual(['A critical defect cannot close without its root cause.']);
    await team.login(technician);
    await fill(id, { cause: { rootCause: 'The retry has no limit.' } });
    await team.login(engineer);
    await walk(id, 'fix');
    await team.login(evaluator);
    await walk(id, 'verify');
    await team.login(technician);
    await fill(id, { cause: { rootCause: null } });
    const signers = { verifier: evaluator, 'system-owner': owner };
    expect(messagesOf(await send(id, signers))).toEqual(['A critical defect cannot close without its root cause.']);
    await fill(id, { cause: { rootCause: 'The retry has no limit.' } });
    expect(await send(id, signers)).toMatchObject({ ok: false, error: { code: 'records/signers-missing' } });
    expect(await send(id, { ...signers, 'quality-assurance': quality })).toMatchObject({ ok: true });
  });

  test('an accepted risk needs a reason, its last day within a year, and quality assurance', async () => {
    await team.login(technician);
    const id = await create('defect', defectValues, acceptedRisk, { decision: { acceptedUntil: '2028-01-01' } });
    await walk(id, 'confirm');
    expect(messagesOf(await step(id, 'accept-risk', 'Workaround holds'))).toEqual([
      'A risk is accepted for 12 months at most: until 2027-11-20.',
    ]);
    await fill(id, acceptedRisk);
    expect(await step(id, 'accept-risk')).toMatchObject({ ok: false, error: { code: 'records/stage-needs-reason' } });
    expect(await step(id, 'accept-risk', 'The workaround holds until the next release.')).toMatchObject({ ok: true });
    expect(await send(id, { 'system-owner': owner })).toMatchObject({
      ok: false,
      error: { code: 'records/signers-missing' },
    });
    expect(await send(id, { 'system-owner': owner, 'quality-assurance': quality })).toMatchObject({ ok: true });
    await signAll(id, technician, owner, quality);
  });

  test('is recorded from its incident, and both show the link [ALCOA traceable]', async () => {
    await team.login(engineer);
    const incident = await create('incident', incidentValues);
    const begun = await team.services.ask('records.createFrom', { recordId: incident, type: 'defect' });
    expect(begun.content['identity']?.values).toMatchObject({ title: 'Label printing stood still', foundIn: '7.4.2' });
    const { links } = await team.services.ask('links.of', { kind: 'record', id: begun.summary.id });
    expect(links).toMatchObject([{ relation: 'caused-by', direction: 'in', other: { id: incident } }]);
    const { entries } = await team.services.ask('records.history', { recordId: incident });
    expect(entries[0]?.action).toBe('link.add');
  });
});

describe('findings of a scanner', () => {
  const report = (results: readonly unknown[], version = '2.1.0') =>
    new TextEncoder().encode(
      JSON.stringify({ version, runs: [{ tool: { driver: { name: 'Scanner', version: '4.2' } }, results }] }),
    );
  const found = (uri: string, line: number, over = {}) => ({
    ruleId: 'hard-coded-secret',
    level: 'error',
    message: { text: 'A secret stands in the code.' },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: line } } }],
    ...over,
  });
  const read = (bytes: Uint8Array) =>
    team.services.ask('defects.readScan', { systemId: team.systemId, name: 'scan.sarif', bytes });
  const bring = (bytes: Uint8Array, keys: string[]) =>
    team.services.ask('defects.importScan', { systemId: team.systemId, name: 'scan.sarif', bytes, keys });

  test('become defects that a person picked, and are known again in the next report', async () => {
    await team.login(engineer);
    const first = report([found('src/a.ts', 10), found('src/a.ts', 20), found('src/b.ts', 5)]);
    const { findings } = await read(first);
    expect(findings.map(({ times, known }) => [times, known])).toEqual([
      [2, null],
      [1, null],
    ]);
    const key = findings[0]?.key ?? '';
    const { created } = await bring(first, [key]);
    expect(created).toHaveLength(1);
    const recordId = created[0]?.recordId ?? '';
    const view = await team.services.ask('records.get', { recordId, revision: null });
    expect(view.content['scan']?.values).toMatchObject({
      rule: 'hard-coded-secret',
      location: 'src/a.ts:10',
      fingerprint: key,
    });
    expect(view.content['assessment']?.values).toMatchObject({ severity: 'major' });
    expect(view.stage).toBe('new');

    const next = report([found('src/b.ts', 7), found('src/a.ts', 99)]);
    const again = await read(next);
    expect(again.findings.map(({ known }) => known)).toEqual([null, recordId]);
    const second = await bring(
      next,
      again.findings.map((one) => one.key),
    );
    expect(second.created).toHaveLength(1);
    expect(second.known).toEqual([{ key, recordId }]);
    expect((await bring(next, [key])).created).toEqual([]);

    const { entries } = await team.services.ask('records.history', { recordId });
    expect(entries.map(({ action }) => action)).toEqual(['record.create']);
  });

  test.each([
    ['no JSON', new TextEncoder().encode('<sarif/>'), 'sarif/not-json'],
    ['no UTF-8', Uint8Array.of(0xff, 0xfe, 0x7b), 'sarif/not-json'],
    ['another version', report([], '2.0.0'), 'sarif/wrong-version'],
    ['text that misleads', report([found('src/\u202Egpj.ts', 1)]), 'sarif/hostile-text'],
    ['more than is read at once', new Uint8Array(20_000_001), 'sarif/too-large'],
  ])('are refused by name, and nothing is made: %s', async (_, bytes, code) => {
    await team.login(engineer);
    const input = { systemId: team.systemId, name: 'scan.sarif', bytes };
    expect(await team.services.refusal('defects.readScan', input)).toBe(code);
    expect(await team.services.refusal('defects.importScan', { ...input, keys: ['0'.repeat(64)] })).toBe(code);
  });

  test('nobody imports what is not in the file, for a system there is not, or without the right to write defects', async () => {
    await team.login(engineer);
    const bytes = report([found('src/c.ts', 1)]);
    const input = { systemId: team.systemId, name: 'scan.sarif', bytes };
    expect(await team.services.refusal('defects.importScan', { ...input, keys: ['0'.repeat(64)] })).toBe(
      'defects/not-in-the-file',
    );
    expect(await team.services.refusal('defects.readScan', { ...input, systemId: 'SYS-9999' })).toBe(
      'systems/not-found',
    );
    await team.login(owner);
    expect(await team.services.refusal('defects.readScan', input)).toBe('records/not-an-author');
  });
});
