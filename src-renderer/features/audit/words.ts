import { recordTypes, roleLabel, roles, systemForm, type Form, type Role } from '../../../src-main/contract/index.ts';

const isRole = (word: string): word is Role => roles.some((role) => role === word);

/** Roles as people call them; an unknown word as it is. */
export const roleWords = (held: readonly string[]): string =>
  held.map((role) => (isRole(role) ? roleLabel[role] : role)).join(', ');

const actions: Readonly<Record<string, string>> = {
  'action.change': 'Action changed',
  'action.complete': 'Action done',
  'action.create': 'Action created',
  'action.drop': 'Action dropped',
  'action.judge': 'Effect of the action judged',
  'access.compare': 'Accounts compared again',
  'access.decide': 'Accounts decided',
  'access.except': 'Exception granted',
  'access.export': 'Table exported',
  'access.import': 'List imported',
  'access.remedy': 'Change in the system noted',
  'access.rules': 'Access rules changed',
  'access.settle-match': 'Match settled by a person',
  'access.undo': 'Decision taken back',
  'account.create': 'Account created',
  'account.deactivate': 'Account deactivated',
  'account.reset-pass-phrase': 'New first pass phrase set',
  'account.set-pass-phrase': 'Pass phrase set',
  'account.set-roles': 'Roles changed',
  'account.unlock': 'Login unlocked',
  'audit.checkpoint': 'Checkpoint of the audit trail signed',
  'backup.drill': 'Restore drill',
  'backup.fail': 'Backup failed',
  'backup.keep': 'Backup taken, older ones reviewed',
  'backup.plan': 'Backup plan changed',
  'authority.create': 'Certificate authority created',
  'authority.issue-crl': 'Revocation list issued',
  'clock.set-back': 'Clock of the computer was set back',
  'audit.export': 'Audit trail exported',
  'export.everything': 'Export of everything begun',
  'export.everything-written': 'Everything exported',
  'export.package': 'Audit package begun',
  'export.package-written': 'Audit package written',
  'import.record': 'Record of another vault imported',
  'key.approve': 'Key approved, certificate issued',
  'key.renew': 'Certificate renewed',
  'key.certify-request': 'Request of a key elsewhere certified',
  'key.request': 'Key requested',
  'key.revoke': 'Key revoked',
  'key.unlock': 'Key unlocked',
  'link.add': 'Link added',
  'link.end': 'Link ended',
  'logins.choose-profile': 'Rules for pass phrases chosen',
  'record.create': 'Record created',
  'record.stage': 'Step of the work taken',
  'record.complete': 'Last signature given, record effective',
  'record.freeze': 'Revision frozen, PDF written',
  'record.refresh': 'Refreshed from the records',
  'record.reject': 'Rejected with a signature',
  'record.return': 'Returned to the author',
  'record.revise': 'New revision started',
  'record.save-draft': 'Draft saved',
  'record.send-for-signature': 'Sent for signature',
  'record.sign': 'Signed',
  'record.submit-for-review': 'Submitted for review',
  'record.supersede': 'Superseded by a newer revision',
  'record.withdraw': 'Withdrawn',
  'reference.add': 'Reference added',
  'reference.withdraw': 'Reference withdrawn',
  'repository.add': 'Repository chosen',
  'repository.remove': 'Repository removed',
  'session.authenticate': 'Log-in attempt',
  'session.close': 'Logged out',
  'session.open': 'Logged in',
  'session.refuse': 'Log-in refused',
  'signing.refuse': 'Signing refused',
  'slot.change-pass-phrase': 'Pass phrase changed',
  'system.change': 'System entry changed',
  'system.create': 'System added',
  'vault.rekey': 'Data key rotated',
  'vault.restore': 'Vault restored from a backup',
  'vault.backup': 'Backup taken',
  'vault.forked': 'Found with another history than this computer saw',
  'vault.rolled-back': 'Found in an older state than this computer saw',
  'vault.create': 'Vault created',
  'vault.lock': 'Vault locked',
  'vault.migrate': 'Vault brought up to date',
};

/** An action (`record.send-for-signature`) in words; one that is not known keeps its own. */
export const actionWords = (action: string): string => {
  const words = action.replaceAll(/[-./_]+/g, ' ');
  return actions[action] ?? words.charAt(0).toUpperCase() + words.slice(1);
};

const forms: readonly Form[] = [...Object.values(recordTypes).map(({ form }) => form), systemForm];

/** Where a change was made (`identity.scope`) in the words of its form: `Scope and period: Scope`. */
export const pathWords = (path: string): string => {
  const [sectionId = '', fieldId = ''] = path.replace(/^\//, '').split(/[./]/);
  for (const form of forms) {
    const section = form.sections.find(({ id }) => id === sectionId);
    const field = section?.fields.find(({ id }) => id === fieldId);
    if (section !== undefined && field !== undefined) return `${section.title}: ${field.label}`;
  }
  const words = path.replace(/^\//, '').replaceAll(/[-./_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A changed value for reading: the rows of a table by their number, long text shortened. */
export const valueWords = (value: string): { readonly text: string; readonly shortened: boolean } => {
  if (value === '' || value === 'null') return { text: 'empty', shortened: false };
  if (value.startsWith('[')) {
    try {
      const rows: unknown = JSON.parse(value);
      if (Array.isArray(rows)) return { text: `${String(rows.length)} rows`, shortened: rows.length > 0 };
    } catch {
      // Not JSON: text that begins with a bracket.
    }
  }
  return value.length > longest
    ? { text: `${value.slice(0, longest)} …`, shortened: true }
    : { text: value, shortened: false };
};

/** Characters of a value that are shown at once. */
const longest = 140;
