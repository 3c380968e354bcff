import { completenessOf, type Finding } from '../../domain/completeness.ts';
import type { Content } from '../../domain/form.ts';
import type { CheckContext, Facts, RecordType } from '../../domain/record-type.ts';
import {
  account,
  accounts,
  programAccount,
  recordsInForce,
  stageEntries,
  type Account,
  type ReadableVault,
  type Revision,
  type SystemEntry,
} from '../../vault/index.ts';
import { today, type ServiceContext } from '../context.ts';
import { linkedRecords } from '../links/linked.ts';
import { figuresOf } from './figures.ts';
import { previousRecord } from './history.ts';
import { storedContent } from '../stored.ts';

/** A revision with what its rules are asked about. */
export interface Checked {
  readonly type: RecordType;
  readonly system: SystemEntry;
  readonly revision: Revision;
  /** What is checked, which need not be stored yet. */
  readonly content: Content;
  readonly asked: Asked;
}

/** Who asks for a check, and when. */
export interface Asked {
  readonly accountId: string;
  /** UTC, ISO 8601. */
  readonly now: string;
  /** The day of that moment where the person sits. */
  readonly today: string;
}

export const askedBy = (context: ServiceContext, { id }: Account): Asked => ({
  accountId: id,
  now: context.clock.now().toISOString(),
  today: today(context),
});

/** What the rules of a record type may ask of the vault. */
export const checkContext = (db: ReadableVault, { type, system, revision, asked }: Checked): CheckContext => ({
  recordId: revision.recordId,
  ...asked,
  author: authorOf(db, revision.createdBy),
  inForce: () => inForce(db, type, system.id, revision.recordId),
  people: accounts(db)
    .filter(({ id }) => id !== programAccount.id)
    .map(({ fullName }) => fullName),
  previousEnd: previousRecord(db, type, system.id, revision.recordId)?.periodEnd ?? null,
  system: storedContent(system.content),
  stage: revision.stage,
  steps: stageEntries(db, revision.recordId, revision.revision),
  links: linkedRecords(db, revision.recordId),
  figures: figuresOf(db, type.id, revision.recordId, asked.today),
});

const authorOf = (db: ReadableVault, id: string): CheckContext['author'] => {
  const { userName, fullName } = account(db, id) ?? { userName: id, fullName: id };
  return { userName, fullName };
};

/** Other records of a type and system that are in force, with what they leave for rules to ask. */
const inForce = (db: ReadableVault, type: RecordType, systemId: string, exceptId: string) =>
  recordsInForce(db, { type: type.id, systemId, exceptId }, 1000).map(({ id, facts }) => ({
    id,
    facts: facts as Facts,
  }));

/** Everything that stands against sending this content for signature, and what its author should look at. */
export const findingsOf = (db: ReadableVault, checked: Checked): readonly Finding[] => [
  ...completenessOf(checked.type.form, checked.content),
  ...checked.type.check(checked.content, checkContext(db, checked)),
];
