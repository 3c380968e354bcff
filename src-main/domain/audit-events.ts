/**
 * What makes an entry of the audit trail worth a look of its own (PI 041-1 9.8; draft Annex 11, 12.5): a reviewer sees
 * these in full, and the rest by a random sample.
 */
export const Risk = {
  Refused: 'refused',
  Rights: 'rights',
  Settings: 'settings',
  Keys: 'keys',
  Clock: 'clock',
  History: 'history',
  Export: 'export',
  Correction: 'correction',
  Late: 'late',
} as const;
export type Risk = (typeof Risk)[keyof typeof Risk];

export const riskLabel: Readonly<Record<Risk, string>> = {
  refused: 'Refused login or signature',
  rights: 'Accounts and rights',
  settings: 'Settings',
  keys: 'Keys and certificates',
  clock: 'Clock',
  history: 'Restore, fork or damage',
  export: 'Export or import',
  correction: 'Correction or withdrawal',
  late: 'Entered late',
};

/** A kind of event: its words, and why it is unusual by itself; null where it is everyday work. */
export interface AuditEventKind {
  readonly words: string;
  readonly risk: Risk | null;
}

const usual = (words: string): AuditEventKind => ({ words, risk: null });
const unusual =
  (risk: Risk) =>
  (words: string): AuditEventKind => ({ words, risk });

const refused = unusual(Risk.Refused);
const rights = unusual(Risk.Rights);
const setting = unusual(Risk.Settings);
const key = unusual(Risk.Keys);
const clock = unusual(Risk.Clock);
const history = unusual(Risk.History);
const exported = unusual(Risk.Export);
const correction = unusual(Risk.Correction);

/**
 * Every kind of event that the audit trail knows, by the name that stands in its entries (21 CFR 11.10(e); draft
 * Annex 11, 12.1). An event that is not listed does not compile; a name that stands in entries is never taken out.
 */
export const auditEvents = {
  'vault.create': usual('Vault created'),
  'vault.migrate': usual('Vault brought up to date'),
  'vault.backup': usual('Backup taken'),
  'vault.rekey': key('Data key rotated'),
  'vault.restore': history('Vault restored from a backup'),
  'vault.salvage': history('Salvaged from a damaged vault'),
  'vault.rolled-back': history('Found in an older state than this computer saw'),
  'vault.forked': history('Found with another history than this computer saw'),
  'vault.accept-loss': history('Opened although acknowledged entries are missing'),
  'vault.recover': history('Opened with the recovery kit: new pass phrase for an administrator'),
  'recovery.make': key('Recovery kit made'),
  'recovery.remove': key('Recovery kit that is not in force removed'),
  'search.rebuild': history('Damaged search index rebuilt'),

  'session.open': usual('Logged in'),
  'session.authenticate': usual('Pass phrase confirmed'),
  'session.close': usual('Logged out or locked'),
  'session.refuse': refused('Login refused'),

  'account.create': rights('Account created'),
  'account.set-roles': rights('Roles changed'),
  'account.deactivate': rights('Account deactivated'),
  'account.reset-pass-phrase': rights('New first pass phrase set'),
  'account.ask-reset': rights('Reset that takes a second factor away asked for'),
  'account.approve-reset': rights('Reset that takes a second factor away approved'),
  'account.refuse-reset': rights('Reset that takes a second factor away refused'),
  'account.unlock': rights('Login unlocked'),
  'account.set-pass-phrase': usual('Pass phrase set'),
  'logins.choose-profile': setting('Rules for pass phrases chosen'),
  'logins.demand-second-factor': setting('Second factor demanded of roles'),
  'logins.acknowledge': usual('Alerts acknowledged'),
  'logins.export': exported('Log of logins exported'),
  'factor.enrol': rights('Second factor enrolled'),
  'factor.remove': rights('Second factor taken away'),
  'slot.add': usual('Key slot added'),
  'slot.reset': rights('Key slot replaced'),
  'slot.remove': rights('Key slot removed'),
  'slot.unlock': rights('Key slot unlocked'),
  'slot.change-pass-phrase': usual('Pass phrase changed'),
  'slots.differ': history('Key slots differ from those the vault knew'),
  'slots.remove-orphans': history('Key slots of nobody removed'),

  'authority.create': key('Certificate authority created'),
  'authority.issue-crl': usual('Revocation list issued'),
  'key.request': usual('Key requested'),
  'key.import': key('Key imported from a file'),
  'key.use-token': key('Key on a token offered'),
  'key.offer-certificate': key('Certificate of an authority elsewhere offered'),
  'key.approve': key('Key approved, certificate issued'),
  'key.accept': key('Key with a certificate from elsewhere accepted'),
  'key.renew': key('Certificate renewed'),
  'key.certify-request': key('Request of a key elsewhere certified'),
  'key.unlock': key('Key unlocked'),
  'key.report-lost': key('Key reported lost'),
  'key.approve-replacement': key('Replacement of a lost key approved'),
  'key.revoke': key('Key revoked'),
  'trust.add-list': usual('Revocation list of the site taken in'),
  'enrolment.record': rights('Identity and training recorded'),
  'enrolment.undertake': usual('Undertaking signed'),
  'enrolment.save-copy': exported('Copy of an undertaking saved'),
  'enrolment.approve': rights('Enrolment approved'),
  'register.export': exported('Access register exported'),
  'setting.propose': setting('Change of a setting proposed'),
  'setting.approve': setting('Change of a setting approved'),
  'setting.reject': setting('Change of a setting rejected'),
  'setting.withdraw': setting('Change of a setting withdrawn'),
  'signing.refuse': refused('Signing refused'),

  'clock.set-back': clock('Clock of the computer was set back'),
  'clock.set-forward': clock('Clock of the computer went ahead of the time that passed'),
  'clock.long-pause': clock('First entry after a long time'),

  'system.create': usual('System added'),
  'system.change': usual('System entry changed'),
  'supplier.create': usual('Supplier added'),
  'supplier.change': usual('Supplier entry changed'),

  'record.create': usual('Record created'),
  'record.save-draft': usual('Draft saved'),
  'record.enter-late': unusual(Risk.Late)('Something entered late, with its reason'),
  'record.refresh': usual('Refreshed from the records'),
  'record.stage': usual('Step of the work taken'),
  'record.submit-for-review': usual('Submitted for review'),
  'record.return-from-review': correction('Returned from review'),
  'record.send-for-signature': usual('Sent for signature'),
  'record.freeze': usual('Revision frozen, PDF written'),
  'record.sign': usual('Signed'),
  'record.reject': correction('Rejected with a signature'),
  'record.return': correction('Returned to the author'),
  'record.complete': usual('Last signature given, record effective'),
  'record.revise': correction('New revision started'),
  'record.supersede': usual('Superseded by a newer revision'),
  'record.retire': correction('Retired'),
  'record.withdraw': correction('Withdrawn'),
  'record.save-copy': exported('Copy of a sealed PDF saved'),
  'defects.import-scan': exported('Findings of a scan imported'),

  'action.create': usual('Action created'),
  'action.change': usual('Action changed'),
  'action.complete': usual('Action done'),
  'action.drop': correction('Action dropped'),
  'action.judge': usual('Effect of the action judged'),
  'link.add': usual('Link added'),
  'link.end': correction('Link ended'),
  'reference.add': usual('Reference added'),
  'reference.withdraw': correction('Reference withdrawn'),
  'repository.add': setting('Repository chosen'),
  'repository.remove': setting('Repository removed'),

  'access.import': usual('List imported'),
  'access.compare': usual('Accounts compared again'),
  'access.decide': usual('Accounts decided'),
  'access.undo': correction('Decision taken back'),
  'access.settle-match': usual('Match settled by a person'),
  'access.remedy': usual('Change in the system noted'),
  'access.except': correction('Exception granted'),
  'access.raise': usual('Incident or action raised from an account'),
  'access.rules': setting('Access rules changed'),
  'access.export': exported('Table exported'),
  'access.own-accounts': exported('Accounts of this vault taken for an access review'),

  'audit.checkpoint': usual('Checkpoint of the audit trail signed'),
  'audit.export': exported('Audit trail exported'),
  'audit.verify': usual('Audit trail verified'),
  'trends.export': exported('Figures exported'),
  'export.package': exported('Audit package begun'),
  'export.package-written': usual('Audit package written'),
  'export.everything': exported('Export of everything begun'),
  'export.everything-written': usual('Everything exported'),
  'dossier.export': exported('System dossier made'),
  'import.record': exported('Record of another vault imported'),

  'backup.plan': setting('Backup plan changed'),
  'backup.keep': usual('Backup taken, older ones reviewed'),
  'backup.fail': history('Backup failed'),
  'backup.clear': usual('Unfinished copies removed'),
  'backup.drill': usual('Restore drill'),
} as const satisfies Readonly<Record<string, AuditEventKind>>;

/** The name of an event, area and verb: `record.sign`. */
export type AuditAction = keyof typeof auditEvents;

/** What is known of an event; null for one that a later version wrote. */
export const auditEvent = (action: string): AuditEventKind | null =>
  Object.hasOwn(auditEvents, action) ? auditEvents[action as AuditAction] : null;

/** The events that are unusual by themselves, in the order of the list. */
export const unusualActions: readonly AuditAction[] = (Object.keys(auditEvents) as AuditAction[]).filter(
  (action) => auditEvents[action].risk !== null,
);

/** Why an entry of this kind is unusual; null where it is not. A kind that nobody knows counts as damage. */
export const riskOf = (action: string): Risk | null => {
  const kind = auditEvent(action);
  return kind === null ? Risk.History : kind.risk;
};
