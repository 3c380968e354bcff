import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { report, tried } from '../support/fault-table.ts';
import { kindWords, subjectOf, type Kind } from '../support/fault-kinds.ts';
import { temporaryFolder } from '../support/vault.ts';

/** Those that `vault-kill`, `signing-kill` and `rekey-kill` leave. */
const killed: readonly Kind[] = ['import', 'backup', 'restore', 'migration', 'export'];

test.each(killed)('SIGKILL while %s: the vault holds all it held, and a copy is whole or not there', async (kind) => {
  const kills = tried(4);
  // Enough steps that the work takes a while beside the start of a process.
  const subject = await subjectOf(kind, temporaryFolder(), 60);
  // Its first word comes when the vault is open; before that nothing is written. These two say none before they are done.
  const mute = kind === 'export' || kind === 'migration';
  // One run to its end says how long the work takes here; the kills fall somewhere in that time.
  const whole = subject.start();
  if (!mute) await whole.next();
  let began = performance.now();
  await whole.ended;
  let duration = performance.now() - began;
  await subject.judge(whole);
  let struck = 0;
  for (let n = 0; n < kills; n += 1) {
    const child = subject.start();
    if (!mute) await child.next();
    began = performance.now();
    const done = child.ended.then(() => performance.now() - began);
    await pause(duration * (mute ? 0.4 : 0) + randomInt(Math.ceil(duration * 0.5)));
    child.kill();
    const died = (await child.ended) === null;
    struck += Number(died);
    // The machine was busier when it was measured: this is what the work takes now.
    if (!died) duration = Math.min(duration, await done) / 2;
    await subject.judge(child);
  }
  expect(struck).toBeGreaterThan(0);
  report({
    fault: `SIGKILL while ${kindWords[kind]}`,
    promise: 'what was acknowledged is there; a copy or an export is whole or not there',
    tried: kills,
    kept: kills,
    seen: `${struck} processes died at work, the others were done`,
    test: 'test/faults/write-kill.test.ts',
  });
});
