import { Duty } from '../../domain/roles.ts';
import { loadFonts } from '../../documents/index.ts';
import { exportTrail, trailFormats } from '../../services/exports/trail.ts';
import { verifyTrail, type TrailVerdict } from '../../services/audit/verify.ts';
import type { OpenVault } from '../../vault/index.ts';
import { readArguments, readDay, UsageError, type Command } from '../command.ts';
import { evidenceLines, readAgainst, readEvidence } from '../evidence.ts';
import { ExitCode } from '../exit-code.ts';
import { inertLine } from '../inert.ts';
import { callerOf, openForCommand } from '../open-vault.ts';
import { fontsFolder, systemClock, version } from '../runtime.ts';
import type { Terminal } from '../terminal.ts';
import { readTrust } from '../verify/trust.ts';
import { writeExport } from '../write-export.ts';

/** `countersign audit verify|export VAULT`. Opening the vault is itself an entry of its trail. */
export const audit: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    against: { type: 'string', multiple: true },
    trust: { type: 'string', multiple: true },
    json: { type: 'boolean' },
    format: { type: 'string', default: 'jsonl' },
    out: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    'passphrase-fd': { type: 'string' },
  });
  const [verb, folder, ...rest] = positionals;
  if ((verb !== 'verify' && verb !== 'export') || folder === undefined || rest.length > 0)
    throw new UsageError('say "audit verify VAULT" or "audit export VAULT"');
  const format = trailFormats.find((one) => one === values.format);
  if (format === undefined) throw new UsageError(`--format is one of ${trailFormats.join(', ')}`);
  if (format === 'pdf' && verb === 'export' && values.out === undefined)
    throw new UsageError('a PDF needs --out FILE.pdf');
  if (verb === 'export' && values.against !== undefined) throw new UsageError('--against goes with "audit verify"');
  const anchors = values.trust === undefined ? null : (await readTrust(values.trust, [])).anchors;
  const files = await readAgainst(values.against ?? []);
  const range = { from: readDay('--from', values.from), to: readDay('--to', values.to) };
  const vault = await openForCommand(folder, terminal, values['passphrase-fd']);
  try {
    const caller = callerOf(vault, Duty.ReadAuditTrail);
    if (verb === 'verify') {
      const verdict = verifyTrail(vault, vault, files, { now: systemClock.now(), anchors });
      return verified(vault, terminal, verdict, values.json === true);
    }
    const options = { version, fonts: await loadFonts(fontsFolder) };
    const made = await writeExport(values.out ?? null, (take) =>
      exportTrail(options, caller, { format, ...range }, take),
    );
    if (values.out !== undefined) terminal.say(`${values.out}: ${made.bytes} bytes, SHA-256 ${made.sha256 ?? ''}`);
    return ExitCode.Passed;
  } finally {
    vault.close('exit');
  }
};

const verified = (vault: OpenVault, terminal: Terminal, verdict: TrailVerdict, json: boolean): ExitCode => {
  const { report, guardsMissing, outcome } = verdict;
  const evidence = readEvidence(verdict.evidence);
  const said = report.intact
    ? `The audit trail is intact: ${report.verified} entries, head ${report.head.seq} ${report.head.hash}`
    : `The audit trail was altered: the first bad entry is ${report.firstBad?.seq ?? '?'} (${report.firstBad?.defect ?? '?'}), ${report.verified} before it are sound.`;
  const gone = guardsMissing.map((name) => `A guard of the history was taken out, altered or added: ${name}`);
  if (json) terminal.out(JSON.stringify({ vault: vault.identity.id, ...report, guardsMissing, outcome, evidence }));
  else terminal.out([said, ...gone, ...evidenceLines(evidence)].map(inertLine).join('\n'));
  return exitCodes[outcome];
};

const exitCodes = { passed: ExitCode.Passed, failed: ExitCode.Failed, open: ExitCode.Indeterminate } as const;
