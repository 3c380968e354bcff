import type { Output } from '../../contract/index.ts';
import type { AccountFinding } from '../../domain/access-review/findings.ts';
import type { Decision } from '../../domain/access-review/decision.ts';
import type { AccountRow, PersonRow } from '../../domain/access-review/rows.ts';
import { account as readAccount, accessPeople, type AccessLine, type ReadableVault } from '../../vault/index.ts';

export type LineView = Output<'access.lines'>['lines'][number];

/** Lines as the grid shows them. */
export const lineViews = (
  db: ReadableVault,
  lines: readonly AccessLine[],
  about: { readonly roster: string | null; readonly own: ReadonlySet<number> },
): readonly LineView[] => {
  const people =
    about.roster === null
      ? new Map<number, string>()
      : accessPeople(
          db,
          about.roster,
          lines.flatMap(({ person }) => (person === null ? [] : [person])),
        );
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    const known = names.get(id) ?? readAccount(db, id)?.fullName ?? id;
    names.set(id, known);
    return known;
  };
  return lines.map((line) => {
    const account = JSON.parse(line.account) as AccountRow;
    const person = line.person === null ? undefined : people.get(line.person);
    const { justification, roles, privileged: _, ...rest } = account;
    return {
      ...rest,
      roles: [...roles],
      active: line.active === 1,
      kind: line.kind,
      privileged: line.privileged === 1,
      justification,
      person: person === undefined ? null : (JSON.parse(person) as PersonRow),
      method: line.method,
      confidence: line.confidence,
      findings: JSON.parse(line.findings) as AccountFinding[],
      decision: line.decision as Decision | null,
      reason: line.justification ?? '',
      removeRoles: line.removeRoles === null ? [] : (JSON.parse(line.removeRoles) as string[]),
      decidedBy: line.decidedBy === null ? null : nameOf(line.decidedBy),
      decidedAt: line.decidedAt,
      own: about.own.has(line.line),
    };
  });
};
