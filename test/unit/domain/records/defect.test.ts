import { describe, expect, test } from 'vitest';
import { untouched } from '../../../../src-main/domain/record-type.ts';
import { completenessOf } from '../../../../src-main/domain/completeness.ts';
import type { Content } from '../../../../src-main/domain/form.ts';
import { metricsOf, type CheckContext } from '../../../../src-main/domain/record-type.ts';
import { defect } from '../../../../src-main/domain/records/defect.ts';
import { mayBeLeftOut } from '../../../../src-main/domain/signing.ts';
import type { StageEntry } from '../../../../src-main/domain/check-context.ts';
import { acceptedRisk, checkContext, defectContent, incidentContent } from '../../../support/operations.ts';

const messages = (content: Content, over: Partial<CheckContext> = {}): readonly string[] =>
  [...completenessOf(defect.form, content), ...defect.check(content, checkContext(over))]
    .filter(({ severity }) => severity === 'blocking')
    .map(({ message }) => message);

const gate = (step: string, content: Content, over: Partial<CheckContext> = {}): readonly string[] =>
  (defect.stages?.steps.find(({ id }) => id === step)?.check?.(content, checkContext(over)) ?? []).map(
    ({ message }) => message,
  );

const taken = (step: string, accountId: string): StageEntry => ({
  step,
  from: '',
  to: '',
  accountId,
  at: '2026-11-22T09:00:00.000Z',
  reason: null,
});

const demanded = (content: Content): readonly string[] =>
  defect.requirements.filter((one) => !mayBeLeftOut(one, content)).map(({ id }) => id);

test('a fixed and verified defect, and an accepted risk, have nothing against them', () => {
  expect(messages(defectContent(), { stage: 'verified' })).toEqual([]);
  expect(messages(defectContent(acceptedRisk, { fix: { references: [] } }), { stage: 'accepted-risk' })).toEqual([]);
});

describe('what a defect cannot close without', () => {
  test('a critical defect cannot close without its root cause, whatever was decided', () => {
    const critical = { assessment: { severity: 'critical' }, cause: { rootCause: null, category: null } };
    const found = [
      'A critical defect cannot close without its root cause.',
      'A critical defect cannot close without the class of its cause.',
    ];
    expect(messages(defectContent(critical))).toEqual(found);
    expect(messages(defectContent(critical, acceptedRisk))).toEqual(found);
    expect(gate('fix', defectContent(critical))).toEqual(found);
    expect(messages(defectContent({ cause: { rootCause: null, category: null } }))).toEqual([]);
  });

  test('a fix cannot close without a link to its change, its release and its fixer', () => {
    const bare = defectContent({ fix: { addressed: null, fixedBy: null, fixedIn: null, references: [] } });
    expect(gate('fix', bare)).toEqual([
      'Say how the defect was addressed.',
      'Name the person who fixed it.',
      'Name the release that holds the fix.',
      'A fix is linked to its change: a commit, a merge request, a ticket or a change number.',
    ]);
    expect(messages(bare)).toEqual(gate('fix', bare));
  });

  test('a fix cannot close without the evidence of its verification', () => {
    expect(messages(defectContent({ verification: { verifiedBy: null, verifiedOn: null, evidence: null } }))).toEqual([
      'Name the person who verified the fix.',
      'Say when the fix was verified.',
      'Say what shows that the defect is gone.',
    ]);
  });

  test('nobody verifies their own fix: neither by name nor by the steps they took [A11 6]', () => {
    expect(messages(defectContent({ verification: { verifiedBy: '  jonas   WEBER ' } }))).toEqual([
      'jonas   WEBER fixed the defect: somebody else verifies it.',
    ]);
    const steps = [taken('fix', 'acc-1'), taken('verify', 'acc-1')];
    expect(messages(defectContent(), { steps })).toEqual([
      'Whoever marked the defect as fixed cannot mark it as verified.',
    ]);
    expect(messages(defectContent(), { steps: [taken('fix', 'acc-1'), taken('verify', 'acc-2')] })).toEqual([]);
    const fixed = { steps: [taken('fix', 'acc-1')] };
    expect(gate('verify', defectContent(), { ...fixed, accountId: 'acc-1' })).toEqual([
      'You marked the defect as fixed: somebody else verifies it.',
    ]);
    expect(gate('verify', defectContent(), { ...fixed, accountId: 'acc-2' })).toEqual([]);
  });

  test('a fix counts as writing: whoever begins or marks it does not sign as verifier', () => {
    const contributing = defect.stages?.steps.filter(({ contributes }) => contributes).map(({ id }) => id);
    expect(contributing).toEqual(['begin-fix', 'fix']);
  });

  test.each([
    ['2027-11-20', []],
    ['2027-11-21', ['A risk is accepted for 12 months at most: until 2027-11-20.']],
    ['2026-11-20', ['The risk is accepted until a day after the decision.']],
    [null, ['An accepted risk needs the day on which it expires.']],
  ])('an accepted risk until %s', (acceptedUntil, found) => {
    const content = defectContent(acceptedRisk, { decision: { acceptedUntil } });
    expect(messages(content)).toEqual(found);
    expect(gate('accept-risk', content)).toEqual(found);
  });

  test('a duplicate names the other defect', () => {
    expect(messages(defectContent({ decision: { decision: 'duplicate' } }))).toEqual([
      'Name the defect that this one is a duplicate of.',
    ]);
  });

  test('the decision that is signed is the one of the stage', () => {
    expect(messages(defectContent(acceptedRisk), { stage: 'verified' })).toEqual([
      'The decision no longer fits the stage that the defect is in.',
    ]);
  });

  test('days in the future are blocked [draft 10.1]', () => {
    expect(messages(defectContent({ verification: { verifiedOn: '2026-11-24' } }))).toEqual([
      'Verified on lies in the future (2026-11-24).',
    ]);
  });
});

test('who has to sign follows from the decision and the severity', () => {
  expect(demanded(defectContent())).toEqual(['reporter', 'verifier', 'system-owner']);
  expect(demanded(defectContent({ assessment: { severity: 'critical' } }))).toContain('quality-assurance');
  expect(demanded(defectContent(acceptedRisk))).toEqual(['reporter', 'system-owner', 'quality-assurance']);
  expect(demanded(defectContent({ decision: { decision: 'reject' } }))).toEqual(['reporter', 'system-owner']);
});

test('ways out of the work need their decision and a reason; a deferred defect stays open', () => {
  for (const [step, decision] of [
    ['reject', 'reject'],
    ['duplicate', 'duplicate'],
    ['accept-risk', 'accept'],
  ] as const) {
    expect(defect.stages?.steps.find(({ id }) => id === step)?.needsReason).toBe(true);
    expect(gate(step, defectContent())[0]).toContain('The decision has to be');
    expect(gate(step, defectContent(acceptedRisk, { decision: { decision, duplicateOf: 'DF-2026-0002' } }))).toEqual(
      [],
    );
  }
  const deferred = defectContent({ decision: { decision: 'defer' } });
  expect(gate('decide', deferred)).toEqual([]);
  expect(gate('begin-fix', deferred)).toEqual(['The decision has to be "Fix" for that.']);
  expect(defect.stages?.signable).not.toContain('decided');
});

test('facts carry what the next evaluation asks: an accepted risk with its last day', () => {
  expect(defect.factsOf?.(defectContent(acceptedRisk), untouched)).toMatchObject({
    decision: 'accept',
    riskExpires: '2027-05-20',
    closedOn: '2026-11-20',
    severity: 'major',
    fingerprint: null,
  });
  expect(defect.factsOf?.(defectContent(), untouched)).toMatchObject({
    riskExpires: null,
    closedOn: '2026-11-22',
    createdOn: '2026-11-20',
    foundIn: '7.4.2',
    fixedIn: '7.4.3',
    afterRelease: true,
    cause: 'software',
  });
  expect(metricsOf(defect, defectContent()).map(({ value }) => value)).toEqual([20, 2]);
});

test('a defect that is recorded from an incident takes over what the incident says', () => {
  const beginning = defect.beginsFrom?.find(({ type }) => type === 'incident');
  const source = { recordId: 'IN-2026-0001', title: 'Label printing stood still', content: incidentContent() };
  const begun = beginning?.carry(source, defectContent({ identity: { security: true } }));
  expect(begun?.['identity']?.values).toMatchObject({
    title: 'Label printing stood still',
    detectedAt: '2026-11-20T06:10+01:00[Europe/Berlin]',
    foundIn: '7.4.2',
    security: false,
  });
  expect(begun?.['description']?.values['occurred']).toContain('Found in incident IN-2026-0001.');
});
