import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { ClockStep } from '../support/clock-child.ts';
import { counted, report } from '../support/fault-table.ts';
import { quality, staffed, testServices } from '../support/services.ts';
import { shiftedClock } from '../support/shifted-clock.ts';
import { vaultChild } from '../support/vault-process.ts';

const clock = shiftedClock();
afterAll(() => clock?.dispose());

const fault = 'The clock of the computer is set under the hands of people who work and sign';
const promise =
  'the trail keeps the order in which things were done, and names each step of the clock; nothing is signed before what it signs, nor outside the certificate’s time';
const file = 'test/faults/clock.test.ts';
if (clock === null) report({ fault, promise, tried: 0, kept: 0, seen: '', test: file, skipped: 'no C compiler' });

const year = 366 * 86_400;
/** The time that counts as the true one: three days after the one in which the test's vault is made, whatever today is. */
const base = Math.round((Date.parse('2026-11-26T09:00:00.000Z') - Date.now()) / 1000);
const child = fileURLToPath(new URL('../support/clock-child.ts', import.meta.url));

/** What is done at which time, and what has to come of it. */
const steps: readonly (ClockStep & { readonly expected: string | null })[] = [
  { who: 'evaluator', ahead: -5 * year, act: 'sign', expected: 'signing/clock-behind' },
  { who: 'evaluator', ahead: 0, act: 'sign', expected: null },
  { who: 'evaluator', ahead: -3_600, act: 'draft', expected: null },
  { who: 'owner', ahead: -3_600, act: 'sign', expected: 'signing/clock-behind' },
  { who: 'owner', ahead: 20 * year, act: 'sign', expected: 'signing/certificate-expired' },
  { who: 'owner', ahead: 0, act: 'sign', expected: null },
  { who: 'evaluator', ahead: 0, act: 'draft', expected: null },
  { who: 'evaluator', ahead: 40, act: 'draft', expected: null },
  { who: 'quality', ahead: 0, act: 'sign', expected: null },
];

test.skipIf(clock === null)(
  'a computer whose clock is set while people work: order, entries and refusals [draft 12.1-12.3, 11.10(e)]',
  async () => {
    if (clock === null) return;
    // Its own clock stands three days before the one that counts as true: all certificates are older than what follows.
    const services = await testServices();
    const team = await staffed(services);
    const recordId = await team.sent();
    await services.ask('session.logout', {});
    const working = vaultChild(
      [
        services.folder,
        team.vaultId,
        team.systemId,
        recordId,
        JSON.stringify(steps.map((step) => ({ ...step, ahead: base + step.ahead }))),
      ],
      clock.env,
      child,
    );
    expect(await working.ended).toBe(0);
    const said = working.said as readonly { readonly did?: string; readonly refused?: string }[];
    expect(said.map(({ refused }) => refused ?? null)).toEqual(steps.map(({ expected }) => expected));

    await team.login(quality);
    expect(await services.ask('audit.verify', {})).toMatchObject({ outcome: 'passed', firstBad: null });
    const view = await services.ask('records.get', { recordId, revision: null });
    expect(view.summary.state).toBe('effective');
    // Each signature claims a time after the one before it, whatever the clock did in between.
    const signed = view.requirements.map(({ signedAt }) => signedAt ?? '');
    expect(signed).toEqual(signed.toSorted());
    expect(await services.ask('verify.record', { recordId, revision: 1 })).toMatchObject({
      indication: 'TOTAL-PASSED',
    });
    const trail: { readonly seq: number; readonly at: string; readonly action: string }[] = [];
    for (let before: number | null = null; ; ) {
      const page: { readonly entries: typeof trail } = await services.ask('audit.list', { before, subject: null });
      trail.push(...page.entries);
      before = page.entries.at(-1)?.seq ?? null;
      if (page.entries.length === 0 || before === 1) break;
    }
    const ordered = trail.toSorted((a, b) => a.seq - b.seq);
    const acts = ordered.filter(({ action }) => /^record\.(?:sign|create)$/.test(action)).slice(1);
    // As they were done; their times are not in order, since the clock was not.
    expect(acts.map(({ action }) => action)).toEqual(
      ['sign', 'create', 'sign', 'create', 'create', 'sign'].map((act) => `record.${act}`),
    );
    expect(acts.map(({ at }) => at)).not.toEqual(acts.map(({ at }) => at).toSorted());
    const jumps = ordered.map(({ action }) => action).filter((action) => action.startsWith('clock.'));
    expect(jumps.filter((action) => action === 'clock.set-back').length).toBeGreaterThanOrEqual(4);
    expect(jumps).toContain('clock.set-forward');
    report({
      fault,
      promise,
      tried: steps.length,
      usual: steps.length,
      kept: steps.length,
      seen: `${counted(said.map(({ refused }) => refused ?? 'done'))}; in the trail: ${counted(jumps)}`,
      test: file,
    });
    services.dispose();
  },
);
