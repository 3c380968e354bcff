/**
 * A process that works as three people do, over the real services, until it is killed: writes an evaluation, sends it,
 * signs it. It says each step on standard output once the services have answered, one JSON value a line.
 * Arguments: data folder, vault handle, accounts as JSON.
 */
import { writeSync } from 'node:fs';
import type { Input } from '../../src-main/contract/index.ts';
import type { Content } from '../../src-main/domain/form.ts';
import { fillEvaluation } from '../../src-main/cli/demo/case-evaluation.ts';
import { systemContent } from '../../src-main/cli/demo/case-system.ts';
import { evaluator, owner, quality, signersOf, testServices, type TestPerson } from './services.ts';

const [folder = '', vaultId = '', accounts = '{}'] = process.argv.slice(2);
const today = '2026-11-23';

const say = (word: unknown): void => {
  writeSync(1, `${JSON.stringify(word)}\n`);
};

const services = await testServices({ folder });
// After the keys were certified, and before the day of whoever looks at it afterwards.
services.clock.set('2026-11-24T09:00:00.000Z');
const login = (who: TestPerson): Promise<unknown> =>
  services.ask('session.login', { vaultId, userName: who.userName, passPhrase: who.passPhrase });

say({ step: 'ready' });
for (;;) {
  await login(evaluator);
  // A system of its own for each record: evaluations of one system follow each other without overlap.
  const system = await services.ask('systems.save', {
    systemId: null,
    baseVersion: null,
    content: systemContent(today) as Input<'systems.save'>['content'],
    reason: 'New in the inventory',
  });
  const draft = await services.ask('records.create', {
    type: 'periodic-evaluation',
    systemId: system.summary.id,
  });
  const recordId = draft.summary.id;
  say({ step: 'created', recordId });
  await services.ask('records.saveDraft', {
    recordId,
    base: draft.savedAt,
    content: fillEvaluation(draft.content as Content, today) as Input<'records.saveDraft'>['content'],
  });
  say({ step: 'saved', recordId });
  await services.ask('records.sendForSignature', {
    recordId,
    signers: signersOf(JSON.parse(accounts) as Record<string, string>),
  });
  say({ step: 'sent', recordId });
  for (const who of [evaluator, owner, quality]) {
    await login(who);
    const view = await services.ask('records.get', { recordId, revision: null });
    const requirementId = view.actions.sign.requirementId ?? '';
    const shown = await services.ask('signing.prepare', { recordId, requirementId });
    const signed = await services.ask('signing.sign', {
      recordId,
      requirementId,
      userName: who.userName,
      signingPassPhrase: who.signingPassPhrase,
      shown: shown.sha256,
      comment: null,
      trailReviewed: shown.trail?.upTo ?? null,
    });
    say({ step: 'signed', recordId, sha256: signed.sha256 });
  }
}
