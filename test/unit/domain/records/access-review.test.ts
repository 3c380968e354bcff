import { describe, expect, test } from 'vitest';
import { untouched } from '../../../../src-main/domain/record-type.ts';
import { emptyContent } from '../../../../src-main/domain/form.ts';
import { accessReview } from '../../../../src-main/domain/records/access-review.ts';
import { withValues } from '../../../../src-main/domain/records/operations/prefilled.ts';
import { checkContext } from '../../../support/operations.ts';

describe('facts of an access review', () => {
  const content = withValues(emptyContent(accessReview.form), {
    outcome: {
      lines: 160,
      bulkKeepShare: 25,
      findings: [
        { finding: 'Orphan', lines: 2 },
        { finding: 'Dormant', lines: 8 },
      ],
      decisions: [
        { decision: 'Keep', lines: 140 },
        { decision: 'Revoke', lines: 20 },
      ],
    },
    remediation: {
      remedies: [
        { account: 'a', proof: 'Proven: account is gone (AL-000003)' },
        { account: 'b', proof: 'Excepted' },
      ],
    },
  });

  test('are those that trends and evaluations read, by the names that they read them by', () => {
    expect(accessReview.factsOf?.(content, untouched)).toMatchObject({
      lines: 160,
      kept: 140,
      revoked: 20,
      modified: 0,
      proven: 1,
      orphans: 2,
      dormant: 8,
      sod: 0,
      bulkKeepShare: 0.25,
    });
  });

  test('are unknown before the population is frozen', () => {
    expect(accessReview.factsOf?.(emptyContent(accessReview.form), untouched)).toMatchObject({
      lines: null,
      orphans: null,
    });
  });
});

describe('role definitions (draft Annex 11, 11.11)', () => {
  const judged = (judgement: string, note: string | null) =>
    accessReview
      .check(
        withValues(emptyContent(accessReview.form), {
          rules: { roles: [{ role: 'System Admin', grants: 'All', judged: judgement, note }] },
        }),
        checkContext(),
      )
      .map(({ message }) => message);

  test('a role that does not fit says why, or what changes', () => {
    const asked = 'Say why the role System Admin does not fit, or what changes.';
    expect(judged('change', null)).toContain(asked);
    expect(judged('retire', ' ')).toContain(asked);
    expect(judged('change', 'Loses the right to delete')).not.toContain(asked);
    expect(judged('fits', null)).not.toContain(asked);
  });
});
