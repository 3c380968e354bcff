import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract } from '../../../src-main/contract/index.ts';
import { auditEvent } from '../../../src-main/domain/audit-events.ts';
import { leaves } from '../../support/call-trail.ts';
import { evaluator, owner, quality, staffed, testServices, type Staffed } from '../../support/services.ts';

const tests = fileURLToPath(new URL('..', import.meta.url));

/**
 * Every call that real services answer in an integration test is held to `leaves` (test/support/call-trail.ts). Here:
 * that each writing call is asked in some test, and what the entries of a record's whole life say.
 */
describe('every call that writes or exports', () => {
  test('says what it leaves in the trail', () => {
    expect(Object.keys(leaves).toSorted()).toEqual(Object.keys(contract).toSorted());
  });

  test('is asked of real services by a test that would fail if it left no entry', () => {
    const asked = readdirSync(tests, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(tests, file), 'utf8'))
      .concat(
        ['services.ts', 'access-review.ts', 'drafts.ts', 'operations.ts', 'graph.ts', 'team.ts'].map((file) =>
          readFileSync(join(tests, '../support', file), 'utf8'),
        ),
      )
      .join('\n');
    const writing = Object.entries(leaves).filter(([, kind]) => kind === 'entry');
    expect(writing.map(([name]) => name).filter((name) => !asked.includes(`'${name}'`))).toEqual([]);
  });
});

describe('the entries of a record from its beginning to its last signature', () => {
  let team: Staffed;
  beforeAll(async () => {
    team = await staffed(await testServices());
    const recordId = await team.sent();
    for (const who of [evaluator, owner, quality]) expect(await team.sign(recordId, who)).toMatchObject({ ok: true });
    await team.login(quality);
  });
  afterAll(() => team.services.dispose());

  test('each name who with a role, when with zone, the computer, a known kind; the numbers have no gap [11.10(e), 11.10(h), draft 12.1-12.3]', async () => {
    const all: Awaited<ReturnType<typeof page>>['entries'] = [];
    const page = (before: number | null) => team.services.ask('audit.list', { before, subject: null });
    for (let before: number | null | undefined; before !== null; ) {
      const { entries, next } = await page(before ?? null);
      all.push(...entries);
      before = next;
    }
    expect(all.length).toBeGreaterThan(40);
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => all.length - index));
    for (const entry of all) {
      expect(auditEvent(entry.action), entry.action).not.toBeNull();
      expect(entry.zone).toBe('Europe/Berlin');
      expect(entry.station).not.toBe('');
      if (entry.who !== 'program') expect(entry.roles.length, `${entry.seq} ${entry.action}`).toBeGreaterThan(0);
    }
  });

  test('a change of roles, an end of an account and a withdrawal cannot be without a reason [A11 9]', async () => {
    for (const [name, input] of [
      ['accounts.setRoles', { accountId: 'x', roles: ['auditor'], reason: ' ' }],
      ['accounts.deactivate', { accountId: 'x', reason: '' }],
      ['records.withdraw', { recordId: 'x', reason: '  ' }],
      ['keys.revoke', { accountId: 'x', reason: '' }],
      ['links.end', { linkId: 1, reason: '' }],
    ] as const)
      await expect(team.services.reply(name, input as never)).rejects.toThrow(/reason/);
  });
});
