import type { Handlers } from '../../contract/index.ts';
import { ok } from '../../domain/result.ts';
import { dueLabel, intervalRules } from '../../domain/schedule.ts';
import { today, type ServiceContext } from '../context.ts';
import { allSystems } from '../systems/index.ts';
import { dueUntil } from './due.ts';
import { beginExtension, inWork, mayExtend } from './extend.ts';

/** What is due, when, and by which rule. */
export const scheduleHandlers = (context: ServiceContext): Pick<Handlers, 'schedule.list' | 'schedule.extend'> => ({
  'schedule.list': ({ systemId, until }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    const day = today(context);
    return vault.read((db) => {
      const systems = allSystems(db);
      const extensionOf = inWork(db);
      const names = new Map(systems.map((one) => [one.id, one.name]));
      return ok({
        today: day,
        items: dueUntil(db, systems, day, { systemId, until }).map((item) => ({
          ...item,
          systemName: item.systemId === null ? null : (names.get(item.systemId) ?? item.systemId),
          mine: item.ownerId === self.id,
          mayExtend: mayExtend(caller.value, item),
          extensionInWork: extensionOf(item),
        })),
        rules: intervalRules.map(({ kind, source }) => ({ kind, label: dueLabel[kind], source })),
      });
    });
  },
  'schedule.extend': (wanted) => {
    const caller = context.caller();
    return caller.ok ? beginExtension(context, caller.value, wanted) : caller;
  },
});
