import type { Handlers } from '../../contract/index.ts';
import { checklistItems, type ChecklistItem } from '../../domain/checklist.ts';
import { ok } from '../../domain/result.ts';
import { Role } from '../../domain/roles.ts';
import { missingInGate, otherVersionValidated } from '../../domain/settings/index.ts';
import { accounts, accountsWithRole } from '../../vault/index.ts';
import { backupPlan } from '../backup/plan.ts';
import { type ServiceContext } from '../context.ts';
import { missingSteps } from '../enrolment/standing.ts';
import { enrols } from '../enrolment/view.ts';
import { kitIsOld } from '../recovery/view.ts';
import { settingInForce } from '../settings/in-force.ts';

/** What a vault still lacks; asked each time, kept nowhere. */
export const checklistHandlers = (context: ServiceContext): Pick<Handlers, 'checklist.get'> => ({
  'checklist.get': () => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    const kit = vault.recoveryKit();
    return vault.read((db) => {
      const gate = settingInForce(db, 'signing.gate');
      const missing = missingInGate(gate);
      const validated = otherVersionValidated(gate, context.version);
      const waiting = accounts(db, { status: 'active' }).filter(
        (one) => enrols(one) && missingSteps(db, one.id, context.clock.now()).length > 0,
      ).length;
      const lacking: Readonly<Record<ChecklistItem, number>> = {
        'second-administrator': Math.max(0, 2 - accountsWithRole(db, [Role.Administrator]).length),
        policy: Number(missing.includes('policy')),
        letter: Number(missing.includes('letter')),
        validation: Number(missing.includes('validation') || validated !== null),
        enrolment: waiting,
        backup: Number(backupPlan(db).place === null),
        'recovery-kit': Number(kit === null || kitIsOld(kit, context.clock.now())),
      };
      return ok({
        items: checklistItems.map((id) => ({
          id,
          done: lacking[id] === 0,
          count: lacking[id],
          about: id === 'recovery-kit' ? (kit?.madeAt ?? null) : id === 'validation' ? validated : null,
        })),
      });
    });
  },
});
