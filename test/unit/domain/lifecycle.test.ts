import { describe, expect, test } from 'vitest';
import { isEditable, mayRevise, RecordState, RecordStep, takeStep } from '../../../src-main/domain/lifecycle.ts';
import { signingObstacle, type RequirementStatus } from '../../../src-main/domain/signing.ts';

const legal = new Set([
  'draft submit-for-review in-review',
  'draft send-for-signature awaiting-signatures',
  'draft withdraw withdrawn',
  'in-review return-from-review draft',
  'in-review send-for-signature awaiting-signatures',
  'in-review withdraw withdrawn',
  'awaiting-signatures complete effective',
  'awaiting-signatures reject returned',
  'awaiting-signatures withdraw withdrawn',
  'effective supersede superseded',
  'effective retire retired',
]);

describe('the lifecycle of a revision', () => {
  const all = Object.values(RecordState).flatMap((state) =>
    Object.values(RecordStep).map((step) => [state, step] as const),
  );

  test.each(all)('%s: %s [11.10(f)]', (state, step) => {
    const result = takeStep(state, step);
    const known = [...legal].find((line) => line.startsWith(`${state} ${step} `));
    if (known) expect(result).toEqual({ ok: true, value: known.split(' ')[2] });
    else expect(result).toEqual({ ok: false, error: { code: 'lifecycle/illegal-step', details: { state, step } } });
  });

  test('content changes in a draft alone [11.10(f)]', () => {
    expect(Object.values(RecordState).filter(isEditable)).toEqual(['draft']);
  });

  test('a new revision starts from an effective or a returned one', () => {
    expect(Object.values(RecordState).filter(mayRevise)).toEqual(['effective', 'returned']);
  });
});

describe('who may sign next', () => {
  const requirement = (
    id: string,
    ordinal: number,
    accountId: string,
    status: RequirementStatus['status'],
    meaning: RequirementStatus['meaning'],
  ): RequirementStatus => ({ id, ordinal, accountId, status, meaning });
  const fresh = [
    requirement('evaluator', 1, 'ada', 'pending', 'Authorship'),
    requirement('system-owner', 2, 'ben', 'pending', 'Responsibility'),
    requirement('quality-assurance', 3, 'cleo', 'pending', 'Approval'),
  ];
  const after = (signed: number): readonly RequirementStatus[] =>
    fresh.map((item) => (item.ordinal <= signed ? { ...item, status: 'signed' as const } : item));

  test('the named person, in order', () => {
    expect(signingObstacle(after(0), 'evaluator', 'ada', 'ada')).toBeNull();
    expect(signingObstacle(after(1), 'system-owner', 'ben', 'ada')).toBeNull();
    expect(signingObstacle(after(2), 'quality-assurance', 'cleo', 'ada')).toBeNull();
  });

  test('approval before the earlier signatures is out of order [11.10(f)]', () => {
    expect(signingObstacle(after(1), 'quality-assurance', 'cleo', 'ada')).toBe('signing/out-of-order');
  });

  test('somebody else is refused', () => {
    expect(signingObstacle(after(1), 'system-owner', 'cleo', 'ada')).toBe('signing/not-yours');
  });

  test('a signature is given once', () => {
    expect(signingObstacle(after(1), 'evaluator', 'ada', 'ada')).toBe('signing/already-signed');
  });

  test('the author cannot approve, even where the author was named for it [11.10(g)]', () => {
    const named = after(2).map((item) => (item.id === 'quality-assurance' ? { ...item, accountId: 'ada' } : item));
    expect(signingObstacle(named, 'quality-assurance', 'ada', 'ada')).toBe('signing/author-cannot-approve');
  });

  test('nothing is signed after a rejection', () => {
    const rejected = after(1).map((item) => (item.ordinal > 1 ? { ...item, status: 'cancelled' as const } : item));
    expect(signingObstacle(rejected, 'quality-assurance', 'cleo', 'ada')).toBe('signing/not-awaiting-signatures');
  });

  test('whoever wrote in the revision neither reviews nor approves it [11.10(g)]', () => {
    expect(signingObstacle(after(2), 'quality-assurance', 'cleo', 'ada', ['ada', 'cleo'])).toBe(
      'signing/contributor-cannot-approve',
    );
    expect(signingObstacle(after(2), 'quality-assurance', 'cleo', 'ada', ['ada', 'ben'])).toBeNull();
  });

  test('whoever wrote in the revision may take responsibility for it', () => {
    expect(signingObstacle(after(1), 'system-owner', 'ben', 'ada', ['ada', 'ben'])).toBeNull();
  });
});
