import { ownAccounts } from '../../domain/access-review/findings.ts';
import { foldEmail, nameWords, foldText } from '../../domain/access-review/normalise.ts';
import type { AccountRow, PersonRow } from '../../domain/access-review/rows.ts';
import {
  accessLinesNaming,
  accessLinesOf,
  accessPeople,
  findAccessPeople,
  linesOfPeople,
  type Account,
  type ReadableVault,
} from '../../vault/index.ts';

/** Lines that are this person's own, and whether one of them is a working privileged account. */
export interface OwnLines {
  readonly lines: ReadonlySet<number>;
  readonly administers: boolean;
}

/** Of people of one name there are never so many. */
const mostNamesakes = 1000;

/**
 * Finds a person's own lines in a population: by account name, e-mail and full name, of the account or of the person it
 * was matched to. The search text narrows the lines down, the rule decides.
 */
export const ownLines = (
  db: ReadableVault,
  files: { readonly accounts: string; readonly roster: string | null },
  who: Account,
): OwnLines => {
  const isOwn = ownAccounts(who);
  const keys = [[foldText(who.userName)], [foldEmail(who.email ?? '')], nameWords(who.fullName)].filter(
    (words) => words.length > 0 && words.every((word) => word !== ''),
  );
  const numbers = new Set(accessLinesNaming(db, files.accounts, keys));
  const { roster } = files;
  if (roster !== null) {
    const people = findAccessPeople(db, roster, keys, mostNamesakes).map(({ line }) => line);
    for (const line of linesOfPeople(db, files.accounts, people)) numbers.add(line);
  }
  const rows = accessLinesOf(db, files.accounts, [...numbers]);
  const people =
    roster === null
      ? new Map<number, string>()
      : accessPeople(
          db,
          roster,
          rows.flatMap(({ person }) => (person === null ? [] : [person])),
        );
  const own = rows.filter((row) => {
    const person = row.person === null ? undefined : people.get(row.person);
    return isOwn(
      JSON.parse(row.account) as AccountRow,
      person === undefined ? null : (JSON.parse(person) as PersonRow),
    );
  });
  return {
    lines: new Set(own.map(({ line }) => line)),
    administers: own.some((row) => row.privileged === 1 && row.active === 1),
  };
};
