import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallName } from '../../src-main/contract/index.ts';

/**
 * What an answered call leaves in the audit trail. `entry`: always something; `nothing`: it only looks; `if`: something
 * where there was something to do, e.g. a draft that changed, a session that was open. A test asks that every call
 * says what it leaves.
 */
export const leaves: Partial<Readonly<Record<CallName, 'entry' | 'nothing' | 'if'>>> = {
  'access.analyse': 'if',
  'access.decide': 'entry',
  'access.except': 'entry',
  'access.export': 'entry',
  'access.file': 'entry',
  'access.import': 'entry',
  'access.line': 'nothing',
  'access.lines': 'nothing',
  'access.numbers': 'nothing',
  'access.overview': 'nothing',
  'access.people': 'nothing',
  'access.preview': 'nothing',
  'access.raise': 'entry',
  'access.remedies': 'nothing',
  'access.remedy': 'entry',
  'access.roster': 'nothing',
  'access.rules': 'nothing',
  'access.saveRules': 'entry',
  'access.settleMatch': 'entry',
  'access.undo': 'entry',
  'accounts.create': 'entry',
  'accounts.deactivate': 'entry',
  'accounts.list': 'nothing',
  'accounts.resetPassPhrase': 'entry',
  'accounts.setRoles': 'entry',
  'accounts.unlock': 'entry',
  'actions.add': 'entry',
  'actions.change': 'entry',
  'actions.complete': 'entry',
  'actions.drop': 'entry',
  'actions.get': 'nothing',
  'actions.judge': 'entry',
  'actions.list': 'nothing',
  'app.info': 'nothing',
  'audit.checkpoint': 'entry',
  'audit.list': 'nothing',
  'audit.verify': 'entry',
  'authority.exportLists': 'nothing',
  'backup.choosePlace': 'if',
  'backup.drill': 'entry',
  'backup.state': 'if',
  'backup.take': 'entry',
  'coverage.get': 'nothing',
  'defects.importScan': 'entry',
  'defects.readScan': 'nothing',
  'checklist.get': 'nothing',
  'enrolment.list': 'nothing',
  'enrolment.mine': 'nothing',
  'enrolment.record': 'entry',
  'enrolment.prepareUndertaking': 'nothing',
  'enrolment.signUndertaking': 'entry',
  'enrolment.undertakingPdf': 'nothing',
  'enrolment.approve': 'entry',
  'register.onDay': 'nothing',
  'register.export': 'entry',
  'register.matrix': 'nothing',
  'exports.cancel': 'if',
  'exports.count': 'nothing',
  'exports.look': 'if',
  'exports.start': 'if',
  'imports.get': 'nothing',
  'imports.list': 'nothing',
  'imports.look': 'nothing',
  'imports.pdf': 'nothing',
  'imports.take': 'if',
  'keys.approve': 'entry',
  'keys.approveReplacement': 'entry',
  'keys.certifyRequest': 'entry',
  'keys.exportRequest': 'nothing',
  'keys.mine': 'nothing',
  'keys.renew': 'entry',
  'keys.replacements': 'nothing',
  'keys.reportLost': 'entry',
  'keys.request': 'entry',
  'keys.revoke': 'entry',
  'keys.unlock': 'entry',
  'links.add': 'entry',
  'links.candidates': 'nothing',
  'links.end': 'entry',
  'links.of': 'nothing',
  'logins.acknowledge': 'if',
  'logins.alerts': 'nothing',
  'logins.exportLog': 'entry',
  'logins.log': 'nothing',
  'logins.rules': 'nothing',
  'recovery.look': 'nothing',
  'recovery.make': 'entry',
  // Its entry is in the database, not in a log: the vault is closed before and after.
  'recovery.recover': 'if',
  'recovery.state': 'nothing',
  'records.changes': 'nothing',
  'records.create': 'entry',
  'records.createFrom': 'entry',
  'records.get': 'nothing',
  'records.history': 'nothing',
  'records.list': 'nothing',
  'records.pdf': 'nothing',
  'records.refresh': 'if',
  'records.returnFromReview': 'entry',
  'records.revise': 'entry',
  'records.saveDraft': 'if',
  'records.sendForSignature': 'entry',
  'records.submitForReview': 'entry',
  'records.takeStage': 'entry',
  'records.withdraw': 'entry',
  'references.add': 'if',
  'references.get': 'nothing',
  'references.list': 'nothing',
  'references.withdraw': 'entry',
  'repositories.choose': 'if',
  'repositories.remove': 'entry',
  'schedule.list': 'nothing',
  'search.find': 'nothing',
  'secondFactor.begin': 'if',
  'secondFactor.confirm': 'entry',
  'secondFactor.remove': 'entry',
  'secondFactor.state': 'nothing',
  'session.changePassPhrase': 'entry',
  'session.lock': 'if',
  'session.login': 'entry',
  'session.logout': 'if',
  'session.state': 'if',
  'session.touch': 'nothing',
  'settings.decide': 'entry',
  'settings.list': 'nothing',
  'settings.propose': 'entry',
  'settings.withdraw': 'entry',
  'signing.prepare': 'nothing',
  'signing.reject': 'entry',
  'signing.sign': 'entry',
  'suppliers.check': 'nothing',
  'suppliers.get': 'nothing',
  'suppliers.list': 'nothing',
  'suppliers.save': 'entry',
  'systems.check': 'nothing',
  'systems.get': 'nothing',
  'systems.list': 'nothing',
  'systems.save': 'entry',
  'trace.from': 'nothing',
  'trends.export': 'entry',
  'trends.get': 'nothing',
  'vaults.browse': 'if',
  'vaults.create': 'entry',
  'vaults.list': 'nothing',
  'verify.pdf': 'nothing',
  'verify.record': 'nothing',
  'verify.revision': 'nothing',
  'work.list': 'nothing',
};

/**
 * What the vaults below a folder have committed: the hash of each write-ahead log. A vault commits nothing without an
 * audit entry (`OpenVault.write` refuses it), so that a commit is an entry.
 */
const committed = (folder: string): string =>
  !existsSync(folder)
    ? ''
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('vault.db-wal'))
        .sort((a, b) => (a < b ? -1 : 1))
        .map((path) => `${path} ${hash('sha256', readFileSync(join(folder, path)), 'hex')}`)
        .join('\n');

/** Asks, and throws where an answered call left no entry though it should, or left one though it only looks. */
export const withItsEntry = async <R extends { readonly ok: boolean }>(
  folder: string,
  name: CallName,
  ask: () => Promise<R>,
): Promise<R> => {
  const before = committed(folder);
  const answer = await ask();
  const wrote = committed(folder) !== before;
  if (answer.ok && leaves[name] === 'entry' && !wrote) throw new Error(`${name} left no entry in the audit trail`);
  if (answer.ok && leaves[name] === 'nothing' && wrote) throw new Error(`${name} wrote, though it only looks`);
  return answer;
};
