import { mkdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Indication } from '../../domain/indication.ts';
import { validatePdf } from '../../pades/index.ts';
import { writePem } from '../../pki/index.ts';
import { InputError, readArguments, type Command } from '../command.ts';
import { exitCodeOf } from '../exit-code.ts';
import { systemClock } from '../runtime.ts';
import { people } from './case.ts';
import { handOver } from './hand-over.ts';
import { play } from './play.ts';

/**
 * `countersign demo`: a year of operations end to end, over the same services as the window. Writes into DIR a vault, the
 * sealed PDFs, an audit package of all of it, and what a stranger needs to verify them: the trust anchor and the
 * revocation lists.
 */
export const demo: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, {
    out: { type: 'string', default: 'demo-out' },
    json: { type: 'boolean' },
  });
  if (positionals.length > 0) throw new InputError('demo/usage', `what is "${positionals.join(' ')}"?`);
  const out = resolve(values.out);
  if (existsSync(join(out, 'vaults')))
    throw new InputError('demo/exists', `${out} holds a vault already; name another folder with --out`);
  await mkdir(out, { recursive: true });

  const played = await play(out, (line) => {
    terminal.say(`  ${line}`);
  });
  const at = (name: string): string => join(out, name);
  for (const { pdf } of played.records) await writeFile(at(pdf.fileName), pdf.bytes);
  await writeFile(at('trust-anchor.pem'), played.trust.anchors.map((der) => writePem('CERTIFICATE', der)).join(''));
  await writeFile(at('revocation.pem'), played.trust.crls.map((der) => writePem('X509 CRL', der)).join(''));
  await rm(at('vaults.json'), { force: true });
  await handOver(played.vault, at('audit-package.zip'));
  terminal.say(`  ${people.qualityAssurance.fullName} makes an audit package of all of it`);

  const records = played.records.map(({ id, type, pdf }) => {
    const report = validatePdf(pdf.bytes, { ...played.trust, at: systemClock.now() });
    if (!report.ok) throw new Error(`the sealed PDF of ${id} cannot be read: ${report.error.code}`);
    return { id, type, pdf: at(pdf.fileName), signatures: report.value.signatures.length, report: report.value };
  });
  const [first] = records;
  if (first === undefined) throw new Error('nothing was sealed');
  const answer = {
    vault: played.vault,
    records: records.map(({ report, ...record }) => ({ ...record, indication: report.indication })),
    verify: { file: first.pdf, ...first.report },
    package: at('audit-package.zip'),
    trust: at('trust-anchor.pem'),
    revocation: at('revocation.pem'),
  };
  if (values.json === true) terminal.out(JSON.stringify(answer));
  else terminal.out(summary(answer));
  return exitCodeOf(records.map(({ report }) => report.indication));
};

interface Answer {
  readonly vault: string;
  readonly records: readonly {
    readonly id: string;
    readonly pdf: string;
    readonly signatures: number;
    readonly indication: Indication;
  }[];
  readonly package: string;
  readonly trust: string;
  readonly revocation: string;
}

const summary = (answer: Answer): string => {
  const here = (path: string): string => {
    const short = relative(process.cwd(), path);
    const shown = short.startsWith('..') ? path : short;
    return /[^\w./@%+=:,-]/.test(shown) ? `'${shown.replaceAll("'", String.raw`'\''`)}'` : shown;
  };
  const pdf = here(answer.records[0]?.pdf ?? '');
  return `
${answer.records
  .map((one) => `  ${one.id}  ${one.indication.padEnd(13)} ${String(one.signatures)} signatures  ${here(one.pdf)}`)
  .join('\n')}

  the vault      ${here(answer.vault)}
  audit package  ${here(answer.package)}
  trust anchor   ${here(answer.trust)}, revocation lists ${here(answer.revocation)}

Look at it with tools that are not ours:
  pdfsig -nocert ${pdf}
  qpdf --check ${pdf}
  unzip -l ${here(answer.package)}

Judge it with ours:
  npm run -s countersign -- verify ${pdf} --trust ${here(answer.trust)}
  npm run -s countersign -- verify ${here(answer.package)} --trust ${here(answer.trust)}

Open the vault in the window (play pass phrases; login / signing):
  npm start -- ${here(answer.vault)}
${Object.values(people)
  .map(
    (one) =>
      `  ${one.userName.padEnd(12)} ${one.passPhrase}${one.signingPassPhrase === null ? '' : ` / ${one.signingPassPhrase}`}`,
  )
  .join('\n')}`;
};
