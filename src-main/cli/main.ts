import type { Command } from './command.ts';
import { InputError, UsageError } from './command.ts';
import { ExitCode } from './exit-code.ts';
import { processTerminal } from './terminal.ts';

const help = `countersign - operations records that people sign offline and anyone can verify

  countersign demo [--out DIR] [--json]
      the main job on a new vault: three people sign a periodic evaluation, the PDF is written and verified
  countersign verify PATH... [--trust PEM]... [--crl FILE]... [--at ISO-TIME] [--json]
      judge the signatures of PDFs and of all PDFs in folders
  countersign sign IN.pdf --p12 FILE --out OUT.pdf [--field NAME] [--reason TEXT] [--location TEXT] [--certify]
      sign a PDF at level B-B; pass phrase: prompt, COUNTERSIGN_P12_PASSPHRASE, or --passphrase-fd N
  countersign inspect FILE.pdf [--json] [--extract NAME --out FILE]
      revisions, signature fields and embedded files, without a verdict
  countersign audit verify VAULT [--json]
  countersign audit export VAULT [--format jsonl|csv]
      check the audit chain, or write it out; user and pass phrase: prompt, COUNTERSIGN_USER, COUNTERSIGN_PASSPHRASE
  countersign bench [NAME] [--json]
      measure signing, verifying and the vault

Exit codes: 0 all passed, 1 something failed, 2 something indeterminate, 64 usage, 65 unreadable input, 70 internal.`;

// Each command is loaded when it is asked for: verifying reaches neither the database nor the drawing of pages.
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo/index.ts')).demo,
  verify: async () => (await import('./verify/index.ts')).verify,
  sign: async () => (await import('./commands/sign.ts')).sign,
  inspect: async () => (await import('./commands/inspect.ts')).inspect,
  audit: async () => (await import('./commands/audit.ts')).audit,
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

process.exitCode = await run(process.argv.slice(2));
