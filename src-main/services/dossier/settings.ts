import type { DossierSection } from '../../documents/index.ts';
import { auditEvent } from '../../domain/audit-events.ts';
import { roleLabel } from '../../domain/roles.ts';
import { controlledSettings, settingKeys } from '../../domain/settings/index.ts';
import {
  accounts,
  auditEntries,
  changeInForce,
  settingChanges,
  type AuditEntry,
  type ReadableVault,
  type SettingChange,
} from '../../vault/index.ts';
import { secondFactorRoles } from '../logins/demand.ts';
import { policyOf } from '../people/pass-phrases.ts';
import { settingInForce } from '../settings/in-force.ts';
import { minute, valueWords } from './words.ts';

/** What is set, since when, and who proposed and approved each change (Annex 11, 10). */
export const settingSection = (db: ReadableVault): DossierSection => {
  const names = new Map(accounts(db).map(({ id, userName }) => [id, userName]));
  const who = (id: string | null): string => (id === null ? '' : (names.get(id) ?? id));
  const rules = policyOf(db);
  const demanded = secondFactorRoles(db).map((role) => roleLabel[role]);
  return {
    title: 'Settings and policies',
    about:
      'Settings under control change by a proposal with a reason that a second person approves. No setting reaches the audit trail.',
    facts: [
      ['Pass phrases', `by the profile ${rules.title}`],
      ['Second factor', demanded.length === 0 ? 'demanded of nobody' : `demanded of: ${demanded.join(', ')}`],
    ],
    tables: [
      {
        title: 'In force',
        columns: [{ title: 'Setting' }, { title: 'Value' }, { title: 'Since', rigid: true }, { title: 'Clause' }],
        rows: settingKeys.map((key) => [
          controlledSettings[key].title,
          linesOf(key, settingInForce(db, key)),
          sinceOf(changeInForce(db, key)),
          controlledSettings[key].clause,
        ]),
        empty: '',
      },
      {
        title: 'Changes of settings under control',
        columns: [
          { title: 'Setting' },
          { title: 'Value' },
          { title: 'State', rigid: true },
          { title: 'Reason' },
          { title: 'Proposed' },
          { title: 'Decided' },
        ],
        rows: settingKeys.flatMap((key) =>
          settingChanges(db, key).map((change) => [
            controlledSettings[key].title,
            linesOf(key, change.value),
            change.status,
            change.reason,
            `${minute(change.proposedAt)} ${who(change.proposedBy)}`,
            change.decidedAt === null ? '' : `${minute(change.decidedAt)} ${who(change.decidedBy)}`,
          ]),
        ),
        empty: 'None was changed: all are as they began.',
      },
      {
        title: 'Changes of other settings',
        columns: [
          { title: 'Entry', rigid: true, right: true },
          { title: 'Time', rigid: true },
          { title: 'Who' },
          { title: 'What' },
          { title: 'Old and new value' },
          { title: 'Reason' },
        ],
        rows: [...auditEntries(db, { actions: otherSettings })].map(entryRow),
        empty: 'None was changed.',
      },
    ],
    notes: [],
  };
};

const otherSettings = ['logins.choose-profile', 'logins.demand-second-factor', 'backup.plan', 'access.rules'] as const;

const linesOf = (key: keyof typeof controlledSettings, value: SettingChange['value']): string =>
  controlledSettings[key]
    .lines(value)
    .map(({ label, text }) => `${label}: ${text}`)
    .join('\n');

const sinceOf = (change: SettingChange | undefined): string =>
  change?.decidedAt == null ? 'the beginning' : minute(change.decidedAt);

const entryRow = ({ seq, at, account, action, changes, reason }: AuditEntry): readonly string[] => [
  String(seq),
  minute(at),
  account.userName,
  auditEvent(action)?.words ?? action,
  changes.map((one) => `${one.path}: ${valueWords(one.old) || '–'} → ${valueWords(one.new) || '–'}`).join('\n'),
  reason ?? '',
];
