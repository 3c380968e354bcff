import type { Handlers, Output } from '../../contract/index.ts';
import { isDeepStrictEqual } from 'node:util';
import { fail, ok, type JsonValue, type Result } from '../../domain/result.ts';
import { Duty, may } from '../../domain/roles.ts';
import { controlledSettings, settingKeys, type SettingKey } from '../../domain/settings/index.ts';
import {
  account,
  changeInForce,
  decideSetting,
  pendingChange,
  proposeSetting,
  settingChange,
  settingChanges,
  type AuditChange,
  type ReadableVault,
  type SettingChange,
} from '../../vault/index.ts';
import { type Caller, type ServiceContext } from '../context.ts';
import { reAuthenticate } from '../people/re-authenticate.ts';
import { countsAsSecond } from '../people/second-person.ts';
import { settingInForce } from './in-force.ts';
import { settled } from './settle.ts';

type SettingCall = 'settings.list' | 'settings.propose' | 'settings.decide' | 'settings.withdraw';
type View = Output<'settings.propose'>;

/**
 * Settings under control (Annex 11, 10; MHRA 2016: users could change default settings): an administrator proposes a
 * value with its reason, somebody else with the duty approves or rejects it with user name and pass phrase, and then it
 * holds. Old and new value are in the audit trail.
 *
 * How another setting joins:
 * 1. `domain/settings/NAME.ts`: a `ControlledSetting` (schema, first value, its words), entered in `domain/settings/index.ts`.
 * 2. `contract/settings.ts`: `proposal('KEY')` in the union of `settings.propose`.
 * 3. Who obeys it reads `settingInForce(db, 'KEY')` in the transaction in which it acts, and never keeps the value.
 * 4. `features/settings/forms.tsx` in the window: the form in which it is proposed. What is missing does not compile.
 */
export const settingHandlers = (context: ServiceContext): Pick<Handlers, SettingCall> => ({
  'settings.list': () => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    return ok({ settings: settingKeys.map((key) => viewOf(caller.value, key)) });
  },
  'settings.propose': ({ key, value: typed, reason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const looked = settled(key, typed, context);
    if (!looked.ok) return looked;
    const { value } = looked;
    const { vault } = caller.value;
    const old = vault.read((db) => settingInForce(db, key));
    if (vault.read((db) => pendingChange(db, key))) return fail('settings/pending');
    if (isDeepStrictEqual(old, value)) return fail('settings/no-change');
    vault.write(vault, (db, audit) => {
      const id = proposeSetting(db, audit, { key, value, reason });
      audit.record({
        action: 'setting.propose',
        subject: { type: 'setting', id: key },
        changes: changesOf(old, value),
        reason,
        details: { changeId: id },
      });
    });
    return ok(viewOf(caller.value, key));
  },
  'settings.decide': async ({ changeId, decision, reason, userName, passPhrase }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    if (decision === 'rejected' && reason === null) return fail('settings/reason-missing');
    const waiting = vault.read((db) => proposed(db, changeId));
    if (!waiting.ok) return waiting;
    if (waiting.value.change.proposedBy === self.id) return fail('settings/own-proposal');
    const counts = vault.read((db) => countsAsSecond(db, self, Duty.ApproveSettings, null));
    if (!counts.ok) return counts;
    const proven = await reAuthenticate(caller.value, { userName, passPhrase });
    if (!proven.ok) return proven;
    // While the pass phrase was tried, somebody may have been quicker.
    const still = vault.read((db) => proposed(db, changeId));
    if (!still.ok) return still;
    const { key, change } = still.value;
    vault.write(vault, (db, audit) => {
      const old = settingInForce(db, key);
      decideSetting(db, audit, { id: changeId, status: decision, reason });
      audit.record({
        action: decision === 'approved' ? 'setting.approve' : 'setting.reject',
        subject: { type: 'setting', id: key },
        changes: decision === 'approved' ? changesOf(old, change.value) : [],
        reason: reason ?? change.reason,
        details: { changeId, proposedBy: change.proposedBy },
      });
    });
    return ok(viewOf(caller.value, key));
  },
  'settings.withdraw': ({ changeId, reason }) => {
    const caller = context.caller();
    if (!caller.ok) return caller;
    const { vault, account: self } = caller.value;
    const waiting = vault.read((db) => proposed(db, changeId));
    if (!waiting.ok) return waiting;
    const { key, change } = waiting.value;
    if (change.proposedBy !== self.id) return fail('settings/not-own-proposal');
    vault.write(vault, (db, audit) => {
      decideSetting(db, audit, { id: changeId, status: 'withdrawn', reason });
      audit.record({
        action: 'setting.withdraw',
        subject: { type: 'setting', id: key },
        reason,
        details: { changeId },
      });
    });
    return ok(viewOf(caller.value, key));
  },
});

/** A change that waits for its decision. A key of a later version of the program is no setting of this one. */
const proposed = (
  db: ReadableVault,
  changeId: number,
): Result<{ readonly change: SettingChange; readonly key: SettingKey }> => {
  const change = settingChange(db, changeId);
  const key = settingKeys.find((one) => one === change?.key);
  if (!change || key === undefined) return fail('settings/not-found');
  return change.status === 'proposed' ? ok({ change, key }) : fail('settings/decided');
};

/** The parts of a value that differ, as the trail keeps them: `/minutes`. */
const changesOf = (old: JsonValue, next: JsonValue): readonly AuditChange[] => {
  const [from, to] = [membersOf(old), membersOf(next)];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((name) => !isDeepStrictEqual(from[name], to[name]))
    .map((name) => ({ path: `/${name}`, old: from[name] ?? null, new: to[name] ?? null }));
};

const membersOf = (value: JsonValue): Readonly<Record<string, JsonValue>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, JsonValue>>)
    : { value };

const viewOf = ({ vault, account: self }: Caller, key: SettingKey): View =>
  vault.read((db) => {
    const setting = controlledSettings[key];
    const value = settingInForce(db, key);
    const pending = pendingChange(db, key);
    const inWords = (of: JsonValue) => setting.lines(of).map((one) => ({ ...one }));
    const someone = (id: string) => {
      const { fullName = '', userName = id } = account(db, id) ?? {};
      return { fullName, userName };
    };
    const changeView = (change: SettingChange): View['history'][number] => ({
      changeId: change.id,
      status: change.status,
      lines: inWords(change.value),
      reason: change.reason,
      proposedAt: change.proposedAt,
      proposedBy: someone(change.proposedBy),
      decidedAt: change.decidedAt,
      decidedBy: change.decidedBy === null ? null : someone(change.decidedBy),
      decisionReason: change.decisionReason,
    });
    return {
      key,
      title: setting.title,
      about: setting.about,
      clause: setting.clause,
      value,
      lines: inWords(value),
      since: changeInForce(db, key)?.decidedAt ?? null,
      pending: pending ? changeView(pending) : null,
      history: settingChanges(db, key)
        .filter(({ status }) => status !== 'proposed')
        .map(changeView),
      may: {
        propose: pending === undefined && may(self.roles, 'propose-settings'),
        decide: pending !== undefined && pending.proposedBy !== self.id && may(self.roles, 'approve-settings'),
        withdraw: pending?.proposedBy === self.id && may(self.roles, 'propose-settings'),
      },
    };
  });
