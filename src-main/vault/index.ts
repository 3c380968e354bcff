/** The vault's public surface: what services and the composition roots may use. */
export { createVault, openVault, type CreateVault, type OpenVaultInput } from './vault.ts';
export type { WriteSteps } from './long-write.ts';
export type { Actor, Also, CloseReason, NewSlot, OpenVault, SlotState, VaultEnvironment } from './open-vault.ts';
export { attemptLimit, administratorLockMs, type Credentials, type CredentialsFailure } from './slot-attempts.ts';
export { newRecoveryCodes, newTotpSecret, recoveryDigests } from './second-factor.ts';
export { base32, matchingStep, totpPeriod } from './totp.ts';
export { defaultKdfCost, deriveKey, newSalt, type KdfCost } from './kdf.ts';
export { migrations as schemaSql } from './migrations/index.ts';
export { faulting, isOfDisk, VaultClosed, VaultFault, type VaultFailure } from './failures.ts';
export type { ReadableVault, WritableVault } from './handle.ts';
export type { Stamp } from './stamp.ts';
export type { Page } from './paging.ts';
export { foldUserName } from './user-name.ts';
export { schemaVersion } from './migrate.ts';
export { backupOwner, type BackupReport } from './backup.ts';
export { kitOf, openWithKit, type KitVault } from './recover.ts';
export * from './recovery-kit.ts';
export { newKitNumber, type RecoveryParts } from './recovery-slot.ts';
export { drillName, leftoversIn, removeLeftover, type Leftover } from './unfinished.ts';
export { restoreVault, type RestoreReport } from './restore.ts';
export { salvageVault, type SalvageInput, type SalvageReport } from './salvage/index.ts';
export { checkVault, type DamagedItem, type VaultCheck } from './health.ts';
export { missingGuards } from './guards.ts';
export { frozenHeads } from './health.ts';
export { genesisHash } from './audit/entry.ts';
export type { AuditAccount, AuditChange, AuditEntry, AuditEvent, AuditHead, AuditSubject } from './audit/entry.ts';
export { auditWriter, type AuditWriter } from './audit/writer.ts';
export {
  auditHead,
  placeOfHead,
  verifyAuditChain,
  type AuditDefect,
  type AuditReport,
  type HeadPlace,
} from './audit/verify.ts';
export {
  auditEntries,
  auditLinks,
  auditSpan,
  auditTrail,
  type AuditFilter,
  type AuditQuery,
  type StoredAuditEntry,
} from './audit/trail.ts';
export * from './settings.ts';
export * from './setting-changes.ts';
export * from './enrolment.ts';
export { nextNumber, nextRecordId } from './counters.ts';
export * from './accounts.ts';
export * from './pass-phrases.ts';
export * from './key-replacements.ts';
export * from './site-lists.ts';
export * from './pass-phrase-resets.ts';
export * from './systems.ts';
export * from './suppliers.ts';
export type { EntryInput, EntryVersion, VersionedEntries, VersionedEntry } from './versioned-entries.ts';
export * from './records.ts';
export { recordsByFact } from './fact-index.ts';
export * from './record-list.ts';
export * from './listed.ts';
export { factRows } from './facts.ts';
export * from './in-force.ts';
export {
  countFound,
  foundMarks,
  rebuildSearch,
  search,
  type SearchFilter,
  type SearchHit,
  type SearchKind,
  type SearchQuery,
} from './search.ts';
export * from './revisions.ts';
export * from './requirements.ts';
export * from './stages.ts';
export { addContributor, contributors } from './contributors.ts';
export * from './sealed.ts';
export * from './links.ts';
export * from './references.ts';
export * from './actions.ts';
export * from './entities.ts';
export * from './signed-revisions.ts';
export * from './foreign-records.ts';
export { tableRows, tables, type Stored, type Table } from './tables.ts';
export * from './period.ts';
export * from './due.ts';
export * from './authority.ts';
export * from './signing-keys.ts';
export * from './access/files.ts';
export * from './access/settings.ts';
export * from './access/population.ts';
export * from './access/people.ts';
export * from './access/decisions.ts';
export * from './access/remedies.ts';
export * from './access/raised.ts';
