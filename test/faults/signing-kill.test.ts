import { spawn } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { report, tried } from '../support/fault-table.ts';
import { administrator, evaluator, staffed, testServices, type Staffed } from '../support/services.ts';

/** Kills of the whole path, drawing and signing included; `vault-kill` adds more of the database alone. */
const kills = tried(14);
const child = fileURLToPath(new URL('../support/signing-child.ts', import.meta.url));

interface Word {
  readonly step: 'ready' | 'created' | 'saved' | 'sent' | 'signed';
  readonly recordId: string;
  readonly sha256?: string;
}

/**
 * Runs a child until it has said so many words, and then, where it is to die `later`, for a part of what a step takes here;
 * kills it; answers what it had said.
 */
const runAndKill = (team: Staffed, steps: number, later: boolean): Promise<readonly Word[]> =>
  new Promise((resolve, reject) => {
    const running = spawn(
      process.execPath,
      [child, team.services.folder, team.vaultId, JSON.stringify(team.accounts)],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let text = '';
    let errors = '';
    let timer: NodeJS.Timeout | null = null;
    let heard = performance.now();
    running.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const step = performance.now() - heard;
      heard += step;
      if (text.split('\n').length > steps)
        timer ??= setTimeout(() => running.kill('SIGKILL'), later ? randomInt(1 + Math.ceil(step)) : 0);
    });
    running.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString('utf8');
    });
    running.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') {
        reject(new Error(`the child ended by itself: ${errors}`));
        return;
      }
      const whole = text.slice(0, text.lastIndexOf('\n') + 1).trim();
      resolve(whole === '' ? [] : whole.split('\n').map((line) => JSON.parse(line) as Word));
    });
  });

const reached = ['created', 'saved', 'sent', 'signed'];

test('a process killed while people write and sign loses nothing that it had answered [ALCOA enduring]', {
  timeout: 600_000,
}, async () => {
  const team = await staffed(await testServices());
  team.services.clock.set('2026-11-25T09:00:00.000Z');
  const steps = new Map<string, number>();
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      await team.services.ask('session.logout', {});
      // From before the first record to behind the first word of the second one: behind each word once, then anywhere.
      const words = (await runAndKill(team, 1 + (kill % 8), kill >= 8)).filter((word) => word.step !== 'ready');
      await team.login(administrator);
      const trail = await team.services.ask('audit.verify', {});
      expect(trail).toMatchObject({ outcome: 'passed', firstBad: null });

      await team.login(evaluator);
      for (const recordId of new Set(words.map((word) => word.recordId))) {
        const said = words.filter((word) => word.recordId === recordId);
        const signatures = said.filter((word) => word.step === 'signed');
        const last = said.at(-1);
        steps.set(last?.step ?? '', (steps.get(last?.step ?? '') ?? 0) + 1);
        const view = await team.services.ask('records.get', { recordId, revision: null });
        const found = view.sealed?.signatures ?? 0;
        // The state before or after: what was said, or one step more.
        expect([signatures.length, signatures.length + 1]).toContain(found);
        if (reached.indexOf(last?.step ?? 'created') >= 2) expect(view.sealed).not.toBeNull();
        expect(view.summary.state).toBe(found === 3 ? 'effective' : view.sealed ? 'awaiting-signatures' : 'draft');
        expect(view.requirements.filter((one) => one.status === 'signed')).toHaveLength(found);
        if (found === signatures.length && signatures.length > 0)
          expect(view.sealed?.sha256).toBe(signatures.at(-1)?.sha256);
        if (view.sealed && found > 0) {
          const verdict = await team.services.ask('verify.record', { recordId, revision: 1 });
          expect(verdict.indication).toBe('TOTAL-PASSED');
          expect(verdict.signatures).toHaveLength(found);
          const pdf = await team.services.ask('records.pdf', { recordId, revision: 1 });
          expect(createHash('sha256').update(pdf.bytes).digest('hex')).toBe(view.sealed.sha256);
        }
      }
    }
    // The moments were spread over the whole path, or the test has shown less than it says.
    expect([...steps.keys()].length).toBeGreaterThanOrEqual(3);
    report({
      fault: 'SIGKILL while people write, send and sign through the services',
      promise: 'each record is in the state that was answered or one step on; its PDF verifies; the trail stands',
      tried: kills,
      kept: kills,
      seen: `${[...steps.values()].reduce((sum, n) => sum + n, 0)} records had had an answer and were examined, by their last one: ${[...steps].map(([step, n]) => `${n} ${step}`).join(', ')}; the other kills came before any`,
      test: 'test/faults/signing-kill.test.ts',
    });
  } finally {
    team.services.dispose();
  }
});
