import { describe, expect, it } from 'vitest';
import { factsOf, type Facts } from '../../../src-main/domain/facts.ts';

describe('facts', () => {
  it('reads what a type stored, by name and kind', () => {
    const facts: Facts<'post-mortem'> = { incident: 'IN-2026-0001', publishedOn: '2026-03-09' };
    expect(factsOf('post-mortem', { ...facts, extra: 1 })).toEqual(facts);
  });

  it('takes what is absent, empty or of another kind as not known', () => {
    const read = factsOf('incident', {
      priority: '',
      gxp: 'yes',
      detectedAt: '2026-03-01',
      resolvedAt: '2026-03-01T09:30:00+01:00',
      responseKept: false,
    });
    expect(read.priority).toBeNull();
    expect(read.gxp).toBeNull();
    expect(read.detectedAt).toBeNull();
    expect(read.resolvedAt).toBe('2026-03-01T09:30:00+01:00');
    expect(read.responseKept).toBe(false);
    expect(read.cause).toBeNull();
    expect(factsOf('defect', { createdOn: '2026-02-31x', closedOn: '2026-13-01' })).toMatchObject({
      createdOn: null,
      closedOn: null,
    });
    expect(factsOf('access-review', { lines: Number.NaN }).lines).toBeNull();
  });
});
