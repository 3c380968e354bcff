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
import { play } from './play.ts';

/**
 * `countersign demo`: the main job end to end, over the same services as the window. Writes into DIR a vault, the sealed
 * PDF, and what a stranger needs to verify it: the trust anchor and the revocation lists.
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
  await writeFile(at(played.pdf.fileName), played.pdf.bytes);
  await writeFile(at('trust-anchor.pem'), played.trust.anchors.map((der) => writePem('CERTIFICATE', der)).join(''));
  await writeFile(at('revocation.pem'), played.trust.crls.map((der) => writePem('X509 CRL', der)).join(''));
  await rm(at('vaults.json'), { force: true });

  const report = validatePdf(played.pdf.bytes, { ...played.trust, at: systemClock.now() });
  if (!report.ok) throw new Error(`the sealed PDF cannot be read: ${report.error.code}`);
  const file = at(played.pdf.fileName);
  const answer = {
    vault: played.vault,
    records: [{ id: played.recordId, type: played.type, pdf: file, signatures: report.value.signatures.length }],
    verify: { file, ...report.value },
    trust: at('trust-anchor.pem'),
    revocation: at('revocation.pem'),
  };
  if (values.json === true) terminal.out(JSON.stringify(answer));
  else terminal.out(summary(answer, report.value.indication));
  return exitCodeOf([report.value.indication]);
};

const summary = (
  answer: {
    readonly vault: string;
    readonly records: readonly { readonly id: string; readonly pdf: string; readonly signatures: number }[];
    readonly trust: string;
    readonly revocation: string;
  },
  indication: Indication,
): string => {
  const here = (path: string): string => {
    const short = relative(process.cwd(), path);
    const shown = short.startsWith('..') ? path : short;
    return /[^\w./@%+=:,-]/.test(shown) ? `'${shown.replaceAll("'", String.raw`'\''`)}'` : shown;
  };
  const [record] = answer.records;
  const pdf = here(record?.pdf ?? '');
  return `
${record?.id ?? ''}: ${indication}, ${record?.signatures ?? 0} signatures by ${record?.signatures ?? 0} people

  the record    ${pdf}
  the vault     ${here(answer.vault)}
  trust anchor  ${here(answer.trust)}, revocation lists ${here(answer.revocation)}

Look at it with tools that are not ours:
  pdfsig -nocert ${pdf}
  qpdf --check ${pdf}

Judge it with ours:
  npm run -s countersign -- verify ${pdf} --trust ${here(answer.trust)}

Open the vault in the window (play pass phrases; login / signing):
  npm start -- ${here(answer.vault)}
${Object.values(people)
  .map(
    (one) =>
      `  ${one.userName.padEnd(12)} ${one.passPhrase}${one.signingPassPhrase === null ? '' : ` / ${one.signingPassPhrase}`}`,
  )
  .join('\n')}`;
};
