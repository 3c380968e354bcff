import { listTokens, readCertificate } from '../../pki/index.ts';
import { InputError, readArguments, UsageError, type Command } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { inertLine } from '../inert.ts';
import { tokenWords } from './token-words.ts';

/** `countersign tokens MODULE`: the tokens that a PKCS#11 module sees, and their certificates; asks for no PIN. */
export const tokens: Command = async (args, terminal) => {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
  const [module, ...rest] = positionals;
  if (module === undefined || rest.length > 0) throw new UsageError('name one PKCS#11 module');
  const found = await listTokens(module);
  if (!found.ok) throw new InputError(found.error.code, tokenWords(found.error) ?? module);
  const listed = found.value.map(({ certificates, ...token }) => ({
    ...token,
    certificates: certificates.map(({ label, id, der }) => {
      const read = readCertificate(der);
      return {
        label,
        id,
        subject: read.ok ? read.value.subject.text : null,
        notAfter: read.ok ? read.value.notAfter.toISOString() : null,
      };
    }),
  }));
  if (values.json === true) terminal.out(JSON.stringify(listed));
  else
    for (const { certificates, ...token } of listed) {
      terminal.out(
        inertLine(`"${token.label}", ${token.model}, serial number ${token.serialNumber}, PIN ${pinWords[token.pin]}`),
      );
      for (const one of certificates)
        terminal.out(inertLine(`  "${one.label}" (${one.id}): ${one.subject ?? 'a certificate that cannot be read'}`));
    }
  if (listed.length === 0) terminal.say('countersign tokens: no token is plugged in');
  return ExitCode.Passed;
};

const pinWords = {
  ok: 'not locked',
  'count-low': 'was given wrong before',
  'final-try': 'has one attempt left',
  locked: 'is locked',
} as const;
