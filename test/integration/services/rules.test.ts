import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding, Input } from '../../../src-main/contract/index.ts';
import { withValues } from '../../../src-main/domain/records/operations/prefilled.ts';
import { cast, named, read, rules, worldOf, type Attempt, type Rule, type World } from '../../support/rules/index.ts';
import { testServices, type TestServices } from '../../support/services.ts';
import { prepareTeam } from '../../support/team.ts';

const today = '2026-11-23';
let services: TestServices;
let world: World;

beforeAll(async () => {
  services = await testServices();
  world = worldOf(services, today, await prepareTeam(services, today, Object.values(cast)));
});

afterAll(() => {
  services.dispose();
});

/** Who signs where nothing is tried: the first candidate of each place that is needed, nobody twice. */
const signersOf = async (recordId: string): Promise<Record<string, string>> => {
  const { requirements, author } = await read(world, recordId);
  const taken = new Set([author.accountId]);
  const chosen: Record<string, string> = {};
  for (const { id, optional, candidates } of requirements) {
    const person = optional ? undefined : candidates.find(({ accountId }) => !taken.has(accountId));
    if (person === undefined) continue;
    taken.add(person.accountId);
    chosen[id] = person.accountId;
  }
  return chosen;
};

/** The one call of the services that the attempt is. */
const attempted = async (attempt: Attempt, recordId: string) => {
  const send = async (more: Readonly<Record<string, string>> = {}) =>
    services.reply('records.sendForSignature', { recordId, signers: { ...(await signersOf(recordId)), ...more } });
  switch (attempt.kind) {
    case 'send':
    case 'send-too-early':
      return send();
    case 'step':
    case 'step-out-of-order': {
      const { stageSteps } = await read(world, recordId);
      const reason = stageSteps.find(({ id }) => id === attempt.step)?.needsReason === true ? 'As agreed' : null;
      return services.reply('records.takeStage', { recordId, step: attempt.step, reason });
    }
    case 'name':
      return send(named(world, { [attempt.requirement]: attempt.person }));
    case 'name-twice':
      return send(named(world, Object.fromEntries(attempt.requirements.map((one) => [one, attempt.person]))));
    case 'leave-out': {
      const { [attempt.requirement]: _, ...signers } = await signersOf(recordId);
      return services.reply('records.sendForSignature', { recordId, signers });
    }
    case 'sign-out-of-order': {
      const { requirements } = await read(world, recordId);
      const { id = '' } = requirements.at(-1) ?? {};
      return services.reply('signing.prepare', { recordId, requirementId: id });
    }
    case 'create':
      return services.reply('records.create', { type: attempt.type, systemId: world.systemId });
    case 'create-second': {
      const { summary } = await read(world, recordId);
      return services.reply('records.create', { type: attempt.type, systemId: summary.systemId });
    }
    case 'begin-second':
      return services.reply('records.createFrom', { recordId, type: attempt.type });
    case 'decide':
      return services.reply('access.decide', {
        recordId,
        lines: [attempt.line],
        decision: attempt.decision,
        justification: attempt.justification,
        removeRoles: [],
      });
    case 'save-system': {
      const { content, version } = await services.ask('systems.get', { systemId: recordId });
      const changed = withValues(content, { [attempt.section]: { [attempt.field]: attempt.value } });
      return services.reply('systems.save', {
        systemId: recordId,
        baseVersion: version,
        content: changed as Input<'systems.save'>['content'],
        reason: 'Less often',
      });
    }
  }
};

/** The codes by which the services refuse each kind of attempt. */
const codes: Readonly<Record<Attempt['kind'], readonly string[]>> = {
  send: ['records/incomplete'],
  step: ['records/stage-gate'],
  'step-out-of-order': ['records/illegal-stage-step'],
  'send-too-early': ['records/not-signable-yet'],
  name: ['records/signer-not-eligible'],
  'name-twice': ['records/same-person-twice'],
  'leave-out': ['records/signers-missing'],
  'sign-out-of-order': ['signing/out-of-order'],
  create: ['records/not-an-author'],
  'create-second': ['records/one-per-system'],
  'begin-second': ['records/begun-already'],
  decide: ['access/own-account', 'access/justification-needed'],
  'save-system': ['systems/incomplete'],
};

/** Kinds whose refusal lists what is missing. */
const listed: readonly Attempt['kind'][] = ['send', 'step', 'save-system'];

const wordsOf = ({ refused }: Rule): string => (typeof refused === 'string' ? refused : refused(world.day));

/** What there is of a record, or of the entry of a system: it must be the same after a refusal. */
const picture = async ({ attempt }: Rule, id: string): Promise<unknown> => {
  if (attempt.kind === 'save-system') return services.ask('systems.get', { systemId: id });
  const { summary, stage, content, requirements, revisions } = await read(world, id);
  return { summary, stage, content, requirements, revisions };
};

describe('the table of rules', () => {
  test('gives each rule a number and words of its own', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(new Set(rules.map(({ says }) => says)).size).toBe(rules.length);
  });
});

describe('through the services', () => {
  test.each(rules.map((rule) => [rule.id, rule.says, rule] as const))('%s %s', async (_, __, rule) => {
    const id = await rule.begin(world);
    await world.login(rule.who);
    const before = await picture(rule, id);
    const refused = await attempted(rule.attempt, id);
    if (refused.ok) throw new Error('was not refused');
    expect(codes[rule.attempt.kind]).toContain(refused.error.code);
    if (listed.includes(rule.attempt.kind)) {
      const findings = (refused.error.details?.['findings'] ?? []) as unknown as readonly Finding[];
      const blocking = findings.filter(({ severity }) => severity === 'blocking').map(({ message }) => message);
      expect(blocking.filter((message) => message.includes(wordsOf(rule)))).not.toEqual([]);
    }
    expect(await picture(rule, id)).toEqual(before);

    if (rule.mend === undefined) return;
    await rule.mend(world, id);
    await world.login(rule.who);
    if (rule.attempt.kind === 'step') expect(await attempted(rule.attempt, id)).toMatchObject({ ok: true });
    else {
      const { findings } = await read(world, id);
      expect(findings.map(({ message }) => message).filter((message) => message.includes(wordsOf(rule)))).toEqual([]);
    }
  });
});
