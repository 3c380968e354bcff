import { renderRegister } from '../../documents/index.ts';
import { csvLine } from '../../domain/csv.ts';
import { fail, ok, type Failure, type Result } from '../../domain/result.ts';
import { roleLabel } from '../../domain/roles.ts';
import { today, type Caller, type ServiceOptions } from '../context.ts';
import { registerOn, type Register } from './register.ts';

export const registerFormats = ['csv', 'json', 'pdf'] as const;
export type RegisterFormat = (typeof registerFormats)[number];

interface Wish {
  /** ISO 8601; not later than today. */
  readonly day: string;
  readonly format: RegisterFormat;
}

interface RegisterFile {
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Nobody knows who will have access on a later day. */
export const registerOf = (
  options: Pick<ServiceOptions, 'clock'>,
  { vault }: Caller,
  day: string,
): Result<Register, Failure<'register/day-later'>> =>
  day > today(options) ? fail('register/day-later') : ok(vault.read((db) => registerOn(db, day)));

/** The register of a day as a file; that it was handed out stands in the trail. */
export const exportRegister = async (
  options: Pick<ServiceOptions, 'clock' | 'fonts' | 'version'>,
  caller: Caller,
  { day, format }: Wish,
): Promise<Result<RegisterFile, Failure<'register/day-later'>>> => {
  const register = registerOf(options, caller, day);
  if (!register.ok) return register;
  const { people, procedure, beyond } = register.value;
  const { vault, account: self } = caller;
  const madeAt = vault.write(vault, (_, audit) => {
    const rows = people.reduce((sum, { roles }) => sum + roles.length, 0);
    const subject = { type: 'vault', id: vault.identity.id };
    audit.record({ action: 'register.export', subject, details: { day, format, rows } });
    return audit.at;
  });
  const { id: vaultId, name: vaultName, organisation } = vault.identity;
  const made = {
    program: `Countersign ${options.version}`,
    organisation,
    vaultName,
    vaultId,
    madeAt,
    madeBy: `${self.fullName} (${self.userName})`,
    day,
  };
  const bytes = {
    csv: () => Buffer.from(csvOf(register.value)),
    json: () => Buffer.from(`${JSON.stringify({ ...made, people, procedure, beyond }, null, 2)}\n`),
    pdf: () =>
      renderRegister(options.fonts, {
        ...made,
        people: people.length,
        rows: pdfRows(register.value),
        procedure,
        beyond: beyond.map(({ words }) => words),
      }),
  };
  return ok({ fileName: `access-register-${day}.${format}`, bytes: new Uint8Array(await bytes[format]()) });
};

/** A line per person and role. What is beyond the procedure stands on every line that it concerns. */
const csvOf = ({ day, people, procedure, beyond }: Register): string => {
  const rows = people.flatMap(({ accountId, userName, fullName, roles }) =>
    roles.map(({ role, since, grantedBy }) => {
      const words = beyond.filter((one) => one.accountId === accountId || one.role === role).map((one) => one.words);
      const judged = procedure === null ? null : words.join(' ') || 'no';
      return [day, userName, fullName, roleLabel[role], since, grantedBy, procedure, judged];
    }),
  );
  const person = ['Day', 'User name', 'Full name', 'Role', 'Held since (UTC)', 'Granted by'];
  const head = [...person, 'Procedure', 'Beyond the procedure'];
  return `\uFEFF${[head, ...rows].map((cells) => `${csvLine(cells)}\r\n`).join('')}`;
};

const pdfRows = ({ people }: Register): readonly (readonly string[])[] =>
  people.flatMap(({ userName, fullName, roles }) =>
    roles.length === 0
      ? [[fullName, userName, 'none', '–', '–']]
      : roles.map(({ role, since, grantedBy }) => [
          fullName,
          userName,
          roleLabel[role],
          since.slice(0, 16).replace('T', ' '),
          grantedBy,
        ]),
  );
