import { ActionType } from '../../domain/actions.ts';
import type { ActionDraft } from '../../domain/record-type.ts';
import { signingRoles } from '../../domain/roles.ts';
import {
  accountsWithRole,
  actions,
  addLink,
  createAction,
  foldUserName,
  type Account,
  type Action,
  type AuditWriter,
  type NewAction,
  type ReadableVault,
  type RecordEntry,
  type WritableVault,
} from '../../vault/index.ts';

/** Creates an action with its audit entry, linked with the record that raised it. */
export const raiseAction = (db: WritableVault, audit: AuditWriter, today: string, input: NewAction): Action => {
  const made = createAction(db, audit, Number(today.slice(0, 4)), input);
  const { systemId, recordId, action, outcome, ownerName, dueOn } = input;
  audit.record({
    action: 'action.create',
    subject: { type: 'action', id: made.id },
    details: { systemId, recordId, action, outcome, owner: ownerName, dueOn },
  });
  if (recordId !== null)
    addLink(db, audit, {
      relation: 'raises',
      from: { kind: 'record', id: recordId },
      to: { kind: 'action', id: made.id },
    });
  return made;
};

/**
 * Makes action items of what a record agreed, at the moment it becomes effective. What an earlier revision of it agreed in
 * the same words is there already and stays as it is.
 */
export const raiseActionsOf = (
  db: WritableVault,
  audit: AuditWriter,
  today: string,
  of: RecordEntry,
  drafts: readonly ActionDraft[],
): readonly Action[] => {
  if (drafts.length === 0) return [];
  const people = accountsWithRole(db, signingRoles);
  const there = new Set(allOf(db, of.id).map((one) => sameWords(one.action)));
  return drafts
    .filter((draft) => draft.action.trim() !== '' && !there.has(sameWords(draft.action)))
    .map((draft) => {
      const owner = personCalled(people, draft.owner);
      return raiseAction(db, audit, today, {
        systemId: of.systemId,
        recordId: of.id,
        action: draft.action.trim(),
        outcome: draft.outcome?.trim() ?? '',
        type: typeOf(draft.kind),
        ownerId: owner?.id ?? null,
        ownerName: owner?.fullName ?? (draft.owner.trim() || 'Nobody named'),
        dueOn: draft.due,
        effectivenessDueOn: draft.effectivenessDue ?? null,
      });
    });
};

const allOf = (db: ReadableVault, recordId: string): readonly Action[] => {
  const found: Action[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = actions(db, { recordId, limit: 500, after: after ?? null });
    found.push(...page.items);
    after = page.next;
  }
  return found;
};

const sameWords = (text: string): string => text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();

/** The one account that goes by this full or user name; null where none or several do. */
const personCalled = (people: readonly Account[], name: string): Account | null => {
  const called = foldUserName(name);
  const found = people.filter((one) => foldUserName(one.fullName) === called || foldUserName(one.userName) === called);
  return found.length === 1 ? (found[0] ?? null) : null;
};

const typeOf = (kind: string | null): ActionType =>
  Object.values(ActionType).find((type) => type === kind) ?? ActionType.Correct;
