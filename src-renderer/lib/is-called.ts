/** A person as lists know them. */
export interface Named {
  readonly fullName: string;
  readonly userName: string;
  readonly email?: string | null;
}

const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** Whether every word that was typed stands in the person's name, user name or e-mail; accents and capitals do not count. */
export const isCalled = ({ fullName, userName, email }: Named, typed: string): boolean => {
  const text = folded(`${fullName} ${userName} ${email ?? ''}`);
  return folded(typed)
    .split(/\s+/)
    .every((word) => text.includes(word));
};
