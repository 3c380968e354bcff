import type { Handlers, Output } from '../../contract/index.ts';
import { rulesProblem } from '../../domain/access-review/rules.ts';
import { may } from '../../domain/roles.ts';
import { fail, ok } from '../../domain/result.ts';
import { saveAccessRules, system } from '../../vault/index.ts';
import { type ServiceContext } from '../context.ts';
import { rulesOf } from './analyse.ts';

type RulesCall = 'access.rules' | 'access.saveRules';

/** The rules that a system's accounts are judged by: data in versions, each with its reason. */
export const ruleHandlers = (context: ServiceContext): Pick<Handlers, RulesCall> => ({
  'access.rules': ({ systemId }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account } = caller.value;
    const { version, rules, savedAt } = vault.read((db) => rulesOf(db, systemId));
    return ok({
      version,
      rules: structuredClone(rules) as unknown as Output<'access.rules'>['rules'],
      savedAt,
      mayEdit: may(account.roles, 'write-records'),
    });
  },
  'access.saveRules': ({ systemId, base, rules, reason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault } = caller.value;
    if (vault.read((db) => system(db, systemId)) === undefined) return fail('systems/not-found', { systemId });
    const problem = rulesProblem(rules);
    if (problem !== null) return fail('access/rules-wrong', { problem });
    const before = vault.read((db) => rulesOf(db, systemId));
    if (before.version !== base) return fail('access/rules-changed-elsewhere', { version: before.version });
    const version = vault.write(vault, (db, audit) => {
      const saved = saveAccessRules(db, audit, { systemId, rules, reason });
      audit.record({
        action: 'access.rules',
        subject: { type: 'system', id: systemId },
        changes: Object.keys(rules).flatMap((key) => {
          const [old, next] = [before.rules, rules].map((of) => JSON.stringify(of[key as keyof typeof rules]));
          return old === next ? [] : [{ path: `/rules/${key}`, old: old ?? '', new: next ?? '' }];
        }),
        reason,
        details: { version: saved },
      });
      return saved;
    });
    return ok({ version });
  },
});
