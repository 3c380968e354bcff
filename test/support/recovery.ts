import type { Output } from '../../src-main/contract/index.ts';
import { administrator, quality, type TestServices } from './services.ts';
import { readPages } from './documents-text.ts';

/** The code on a sheet as its holder reads it. */
export const codeIn = async (sheet: Uint8Array): Promise<string> => {
  const [first = []] = await readPages(sheet);
  return first
    .filter(({ size, text }) => size === 20 && /^[0-9A-Z]{5}$/.test(text))
    .map(({ text }) => text)
    .join(' ');
};

/** What both holders read from their sheets. */
export const codesOf = async ({ sheets }: Pick<Output<'recovery.make'>, 'sheets'>): Promise<[string, string]> => {
  const [a = '', b = ''] = await Promise.all(sheets.map(({ bytes }) => codeIn(bytes)));
  return [a, b];
};

/** Makes a kit: the caller's session is the administrator's, quality assurance is the second person. */
export const makeKit = (services: TestServices): Promise<Output<'recovery.make'>> =>
  services.ask('recovery.make', kitInput());

export const kitInput = () => ({
  userName: administrator.userName,
  passPhrase: administrator.passPhrase,
  second: { userName: quality.userName, passPhrase: quality.passPhrase, code: null },
  holders: { a: 'Henrike Adler', b: 'Bashir Noor' },
  reason: 'First kit of the vault',
});
