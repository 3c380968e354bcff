import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  auditEvent,
  auditEvents,
  Risk,
  riskLabel,
  riskOf,
  unusualActions,
} from '../../../src-main/domain/audit-events.ts';
import { newLateEntries } from '../../../src-main/domain/late-entries.ts';

const source = fileURLToPath(new URL('../../../src-main', import.meta.url));

describe('the kinds of events of the audit trail', () => {
  test('have words of their own, in area and verb', () => {
    const words = Object.values(auditEvents).map((kind) => kind.words);
    expect(new Set(words).size).toBe(words.length);
    for (const action of Object.keys(auditEvents)) expect(action).toMatch(/^[a-z]+\.[a-z-]+$/);
  });

  test('are all written by somebody: none is a promise', () => {
    const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('audit-events.ts'))
      .map((file) => readFileSync(join(source, file), 'utf8'))
      .join('\n');
    // Made from a step of the lifecycle, from an inventory's name, from what a known head says.
    const made =
      /^(record\.(submit-for-review|return-from-review|withdraw|retire)|(system|supplier)\.(create|change)|vault\.(forked|rolled-back))$/;
    expect(Object.keys(auditEvents).filter((action) => !made.test(action) && !code.includes(`'${action}'`))).toEqual(
      [],
    );
  });

  test('are unusual where rights, settings, keys, clocks, history, exports and corrections are touched [PI 041 9.6, draft 12.4-12.8]', () => {
    expect(['session.refuse', 'account.set-roles', 'backup.plan', 'key.revoke', 'clock.set-back'].map(riskOf)).toEqual([
      Risk.Refused,
      Risk.Rights,
      Risk.Settings,
      Risk.Keys,
      Risk.Clock,
    ]);
    expect(riskOf('record.save-draft')).toBeNull();
    expect(riskOf('moon.land')).toBe(Risk.History);
    expect(auditEvent('toString')).toBeNull();
    const used = new Set(unusualActions.map((action) => auditEvents[action].risk));
    expect(used).toEqual(new Set(Object.keys(riskLabel)));
  });
});

test('a row that says why it is late is a late entry once', () => {
  const content = (rows: readonly { at: string; event: string; lateReason: string | null }[]) => ({
    timeline: { values: { entries: rows } },
  });
  const late = {
    at: '2026-03-01T10:00+01:00[Europe/Berlin]',
    event: 'Alarm',
    lateReason: 'Found in the log of the night',
  };
  const onTime = { ...late, lateReason: null };
  expect(newLateEntries(content([onTime]), content([late]))).toEqual([
    { eventAt: '2026-03-01T09:00:00.000Z', reason: 'Found in the log of the night' },
  ]);
  expect(newLateEntries(content([late]), content([late, onTime]))).toEqual([]);
});
