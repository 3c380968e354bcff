import { Duty } from '../../../domain/roles.ts';
import { checkVault, VaultFault, type DamagedItem, type OpenVault, type VaultCheck } from '../../../vault/index.ts';
import { InputError, readArguments, UsageError, type Command } from '../../command.ts';
import { evidenceLines, readAgainst, readEvidence, type FileEvidence } from '../../evidence.ts';
import { ExitCode } from '../../exit-code.ts';
import { inertLine } from '../../inert.ts';
import { callerOf, openForCommand } from '../../open-vault.ts';
import type { Terminal } from '../../terminal.ts';
import { salvage } from './salvage.ts';
import { judgeFiles, knownHeads } from '../../../services/audit/verify.ts';
import { systemClock } from '../../runtime.ts';

/**
 * `countersign vault check`: reads everything and says what is damaged; mends nothing. Exit codes: 0 sound, 1 damaged or
 * contradicted by evidence, 65 not to be opened, or evidence that proves nothing. With `--salvage`: {@link salvage}.
 */
export const checkCommand: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    against: { type: 'string', multiple: true },
    salvage: { type: 'string' },
    slots: { type: 'string' },
    json: { type: 'boolean' },
    'passphrase-fd': { type: 'string' },
  });
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0) throw new UsageError('say "vault check VAULT"');
  if (values.slots !== undefined && values.salvage === undefined) throw new UsageError('--slots goes with --salvage');
  if (values.salvage !== undefined)
    return salvage(terminal, {
      damaged: folder,
      out: values.salvage,
      slots: values.slots,
      json: values.json === true,
      descriptor: values['passphrase-fd'],
    });
  const files = await readAgainst(values.against ?? []);
  const json = values.json === true;
  let vault: OpenVault;
  try {
    vault = await openForCommand(folder, terminal, values['passphrase-fd']);
  } catch (error) {
    if (error instanceof InputError && error.code === damaged)
      return sayBroken(
        terminal,
        json,
        error.code,
        `${folder} is DAMAGED, too much to be read through: ${error.message}`,
      );
    if (error instanceof InputError && error.code === entriesMissing)
      return sayBroken(terminal, json, error.code, `${error.message}\n${whatToDo}`);
    throw error;
  }
  try {
    callerOf(vault, Duty.ReadAuditTrail);
    const judged = judgeFiles(vault, files, systemClock.now());
    const evidence = readEvidence(judged);
    const check = vault.read((db) => checkVault(db, knownHeads(judged)));
    if (json) terminal.out(JSON.stringify({ vault: vault.identity.id, ...check, evidence }));
    else terminal.out(describe(check, evidence).map(inertLine).join('\n'));
    if (!check.intact) return ExitCode.Failed;
    return evidence.every(({ proof }) => proof === 'agrees') ? ExitCode.Passed : ExitCode.Indeterminate;
  } catch (error) {
    if (error instanceof VaultFault && error.code === damaged)
      return sayBroken(
        terminal,
        json,
        error.code,
        `${folder} is DAMAGED, too much to be read through: ${error.message}`,
      );
    throw error;
  } finally {
    vault.close('exit');
  }
};

const damaged = 'vault/database-damaged';
const entriesMissing = 'vault/entries-missing';
const whatToDo = `  look for the newest vault.db-wal of this folder (a copy, a trash folder) and put it back; else restore the newest
  backup, or go on without the entries, as an administrator and for a reason: countersign vault accept-loss VAULT --reason WHY`;

/** A database too damaged to be read through is damaged: that is the answer, no lack of one. */
const sayBroken = (terminal: Terminal, json: boolean, code: string, message: string): ExitCode => {
  if (json) terminal.out(JSON.stringify({ vault: null, intact: false, error: { code, message } }));
  else terminal.out(message);
  return ExitCode.Failed;
};

const itemWords: Readonly<Record<DamagedItem['kind'], string>> = {
  'frozen-json': 'its frozen JSON is not what was stored',
  'sealed-pdf': 'its sealed PDF is not what was stored',
  'not-as-recorded': 'its JSON or PDF is not the one that the audit trail says was frozen or signed for it',
};

const describe = (check: VaultCheck, evidence: readonly FileEvidence[]): readonly string[] => {
  const { audit, pages, danglingReferences, guardsMissing, damaged: items, search } = check;
  return [
    check.intact ? 'The vault is sound.' : 'The vault is DAMAGED or was altered.',
    pages.length === 0 ? '  pages: sound' : `  pages: ${pages.length} findings`,
    ...pages.map((finding) => `    ${finding}`),
    ...guardsMissing.map((name) => `  a guard of the history was taken out, altered or added: ${name}`),
    ...(danglingReferences === 0 ? [] : [`  rows that refer to nothing: ${danglingReferences}`]),
    audit.firstBad === null
      ? `  audit trail: sound, ${audit.verified} entries, head ${audit.head.seq} ${audit.head.hash}`
      : `  audit trail: the first bad entry is ${audit.firstBad.seq} (${audit.firstBad.defect}), ${audit.verified} before it are sound`,
    items.length === 0 ? '  frozen records and sealed PDFs: sound' : `  damaged records and PDFs: ${items.length}`,
    ...items.map(({ kind, recordId, revision }) => `    ${recordId} revision ${revision}: ${itemWords[kind]}`),
    ...search.map((finding) => `  index of search (can be made anew): ${finding}`),
    ...evidenceLines(evidence),
  ];
};
