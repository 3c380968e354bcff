import { describe, expect, test } from 'vitest';
import { defect } from '../../../src-main/domain/records/defect.ts';
import { stageLabel, stagesShown, stageStep, wasReopened, type Stages } from '../../../src-main/domain/stages.ts';

const stages: Stages = {
  initial: 'new',
  reopened: 'triaged',
  completed: 'closed',
  all: [
    { id: 'new', label: 'New' },
    { id: 'triaged', label: 'Triaged' },
    { id: 'closed', label: 'Closed' },
  ],
  steps: [{ id: 'triage', label: 'Triage', from: ['new'], to: 'triaged', needsReason: false }],
  signable: ['triaged'],
};

describe('stages', () => {
  test.each([
    ['going back to work from where it was done', [{ from: 'closed', to: 'triaged' }], false, true],
    ['a new revision of what was signed', [], true, true],
    ['going back before it was done', [{ from: 'new', to: 'triaged' }], false, false],
    ['going on from where it was done', [{ from: 'closed', to: 'new' }], false, false],
  ] as const)('%s is told from reopening', (_, taken, signedBefore, expected) => {
    expect(wasReopened({ ...stages, done: ['closed'] }, taken, signedBefore)).toBe(expected);
  });

  test('a step leads on from where it may begin', () => {
    const step = stageStep(stages, 'new', 'triage');
    expect(step.ok && step.value.to).toBe('triaged');
  });

  test.each([
    ['triaged', 'triage'],
    ['new', 'close'],
    ['unheard of', 'triage'],
  ])('from %s the step %s is refused [11.10(f)]', (stage, step) => {
    const refused = stageStep(stages, stage, step);
    expect(!refused.ok && refused.error).toMatchObject({
      code: 'records/illegal-stage-step',
      details: { stage, step },
    });
  });

  test('a stage has the words of its type', () => {
    expect(stageLabel(stages, 'triaged')).toBe('Triaged');
  });
});

test('stages beside the way are shown only to whom they happened', () => {
  const { stages } = defect;
  if (stages === undefined) throw new Error('a defect has stages');
  const shown = (stage: string, ...to: readonly string[]) =>
    stagesShown(
      stages,
      stage,
      to.map((one) => ({ step: '', from: '', to: one, accountId: '', at: '', reason: null })),
    ).map(({ id }) => id);
  expect(shown('new')).toEqual(['new', 'confirmed', 'decided', 'in-fix', 'fixed', 'verified', 'closed']);
  expect(shown('accepted-risk', 'confirmed', 'accepted-risk')).toEqual(['new', 'confirmed', 'accepted-risk', 'closed']);
});
