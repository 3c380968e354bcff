import { people } from '../../../src-main/cli/demo/case.ts';
import { joinZonedTime, type Input, type Output, type RecordTypeId } from '../../../src-main/contract/index.ts';
import { addDays } from '../../../src-main/domain/days.ts';
import type { Content } from '../../../src-main/domain/form.ts';
import { withValues, type Values } from '../../../src-main/domain/records/operations/prefilled.ts';
import { systemContent } from '../../../src-main/cli/demo/case-system.ts';
import { logInAs, signAs, type Asking, type Signer } from '../team.ts';

/** The people of the table, one for each role that works on records. */
export const cast = {
  lead: people.evaluator,
  engineer: people.operative,
  technician: people.technicalOwner,
  owner: people.systemOwner,
  quality: people.qualityAssurance,
} as const satisfies Readonly<Record<string, Signer>>;
export type Player = keyof typeof cast;

/**
 * What somebody tries against a rule. The services have one call for it, the window one way: a new kind is played by both
 * (`test/integration/services/rules.test.ts`, `test/e2e/rules.spec.ts`), or neither compiles.
 */
export type Attempt =
  /** Sends for signature: held back with a list of what is missing. */
  | { readonly kind: 'send' }
  /** Takes a working step: held back with a list of what is missing. */
  | { readonly kind: 'step'; readonly step: string }
  /** Takes a working step out of order. */
  | { readonly kind: 'step-out-of-order'; readonly step: string }
  /** Sends for signature before the work is far enough. */
  | { readonly kind: 'send-too-early' }
  /** Names a person for a signature that is not theirs to give. */
  | { readonly kind: 'name'; readonly requirement: string; readonly person: Player }
  /** Names one person for two signatures. */
  | { readonly kind: 'name-twice'; readonly requirements: readonly [string, string]; readonly person: Player }
  /** Sends without a signature that is needed, all the others named. */
  | { readonly kind: 'leave-out'; readonly requirement: string }
  /** Signs, though somebody else has to first. */
  | { readonly kind: 'sign-out-of-order' }
  /** Begins a record of a type that is not theirs to write. */
  | { readonly kind: 'create'; readonly type: RecordTypeId }
  /** Begins a second record where one may be. */
  | { readonly kind: 'create-second'; readonly type: RecordTypeId }
  | { readonly kind: 'begin-second'; readonly type: RecordTypeId }
  /** Decides on a line of an access review. */
  | {
      readonly kind: 'decide';
      readonly line: number;
      readonly decision: 'keep' | 'revoke';
      readonly justification: string;
    }
  /** Saves the entry of a system with another answer in a number field. */
  | { readonly kind: 'save-system'; readonly section: string; readonly field: string; readonly value: number };

/** A rule of the process as test data: what it says, how to come to just before its violation, and how it refuses. */
export interface Rule {
  /** The record type's place in the requirements and a running number: `2.4-07`. Never given twice. */
  readonly id: string;
  readonly says: string;
  readonly who: Player;
  /** Brings a vault to just before the step that breaks the rule; answers the record's id. */
  readonly begin: (world: World) => Promise<string>;
  readonly attempt: Attempt;
  /** What the refusal says; of a held-back step one of the things missing. */
  readonly refused: string | ((day: Day) => string);
  /** Meets the rule, after which the same step is no longer held back; absent where that takes more than an edit. */
  readonly mend?: (world: World, recordId: string) => Promise<void>;
}

/** A day so many days from today, ISO 8601. */
export type Day = (from: number) => string;

/** A vault under test, whoever is logged in. */
export interface World extends Asking {
  readonly today: string;
  readonly day: Day;
  readonly accounts: Readonly<Record<string, string>>;
  /** The system that records are about which do not mind each other. */
  readonly systemId: string;
  login(who: Player): Promise<void>;
  sign(recordId: string, ...people: readonly Player[]): Promise<void>;
}

export const worldOf = (
  app: Asking,
  today: string,
  { accounts, systemId }: { readonly accounts: Readonly<Record<string, string>>; readonly systemId: string },
): World => {
  let here: Player | null = null;
  return {
    ask: (name, input) => app.ask(name, input),
    today,
    day: (from) => addDays(today, from),
    accounts,
    systemId,
    login: async (who) => {
      if (here !== who) await logInAs(app, cast[who]);
      here = who;
    },
    sign: async (recordId, ...signers) => {
      for (const who of signers) {
        await signAs(app, cast[who], recordId);
        here = who;
      }
    },
  };
};

/** Account ids by requirement. */
export const named = (world: World, signers: Readonly<Record<string, Player>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(signers).map(([requirement, who]) => [requirement, world.accounts[cast[who].userName] ?? '']),
  );

type Wire = Input<'records.saveDraft'>['content'];
export type Edit = (content: Content, world: World) => Content;

/** Puts answers into a content. */
export const answers =
  (values: Values | ((day: Day) => Values)): Edit =>
  (content, { day }) =>
    withValues(content, typeof values === 'function' ? values(day) : values);

/** A system of its own, so that no rule meets the records of another. */
export const newSystem = async (world: World, values: Values = {}): Promise<string> => {
  await world.login('lead');
  const { summary } = await world.ask('systems.save', {
    systemId: null,
    baseVersion: null,
    content: withValues(systemContent(world.today), values) as Input<'systems.save'>['content'],
    reason: 'New entry in the inventory',
  });
  return summary.id;
};

export const read = (world: World, recordId: string): Promise<Output<'records.get'>> =>
  world.ask('records.get', { recordId, revision: null });

/** Saves the newest draft of a record with these edits. */
export const edited = async (world: World, recordId: string, ...edits: readonly Edit[]): Promise<void> => {
  const view = await read(world, recordId);
  const content = edits.reduce<Content>((before, edit) => edit(before, world), view.content);
  await world.ask('records.saveDraft', { recordId, base: view.savedAt, content: content as Wire });
};

export const walk = async (world: World, recordId: string, steps: readonly string[]): Promise<void> => {
  for (const step of steps) await world.ask('records.takeStage', { recordId, step, reason: null });
};

/** Begins a record and fills it in, takes its steps, and breaks a rule at last; answers its id. */
export const begun = async (
  world: World,
  at: {
    readonly type: RecordTypeId;
    readonly who: Player;
    readonly systemId?: string;
    readonly fill: Edit;
    readonly steps?: readonly string[];
    readonly breaks?: readonly Edit[];
  },
): Promise<string> => {
  await world.login(at.who);
  const { summary } = await world.ask('records.create', { type: at.type, systemId: at.systemId ?? world.systemId });
  await edited(world, summary.id, at.fill);
  await walk(world, summary.id, at.steps ?? []);
  if (at.breaks !== undefined) await edited(world, summary.id, ...at.breaks);
  return summary.id;
};

/** A story that was told of one day, moved to three days before today: times keep their hour on the wall. */
export const moved = (content: Content, today: string): Content => {
  const told = '2026-11-20';
  const day = addDays(today, -3);
  const shift = (text: string): string => {
    const time = new RegExp(`^${told}T(\\d\\d:\\d\\d)`).exec(text)?.[1];
    if (time !== undefined) return joinZonedTime(`${day} ${time}`, 'Europe/Berlin');
    return text
      .replaceAll(told, day)
      .replaceAll('2026-11-22', addDays(day, 2))
      .replaceAll('2026-12-15', addDays(day, 25))
      .replaceAll('2027-05-20', addDays(day, 181));
  };
  return JSON.parse(JSON.stringify(content), (_, value: unknown) =>
    typeof value === 'string' ? shift(value) : value,
  ) as Content;
};
