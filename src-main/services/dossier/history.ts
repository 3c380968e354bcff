import type { DossierSection } from '../../documents/index.ts';
import { auditEvent } from '../../domain/audit-events.ts';
import {
  account,
  auditTrail,
  frozenHeads,
  lastRecoveryKit,
  missingGuards,
  records,
  verifyAuditChain,
  type AuditEntry,
  type ReadableVault,
  type RecoveryKit,
} from '../../vault/index.ts';
import { backupPlan } from '../backup/plan.ts';
import { stateWords } from './records.ts';
import { day, minute, valueWords } from './words.ts';

/** Entries of a kind that a dossier lists; the trail has all. */
const listed = 200;

const lastOf = (db: ReadableVault, actions: readonly string[]): readonly AuditEntry[] =>
  auditTrail(db, { actions, order: 'newest-first', limit: listed }).items;

/** Where backups go, which were taken, and what came of trying to restore one (Annex 11, 7.2; draft 16.3). */
export const backupSection = (db: ReadableVault, kit: RecoveryKit | null): DossierSection => {
  const plan = backupPlan(db);
  const last = lastRecoveryKit(db);
  const name = (id: string): string => account(db, id)?.userName ?? id;
  return {
    title: 'Backups and restore drills',
    about:
      'A backup is encrypted, a vault of its own, and read back when it is taken. The last 200 of each are listed.',
    facts: [
      ['Backups are kept', plan.place === null ? 'no place was chosen' : 'in the place that the trail names'],
      ['On the same volume', plan.sameVolumeReason === null ? 'no' : `yes: ${plan.sameVolumeReason}`],
      ['Taken', `every ${plan.everyHours} hours`],
      ['Generations', `${plan.keep.days} days, ${plan.keep.weeks} weeks, ${plan.keep.months} months`],
      ['Last one', plan.lastTaken === null ? 'none was taken' : minute(plan.lastTaken)],
      ...(plan.lastFailure === null ? [] : ([['Last try failed', plan.lastFailure]] as const)),
      [
        'Recovery kit',
        kit === null
          ? last?.usedAt == null
            ? 'there is none that opens the vault'
            : `none; ${last.number} was used ${minute(last.usedAt)}`
          : `${kit.number}, made ${minute(kit.madeAt)} by ${name(kit.madeBy)} with ${name(kit.witness)}; held by ` +
            `${kit.holders.join(' and ')}; not used`,
      ],
    ],
    tables: [
      {
        title: 'Backups taken',
        columns: [...entryColumns, { title: 'Entries in it', right: true, rigid: true }],
        rows: lastOf(db, ['vault.backup']).map((entry) => {
          const head = entry.details['head'] as { readonly seq?: number } | undefined;
          return [...entryCells(entry), head?.seq === undefined ? '' : String(head.seq)];
        }),
        empty: 'None was taken.',
      },
      {
        title: 'Restore drills',
        columns: [...entryColumns, { title: 'Generation' }, { title: 'Passed', rigid: true }, { title: 'Result' }],
        rows: lastOf(db, ['backup.drill']).map((entry) => [
          ...entryCells(entry),
          valueWords(entry.details['generation']),
          entry.details['passed'] === true ? 'yes' : 'NO',
          valueWords(entry.details['result']),
        ]),
        empty: 'None was held.',
      },
      {
        title: 'Recovery kits: made, used, taken out',
        columns: [...entryColumns, { title: 'What' }, { title: 'Kit', rigid: true }, { title: 'Reason' }],
        rows: lastOf(db, ['recovery.make', 'vault.recover', 'recovery.remove']).map((entry) => [
          ...entryCells(entry),
          auditEvent(entry.action)?.words ?? entry.action,
          entry.action === 'vault.recover' ? valueWords(entry.details['kit']) : entry.subject.id,
          entry.reason ?? '',
        ]),
        empty: 'None was made.',
      },
      {
        title: 'Restored, salvaged, rolled back, failed',
        columns: [...entryColumns, { title: 'What' }],
        rows: lastOf(db, [
          'vault.restore',
          'vault.salvage',
          'vault.rolled-back',
          'vault.forked',
          'vault.accept-loss',
          'backup.fail',
          'vault.rekey',
        ]).map((entry) => [...entryCells(entry), auditEvent(entry.action)?.words ?? entry.action]),
        empty: 'None of it happened.',
      },
    ],
    notes: [],
  };
};

/** The chain as it was recomputed for this dossier, its checkpoints, and the reviews of trails. */
export const trailSection = (db: ReadableVault): DossierSection => {
  const { intact, verified, head, firstBad } = verifyAuditChain(db, frozenHeads(db));
  const guards = missingGuards(db);
  return {
    title: 'Audit trail and its reviews',
    about:
      'Each entry holds the hash of the one before it. Every entry was recomputed for this dossier; its head can be held against any ' +
      'later state of the vault.',
    facts: [
      ['Chain', intact ? 'intact' : `ALTERED: the first bad entry is No. ${firstBad?.seq ?? verified + 1}`],
      ['Entries', String(verified)],
      ['Head', `No. ${head.seq}`],
      ['SHA-256', head.hash],
      ['Guards', guards.length === 0 ? 'all in place' : `NOT AS MADE: ${guards.join(', ')}`],
    ],
    tables: [
      {
        title: 'Signed checkpoints',
        columns: [...entryColumns, { title: 'Head', rigid: true, right: true }, { title: 'SHA-256 of the head' }],
        rows: lastOf(db, ['audit.checkpoint']).map((entry) => {
          const at = entry.details['head'] as { readonly seq?: number; readonly hash?: string } | undefined;
          return [...entryCells(entry), String(at?.seq ?? ''), at?.hash ?? ''];
        }),
        empty: 'None was signed.',
      },
      {
        title: 'Verified by people',
        columns: entryColumns,
        rows: lastOf(db, ['audit.verify']).map(entryCells),
        empty: 'Nobody did yet.',
      },
      {
        title: 'Audit-trail reviews',
        columns: [
          { title: 'Record', rigid: true },
          { title: 'System', rigid: true },
          { title: 'Title' },
          { title: 'State' },
          { title: 'Changed', rigid: true },
        ],
        rows: records(db, { type: 'audit-trail-review', order: 'id', limit: listed }).items.map((one) => [
          one.id,
          one.systemId,
          one.title,
          stateWords(one.state),
          day(one.updatedAt),
        ]),
        empty: 'There is none: the trails were not reviewed by a record of this vault.',
      },
      {
        title: 'Clock, log-in and signing: what stands out',
        columns: [...entryColumns, { title: 'What' }],
        rows: lastOf(db, [
          'clock.set-back',
          'clock.set-forward',
          'clock.long-pause',
          'session.refuse',
          'signing.refuse',
          'slots.differ',
        ]).map((entry) => [...entryCells(entry), auditEvent(entry.action)?.words ?? entry.action]),
        empty: 'Nothing.',
      },
    ],
    notes: [],
  };
};

const entryColumns = [
  { title: 'Entry', rigid: true, right: true },
  { title: 'Time', rigid: true },
  { title: 'Who' },
] as const;

const entryCells = ({ seq, at, account }: AuditEntry): readonly string[] => [String(seq), minute(at), account.userName];
