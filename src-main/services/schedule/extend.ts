import { dueExtension, isExtendable } from '../../domain/records/due-extension.ts';
import { withValues } from '../../domain/records/operations/prefilled.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { numberOf, type DueItem } from '../../domain/schedule.ts';
import { extensionsInWork, system, type ReadableVault } from '../../vault/index.ts';
import { today, type Caller, type ServiceContext } from '../context.ts';
import { authorObstacle, begin } from '../records/create.ts';
import { dueUntil } from './due.ts';

/** What an extension says it is of: nothing where the system owes it regularly. */
const referenceOf = ({ subject }: DueItem): string | null => (subject.kind === 'system' ? null : numberOf(subject));

/** Finds the extension that is being written or signed for an item of the schedule; null where none is. */
export const inWork = (db: ReadableVault): ((item: DueItem) => string | null) => {
  const all = extensionsInWork(db);
  return (item) =>
    all.find(
      (one) =>
        one.systemId === item.systemId &&
        one.duty === item.kind &&
        (item.subject.kind === 'system'
          ? one.reference === null
          : one.reference === numberOf(item.subject) || one.reference === item.subject.id),
    )?.recordId ?? null;
};

/** A due date is moved once, by those who may write an extension. */
export const mayExtend = ({ account }: Caller, { kind, systemId, extendedBy }: DueItem): boolean =>
  systemId !== null && isExtendable(kind) && extendedBy === null && authorObstacle(dueExtension, account) === null;

/** Begins the extension of what is due: which obligation, of what and until when now is taken from the schedule. */
export const beginExtension = (
  context: ServiceContext,
  caller: Caller,
  wanted: { readonly systemId: string; readonly kind: DueItem['kind']; readonly subject: string },
): Result<{ readonly recordId: string }> => {
  const { vault, account } = caller;
  const day = today(context);
  const obstacle = authorObstacle(dueExtension, account);
  if (obstacle !== null) return obstacle;
  const of = vault.read((db) => system(db, wanted.systemId));
  if (of === undefined) return fail('systems/not-found', { systemId: wanted.systemId });
  const item = vault
    .read((db) => dueUntil(db, [of], day, { systemId: of.id, until: '9999-12-31' }))
    .find(({ kind, subject }) => kind === wanted.kind && subject.id === wanted.subject);
  if (item === undefined || !isExtendable(item.kind)) return fail('schedule/not-extendable', { kind: wanted.kind });
  if (item.extendedBy !== null) return fail('schedule/extended-already', { recordId: item.extendedBy });
  const begun = vault.read(inWork)(item);
  if (begun !== null) return fail('schedule/extension-in-work', { recordId: begun });
  const recordId = vault.write(vault, (db, audit) =>
    begin(db, audit, {
      type: dueExtension,
      of,
      account,
      day,
      fill: (prefilled) =>
        withValues(prefilled, {
          obligation: { obligation: item.kind, reference: referenceOf(item), oldDue: item.dueOn },
        }),
      from: null,
    }),
  );
  return ok({ recordId });
};
