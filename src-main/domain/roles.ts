/**
 * What an account may be. Duties are kept apart (draft Annex 11, 11.10; PI 041 9.5): an administrator keeps accounts and
 * backups and holds no signing role; the others write, review, approve and read records.
 */
export const Role = {
  Administrator: 'administrator',
  ValidationLead: 'validation-lead',
  Operative: 'operative',
  TechnicalOwner: 'technical-owner',
  ProcessOwner: 'process-owner',
  SystemOwner: 'system-owner',
  QualityAssurance: 'quality-assurance',
  Auditor: 'auditor',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

export const roles: readonly Role[] = Object.values(Role);

/** The role as people call it. */
export const roleLabel: Readonly<Record<Role, string>> = {
  administrator: 'Administrator',
  'validation-lead': 'Validation Lead',
  operative: 'Operative Employee',
  'technical-owner': 'Technical Owner',
  'process-owner': 'Process Owner',
  'system-owner': 'System Owner',
  'quality-assurance': 'Quality Assurance',
  auditor: 'Auditor',
};

/** What a role lets its holder do. Where somebody signs is decided by the record type's signature requirements, not here. */
export const Duty = {
  ManageAccounts: 'manage-accounts',
  /** A setting under control: whoever proposes a change never approves it (Annex 11, 10). */
  ProposeSettings: 'propose-settings',
  ApproveSettings: 'approve-settings',
  /** The second person of an enrolment: neither who recorded it nor whose it is (11.100(b)). */
  ApproveEnrolment: 'approve-enrolment',
  /** Who may do what in the vault, now and on any date; enrolments. */
  ReadAccess: 'read-access',
  EditSystems: 'edit-systems',
  WriteRecords: 'write-records',
  /** Holding a key, and signing where a record asks for one's signature. */
  Sign: 'sign',
  ReadRecords: 'read-records',
  ReadAuditTrail: 'read-audit-trail',
  /** All data of the vault at once. An audit package needs no more than the right to read the trail. */
  ExportData: 'export-data',
  /** Refused logins and signatures, lost keys: seen, followed up and acknowledged. */
  HandleAlerts: 'handle-alerts',
  /** Sealed records of other vaults, taken in to be read. */
  ImportRecords: 'import-records',
} as const;
export type Duty = (typeof Duty)[keyof typeof Duty];

export const duties: readonly Duty[] = Object.values(Duty);

/** The duty as people call it. */
export const dutyLabel: Readonly<Record<Duty, string>> = {
  'manage-accounts': 'Keep accounts, roles, keys and backups',
  'propose-settings': 'Propose a change of a setting',
  'approve-settings': 'Approve a change of a setting that somebody else proposed',
  'approve-enrolment': 'Approve an enrolment that somebody else recorded',
  'read-access': 'See who has access, and enrolments',
  'edit-systems': 'Keep the inventories of systems and suppliers',
  'write-records': 'Write records',
  sign: 'Hold a key and sign what a record asks of them',
  'read-records': 'Read records',
  'read-audit-trail': 'Read the audit trail, and make audit packages',
  'export-data': 'Export everything',
  'handle-alerts': 'Handle alerts: refused logins and signatures, lost keys, lost second factors',
  'import-records': 'Import records of other vaults',
};

/** Roles that put a name under a record. Only their holders are given a signing key. */
export const signingRoles: readonly Role[] = [
  Role.ValidationLead,
  Role.Operative,
  Role.TechnicalOwner,
  Role.ProcessOwner,
  Role.SystemOwner,
  Role.QualityAssurance,
];

const matrix: Readonly<Record<Duty, readonly Role[]>> = {
  'manage-accounts': [Role.Administrator],
  'propose-settings': [Role.Administrator],
  'approve-settings': [Role.QualityAssurance],
  'approve-enrolment': [Role.Administrator, Role.SystemOwner, Role.QualityAssurance],
  'read-access': [Role.Administrator, Role.SystemOwner, Role.QualityAssurance, Role.Auditor],
  'edit-systems': [Role.ValidationLead, Role.SystemOwner, Role.QualityAssurance],
  'write-records': [
    Role.ValidationLead,
    Role.Operative,
    Role.TechnicalOwner,
    Role.ProcessOwner,
    Role.SystemOwner,
    Role.QualityAssurance,
  ],
  sign: signingRoles,
  'read-records': roles,
  'read-audit-trail': [Role.Administrator, Role.QualityAssurance, Role.Auditor, Role.ValidationLead, Role.SystemOwner],
  'export-data': [Role.Administrator, Role.QualityAssurance],
  'handle-alerts': [Role.Administrator, Role.QualityAssurance],
  'import-records': [Role.ValidationLead, Role.SystemOwner, Role.QualityAssurance],
};

/** Whether any of these roles carries the duty. */
export const may = (held: readonly Role[], duty: Duty): boolean => held.some((role) => matrix[duty].includes(role));

/** Why these roles may not be held by one account, or null where they may. */
export const roleConflict = (held: readonly Role[]): string | null => {
  if (held.length === 0) return 'An account needs a role.';
  if (held.includes(Role.Administrator) && held.length > 1)
    return 'An administrator holds no other role: whoever keeps the accounts signs nothing and reviews nothing.';
  if (held.includes(Role.Auditor) && held.length > 1) return 'An auditor reads and holds no other role.';
  return null;
};
