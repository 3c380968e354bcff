import type { Handlers, ParsedInput } from '../../contract/index.ts';
import { findingBit } from '../../domain/access-review/findings.ts';
import { searchText } from '../../domain/access-review/normalise.ts';
import type { PersonRow } from '../../domain/access-review/rows.ts';
import { fail, ok } from '../../domain/result.ts';
import {
  account as readAccount,
  accessActsOf,
  accessFile,
  accessLineNumbers,
  accessLinesOf,
  accessPeople,
  accessPeoplePage,
  findAccessPeople,
  type LineFilter,
  type ReadableVault,
} from '../../vault/index.ts';
import type { ServiceContext } from '../context.ts';
import { populationOf, reviewFor, type LoadedReview } from './access.ts';
import { lineViews } from './line-view.ts';
import { overviewOf } from './overview.ts';
import { ownLines, type OwnLines } from './own.ts';
import { raisedThings } from './raised.ts';

type ReadCall =
  | 'access.overview'
  | 'access.numbers'
  | 'access.lines'
  | 'access.line'
  | 'access.people'
  | 'access.roster';

/** Words that are searched for, folded as the rows' search texts are. */
const wordsOf = (search: string): readonly string[] =>
  searchText(search)
    .split(' ')
    .filter((word) => word !== '');

/** A filter of the window as the vault takes it. */
export const filterOf = (filter: ParsedInput<'access.numbers'>['filter']): LineFilter => {
  const words = wordsOf(filter.search);
  return {
    ...(filter.findings.length === 0
      ? {}
      : { mask: filter.findings.reduce((mask, kind) => mask | findingBit(kind), 0) }),
    ...(filter.noFinding ? { noFinding: true } : {}),
    ...(filter.decision === null ? {} : { decision: filter.decision }),
    ...(filter.privileged === null ? {} : { privileged: filter.privileged }),
    ...(filter.active === null ? {} : { active: filter.active }),
    ...(words.length === 0 ? {} : { words }),
  };
};

/** Own lines by population and person, for as long as the program runs: neither changes, but for matches. */
const remembered = new Map<string, OwnLines>();

export const ownLinesOf = (db: ReadableVault, { pointer, caller }: LoadedReview): OwnLines => {
  if (pointer.accountsFile === null) return { lines: new Set(), administers: false };
  const key = `${caller.vault.identity.id} ${pointer.accountsFile} ${pointer.rosterFile ?? ''} ${pointer.analysedAt ?? ''} ${caller.account.id}`;
  const known = remembered.get(key);
  if (known) return known;
  const made = ownLines(db, { accounts: pointer.accountsFile, roster: pointer.rosterFile }, caller.account);
  if (remembered.size > 100) remembered.clear();
  remembered.set(key, made);
  return made;
};

/** A match that was settled may make a line somebody's own. */
export const forgetOwnLines = (): void => {
  remembered.clear();
};

const peopleShown = 20;
const rosterPage = 100;

/** Looking at a population: its figures, its lines a screen at a time, one line with its evidence. */
export const lineHandlers = (context: ServiceContext): Pick<Handlers, ReadCall> => ({
  'access.overview': ({ recordId }) => {
    const review = reviewFor(context, recordId);
    return review.ok ? ok(review.value.caller.vault.read((db) => overviewOf(db, context, review.value))) : review;
  },
  'access.numbers': ({ recordId, filter }) => {
    const review = reviewFor(context, recordId);
    if (!review.ok) return review;
    const population = populationOf(review.value);
    if (!population.ok) return population;
    return ok({
      numbers: [...review.value.caller.vault.read((db) => accessLineNumbers(db, population.value, filterOf(filter)))],
    });
  },
  'access.lines': ({ recordId, lines }) => {
    const review = reviewFor(context, recordId);
    if (!review.ok) return review;
    const population = populationOf(review.value);
    if (!population.ok) return population;
    const { pointer, caller } = review.value;
    return caller.vault.read((db) =>
      ok({
        lines: [
          ...lineViews(db, accessLinesOf(db, population.value, lines), {
            roster: pointer.rosterFile,
            own: ownLinesOf(db, review.value).lines,
          }),
        ],
      }),
    );
  },
  'access.line': ({ recordId, line }) => {
    const review = reviewFor(context, recordId);
    if (!review.ok) return review;
    const population = populationOf(review.value);
    if (!population.ok) return population;
    const { pointer, caller } = review.value;
    return caller.vault.read((db) => {
      const [row] = accessLinesOf(db, population.value, [line]);
      const own = ownLinesOf(db, review.value).lines;
      const [view] = row === undefined ? [] : lineViews(db, [row], { roster: pointer.rosterFile, own });
      if (row === undefined || view === undefined) return fail('access/no-such-line', { line });
      const wanted = JSON.parse(row.candidates) as number[];
      const people = pointer.rosterFile === null ? new Map() : accessPeople(db, pointer.rosterFile, wanted);
      return ok({
        ...view,
        evidence: row.evidence,
        raised: raisedThings(db, recordId, { fileId: population.value, line }).map(({ view: one }) => one),
        candidates: wanted.flatMap((one) => {
          const person = people.get(one) as string | undefined;
          return person === undefined ? [] : [JSON.parse(person) as PersonRow];
        }),
        history: accessActsOf(db, population.value, line).map(
          ({ decision, mode, justification, lines, at, accountId }) => ({
            decision,
            mode,
            justification,
            lines,
            at,
            by: readAccount(db, accountId)?.fullName ?? accountId,
          }),
        ),
      });
    });
  },
  'access.roster': ({ recordId, fileId, search, after }) => {
    const review = reviewFor(context, recordId);
    if (!review.ok) return review;
    return review.value.caller.vault.read((db) => {
      const file = accessFile(db, fileId);
      if (file?.recordId !== recordId || file.kind !== 'roster') return fail('access/no-such-list', { fileId });
      const page = accessPeoplePage(db, { fileId, words: wordsOf(search), after, limit: rosterPage });
      return ok({ people: page.items.map(({ person }) => JSON.parse(person) as PersonRow), next: page.next });
    });
  },
  'access.people': ({ recordId, search }) => {
    const review = reviewFor(context, recordId);
    if (!review.ok) return review;
    const { pointer, caller } = review.value;
    const words = wordsOf(search);
    if (pointer.rosterFile === null || words.length === 0) return ok({ people: [] });
    const roster = pointer.rosterFile;
    return ok({
      people: caller.vault.read((db) =>
        findAccessPeople(db, roster, [words], peopleShown).map(({ person }) => JSON.parse(person) as PersonRow),
      ),
    });
  },
});
