import type { Command } from './command.ts';
import { InputError, UsageError } from './command.ts';
import { ExitCode } from './exit-code.ts';
import { processTerminal } from './terminal.ts';
import { vaultWords } from './vault-words.ts';
import { VaultFault } from '../vault/failures.ts';

const help = `countersign - operations records that people sign offline and anyone can verify

  countersign demo [--out DIR] [--json]
      a year of three systems on a new vault: its records are written, signed, sealed, verified and packaged
  countersign verify PATH... [--trust PEM]... [--crl FILE]... [--at ISO-TIME] [--json] [--csv FILE] [--report FILE.pdf]
      judge the signatures of PDFs and of all PDFs in folders; verdicts come in the order of the files
      an audit package (a zip that is named itself) is judged as a whole: each of its PDFs, then the package
      --jobs N       threads (default: as many as the machine runs at once, one for up to four files)
      --timeout S    seconds that one file may take (default 30)
      --progress     show the progress on stderr though it is no terminal
      --csv FILE     a new file, or - for stdout: one row a signature, one for a file without; its columns are file, size,
                     sha256, revisions, fileIndication, kind, field, signer, signedAt, timeSource, level, indication,
                     subIndication, bytes, trust, trustAtSigning, trustNow, coverage, changes, coversWholeFile,
                     changesAfter, docMDP, revision, page, algorithm, digest, certificateSerial, certificateSha256,
                     revocation, revocationSource, revocationKnownUpTo, statedReason, statedLocation, reasons, warnings,
                     error
      --report FILE  a new PDF to file away: the verdicts, what they rest on, and a page a signature
      encrypted files: password COUNTERSIGN_PDF_PASSWORD, or --password-fd N; or the key of a recipient: --recipient-p12 FILE,
      its pass phrase by prompt, COUNTERSIGN_RECIPIENT_PASSPHRASE, or --recipient-passphrase-fd N
  countersign sign IN.pdf (--p12 FILE | --pkcs11 MODULE) --out OUT.pdf [--field NAME] [--reason TEXT] [--location TEXT] [--certify]
                   [--level B-B|B-T|B-LT|B-LTA] [--tsa URL [--tsa-policy OID]] [--fetch] [--trust PEM]... [--crl FILE]...
      --p12 FILE     the key in a PKCS#12 file; pass phrase: prompt, COUNTERSIGN_P12_PASSPHRASE, or --passphrase-fd N;
                     of several --key SERIAL, or the fingerprint (SHA-256), of its certificate
      --pkcs11 MODULE [--token LABEL] [--key LABEL|ID] [--cert PEM]
                     the key on a token (smart card, HSM) behind its PKCS#11 module; PIN: prompt, COUNTERSIGN_PIN, or --pin-fd N;
                     --cert for tokens that hold no certificate: the signer's first, then its issuers
      --pss          sign by RSASSA-PSS with an RSA key
      --tsa URL      a time-stamp authority (RFC 3161); level B-T unless --level says more
      --fetch        ask for OCSP responses, CRLs and issuers at the addresses in the certificates; without, nothing is fetched
      --trust PEM    roots that signer and authority have to lead to
      a level that is not reached: the file is written at the level reached, the reason is said, exit code 2
      encrypted files: as with verify; what their permissions forbid is refused, but to the owner’s password
  countersign tokens MODULE [--json]
      the tokens that a PKCS#11 module sees, with their certificates and the state of their PINs
  countersign upgrade PATH... --out DIR [--level B-T|B-LT|B-LTA] [--tsa URL] [--fetch] [--trust PEM]... [--crl FILE]... [--json]
      take the signatures of PDFs, and of all PDFs in folders, to a level (default B-LTA, also to refresh it), by appending;
      encrypted files as with sign
  countersign inspect FILE.pdf [--json] [--extract NAME --out FILE]
      revisions, signature fields and embedded files, without a verdict; encrypted files as with verify
  countersign audit verify VAULT [--against SEALED.pdf|CHECKPOINT]... [--trust PEM]... [--json]
  countersign audit export VAULT [--format jsonl|csv|pdf] [--out FILE] [--from DAY] [--to DAY]
      check the audit chain, or write it out (a PDF needs --out); user: COUNTERSIGN_USER; pass phrase: prompt,
      COUNTERSIGN_PASSPHRASE, or --passphrase-fd N; with a second factor the code of its app: prompt, or COUNTERSIGN_CODE.
      The same for every command on a vault
      --against FILE  what others hold of the trail: a sealed PDF, or a checkpoint; says which entry contradicts it
  countersign vault check VAULT [--against SEALED.pdf|CHECKPOINT]... [--json]
      read every page, the audit chain, every frozen record and sealed PDF; name what is damaged, mend nothing
  countersign vault check VAULT --salvage FOLDER [--slots BACKUP/keyslots.json] [--json]
      get everything readable out of a damaged vault into a new folder, and say what was lost; the damaged one is not written
      --slots FILE   where the vault's own key slots are damaged or missing: those of a backup
  countersign vault backup VAULT --to DIR [--same-volume-reason TEXT] [--json]
      an encrypted copy in a folder of another volume, read back before it has its name
  countersign vault restore BACKUP --to FOLDER [--json]
      a backup as a vault in a new folder, read in full before it appears
  countersign vault rekey VAULT [--json]
      encrypt everything anew under a new key; pass phrases and the recovery kit stay
  countersign vault accept-loss VAULT --reason WHY [--json]
      go on with a vault that misses the end of its audit trail; an administrator's act, which stands in the trail
  countersign vault recover VAULT (--as USER-NAME | --new-administrator USER-NAME --full-name NAME) --reason TEXT [--json]
      for when no administrator can log in: both parts of the recovery kit give one a new first pass phrase, once;
      the parts by prompt, COUNTERSIGN_RECOVERY_PART_A and _B, or --part-a-fd N and --part-b-fd N; the pass phrase by
      prompt, COUNTERSIGN_NEW_PASSPHRASE, or --new-passphrase-fd N
  countersign package VAULT --out FILE.zip [--system ID]... [--type ID]... [--from DAY] [--to DAY] [--json]
      an audit package: sealed PDFs, their JSON, inventory, audit trail, trust material, a manifest, a README
  countersign export VAULT --out DIR [--json]
      everything in the vault in open formats, with a data dictionary; private keys stay behind
  countersign access-register VAULT --out FILE [--as-of DAY] [--format csv|json|pdf] [--json]
      who had which role at the end of a day, today where none is given
  countersign dossier VAULT --out FILE.pdf [--user NAME] [--as-of DAY] [--unsigned] [--json]
      what an inspector is handed: users and rights (of a day as well), settings, backups, trail and reviews, keys, records,
      components and tests, as one PDF signed with the user's own key; its pass phrase by prompt,
      COUNTERSIGN_SIGNING_PASSPHRASE, or --signing-passphrase-fd N; where the user has a second factor, signing needs a code of
      its own in COUNTERSIGN_SIGNING_CODE: a later one than the log-in used (COUNTERSIGN_CODE), or a recovery code
  countersign bench [NAME] [--json]
      measure signing, verifying and the vault

Exit codes: 0 all passed, 1 something failed, 2 something indeterminate or a level not reached, 64 usage,
65 unreadable input, 70 internal, 130 cancelled.`;

// Each command is loaded when it is asked for: verifying reaches neither the database nor the drawing of pages.
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo/index.ts')).demo,
  verify: async () => (await import('./verify/index.ts')).verify,
  sign: async () => (await import('./commands/sign.ts')).sign,
  tokens: async () => (await import('./commands/tokens.ts')).tokens,
  upgrade: async () => (await import('./commands/upgrade.ts')).upgrade,
  inspect: async () => (await import('./commands/inspect.ts')).inspect,
  audit: async () => (await import('./commands/audit.ts')).audit,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  package: async () => (await import('./commands/package.ts')).packageCommand,
  vault: async () => (await import('./commands/vault/index.ts')).vaultCommand,
  'access-register': async () => (await import('./commands/access-register.ts')).accessRegister,
  dossier: async () => (await import('./commands/dossier.ts')).dossier,
  bench: async () => (await import('./bench/index.ts')).bench,
};

const run = async (argv: readonly string[]): Promise<ExitCode> => {
  const terminal = processTerminal();
  const [name, ...args] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.out(help);
    return name === undefined ? ExitCode.Usage : ExitCode.Passed;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    terminal.say(`countersign: there is no command "${name}"\n\n${help}`);
    return ExitCode.Usage;
  }
  try {
    return await (await load())(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.say(`countersign ${name}: ${error.message}\n"countersign help" shows every command.`);
      return ExitCode.Usage;
    }
    if (error instanceof InputError) {
      terminal.say(`countersign ${name}: ${error.message} (${error.code})`);
      return ExitCode.Unreadable;
    }
    // What a disk or a damaged file does in the middle of work; the transaction was rolled back.
    if (error instanceof VaultFault) {
      const { cause } = error.details;
      const why = typeof cause === 'string' ? `: ${cause}` : '';
      terminal.say(`countersign ${name}: the vault: ${vaultWords[error.code]}${why} (${error.code})`);
      return ExitCode.Unreadable;
    }
    terminal.say(
      `countersign ${name}: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return ExitCode.Internal;
  }
};

// A reader that closes the pipe early (`| head`) ends the program quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// Node's report of a crash or a signal lists the environment, where a pass phrase may stand.
process.report.excludeEnv = true;
process.exitCode = await run(process.argv.slice(2));
