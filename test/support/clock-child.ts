/**
 * A process that works through the real services by the clock of the computer, which it sets before each step (through
 * `shifted-clock.c`). It answers each step on standard output, one JSON value a line: `{did}` or `{refused}`.
 * Arguments: data folder, vault handle, system, record, steps as JSON.
 */
import { openSync, writeSync } from 'node:fs';
import { evaluator, owner, quality, testServices } from './services.ts';

/** One step: by whom, how many seconds from the true time, and what. */
export interface ClockStep {
  readonly who: 'evaluator' | 'owner' | 'quality';
  readonly ahead: number;
  readonly act: 'sign' | 'draft';
}

const [folder = '', vaultId = '', systemId = '', recordId = '', plan = '[]'] = process.argv.slice(2);
const people = { evaluator, owner, quality };
const file = openSync(process.env['CLOCK_FILE'] ?? '', 'r+');
const setClock = (seconds: number): void => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(seconds));
  writeSync(file, bytes, 0, 8, 0);
};
const services = await testServices({
  folder,
  clock: { now: () => new Date(), zone: () => 'Europe/Berlin', steady: () => performance.now() },
});

const sign = async (who: (typeof people)[keyof typeof people]): Promise<object> => {
  const view = await services.ask('records.get', { recordId, revision: null });
  const requirementId = view.actions.sign.requirementId ?? '';
  const shown = await services.reply('signing.prepare', { recordId, requirementId });
  if (!shown.ok) return { refused: shown.error.code };
  const signed = await services.reply('signing.sign', {
    recordId,
    requirementId,
    userName: who.userName,
    signingPassPhrase: who.signingPassPhrase,
    shown: shown.value.sha256,
    comment: null,
    trailReviewed: shown.value.trail?.upTo ?? null,
  });
  return signed.ok ? { did: signed.value.signedAt } : { refused: signed.error.code };
};

let inside: string | null = null;
for (const { who, ahead, act } of JSON.parse(plan) as readonly ClockStep[]) {
  // Who goes on working stays logged in: the clock is set under their hands.
  if (inside === who) setClock(ahead);
  else {
    setClock(ahead);
    const { userName, passPhrase } = people[who];
    await services.ask('session.login', { vaultId, userName, passPhrase });
    inside = who;
  }
  const answer =
    act === 'sign'
      ? await sign(people[who])
      : { did: (await services.ask('records.create', { type: 'incident', systemId })).summary.id };
  writeSync(1, `${JSON.stringify(answer)}\n`);
}
services.dispose();
