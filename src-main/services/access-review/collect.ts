import { actionStatusLabel } from '../../domain/actions.ts';
import { decisionLabel, type Decision } from '../../domain/access-review/decision.ts';
import { findingLabel, type AccountFinding, type FindingKind } from '../../domain/access-review/findings.ts';
import { isProven, proofLabel, type Proof } from '../../domain/access-review/proof.ts';
import type { AccountRow, PersonRow } from '../../domain/access-review/rows.ts';
import { completeTotals } from '../../domain/access-review/totals.ts';
import type { Content, FieldValue, Row } from '../../domain/form.ts';
import { stateLabel } from '../../domain/lifecycle.ts';
import type { Source } from '../../domain/revision-document.ts';
import {
  account as readAccount,
  accessActs,
  accessFile,
  accessFiles,
  accessLines,
  accessPeople,
  remedyLines,
  reviewPointer,
  type AccessFile,
  type ReadableVault,
  type RemedyLine,
} from '../../vault/index.ts';
import type { LoadedRecord } from '../records/access.ts';
import { contentOf } from '../records/history.ts';
import { rulesOf } from './analyse.ts';
import { reviewFigures, type ReviewFigures } from './figures.ts';
import { raisedThings, type RaisedThing } from './raised.ts';

const listTitle = { accounts: 'Account list', roster: 'HR roster', later: 'Later account list' } as const;

/** Fills a review with its population, findings, decisions and proofs, and names the lists with their hashes. */
export const collectAccessReview = (
  db: ReadableVault,
  loaded: LoadedRecord,
): { readonly content: Content; readonly sources: readonly Source[] } => {
  const { record, revision } = loaded;
  const content = contentOf(revision);
  const pointer = reviewPointer(db, record.id);
  const fileId = pointer.accountsFile;
  if (fileId === null || pointer.analysedAt === null) return { content, sources: [] };
  const files = accessFiles(db, record.id);
  const nameOf = names(db);
  const figures = reviewFigures(db, fileId);
  const remedies = remedyLines(db, fileId);
  const rules = rulesOf(db, record.systemId, pointer.rulesVersion);
  const asOf = accessFile(db, fileId)?.extractedAt.slice(0, 10) ?? null;

  return {
    content: filled(content, {
      scope: { asOf },
      sources: { files: files.map((file) => fileRow(file)) },
      rules: {
        version: `Version ${rules.version}: dormant after ${rules.rules.dormantDays} days; privileged: ${rules.rules.privilegedRoles.join(', ')}`,
        conflicts: rules.rules.conflicts.map((pair) => ({ ...pair })),
        baseline: rules.rules.baseline.map((row) => ({ ...row, roles: row.roles.join(', ') })),
      },
      reviewers: { decided: deciders(db, fileId, nameOf) },
      outcome: outcomeOf(figures),
      remediation: {
        remedies: remedies.map((one) => remedyRow(db, one)),
        daysToRemoval: daysToRemoval(db, remedies),
        exceptions: remedies.flatMap((one): Row[] =>
          one.exceptionReason === null || isProven(one.proof as Proof | null)
            ? []
            : [{ account: accountOf(one).account, reason: one.exceptionReason, expires: one.expiresOn }],
        ),
        raised: raisedThings(db, record.id).map((one) => raisedRow(one)),
      },
      population: { accounts: populationRows(db, fileId, pointer.rosterFile, nameOf) },
    }),
    sources: files.map((file) => ({
      kind: 'account-list',
      id: file.id,
      revision: null,
      title: `${listTitle[file.kind]}: ${file.name}`,
      state: file.kind === 'later' || [fileId, pointer.rosterFile].includes(file.id) ? 'in use' : 'replaced',
      sha256: file.sha256,
    })),
  };
};

const filled = (content: Content, values: Readonly<Record<string, Readonly<Record<string, FieldValue>>>>): Content => ({
  ...content,
  ...Object.fromEntries(
    Object.entries(values).map(([section, fields]) => [
      section,
      { ...content[section], values: { ...content[section]?.values, ...fields } },
    ]),
  ),
});

const names = (db: ReadableVault): ((id: string) => string) => {
  const known = new Map<string, string>();
  return (id) => {
    const name = known.get(id) ?? readAccount(db, id)?.fullName ?? id;
    known.set(id, name);
    return name;
  };
};

const accountOf = (line: { readonly account: string }): AccountRow => JSON.parse(line.account) as AccountRow;

const fileRow = (file: AccessFile): Row => {
  const totals = completeTotals(file.totals);
  const declared = file.declaredRows === null ? '' : `; the source declares ${file.declaredRows} rows`;
  return {
    id: file.id,
    list: listTitle[file.kind],
    file: `${file.name}; ${file.query}, from ${file.source}; by ${file.extractor}${file.reason === null ? '' : `; replaced because: ${file.reason}`}`,
    extracted: `${file.extractedAt.slice(0, 16).replace('T', ' ')} UTC`,
    rows: totals.rows,
    totals: `${totals.items} read, ${totals.active} active${totals.unknown > 0 ? `, ${totals.unknown} of unknown status` : ''}${totals.roles > 0 ? `, ${totals.roles} roles` : ''}${declared}`,
    sha256: file.sha256,
  };
};

const deciders = (db: ReadableVault, fileId: string, nameOf: (id: string) => string): Row[] => {
  const counts = new Map<string, { single: number; bulk: number }>();
  for (const act of accessActs(db, fileId)) {
    if (act.mode === 'undo') continue;
    const there = counts.get(act.accountId) ?? { single: 0, bulk: 0 };
    if (act.mode === 'bulk') there.bulk += act.lines;
    else there.single += act.lines;
    counts.set(act.accountId, there);
  }
  return [...counts].map(([id, count]) => ({ name: nameOf(id), ...count }));
};

const outcomeOf = (figures: ReviewFigures): Readonly<Record<string, FieldValue>> => ({
  lines: figures.lines,
  privileged: figures.privileged,
  withFinding: figures.lines - figures.withoutFinding,
  findings: figures.findings.map(({ kind, lines, decisions }) => ({
    finding: findingLabel[kind],
    lines,
    keep: decisions.keep ?? 0,
    modify: decisions.modify ?? 0,
    revoke: decisions.revoke ?? 0,
  })),
  decisions: (Object.keys(decisionLabel) as Decision[]).flatMap((decision) => {
    const lines = figures.decisions[decision] ?? 0;
    return lines === 0 ? [] : [{ decision: decisionLabel[decision], lines }];
  }),
  bulkKeepShare: figures.pace.bulkKeepShare,
  perMinute: figures.pace.perMinute,
});

const stateWords: Readonly<Record<string, string>> = { ...stateLabel, ...actionStatusLabel };

const raisedRow = ({ cause, view }: RaisedThing): Row => ({
  account: accountOf(cause).account,
  findings: cause.findings.map((kind) => findingLabel[kind as FindingKind]).join(', '),
  raised: `${view.id}: ${view.title} · ${view.by}, ${view.at.slice(0, 10)}`,
  owner: view.owner === null ? null : `${view.owner}, ${view.day ?? ''}`,
  state: stateWords[view.state ?? ''] ?? view.state ?? '',
});

const remedyRow = (db: ReadableVault, line: RemedyLine): Row => {
  const roles = JSON.parse(line.removeRoles) as string[];
  const proof = line.proof as Proof | null;
  const later = line.later === null ? undefined : accessFile(db, line.later);
  return {
    account: accountOf(line).account,
    decision: roles.length === 0 ? decisionLabel[line.decision as Decision] : `Remove ${roles.join(', ')}`,
    ticket: line.ticket,
    done: line.doneOn === null ? null : `${line.doneOn}, ${line.doneBy ?? ''}`,
    proof: isProven(proof)
      ? `Proven: ${proofLabel[proof as Proof]} (${later?.id ?? ''}, ${later?.extractedAt.slice(0, 10) ?? ''})`
      : line.exceptionReason === null
        ? 'Open'
        : `Excepted until ${line.expiresOn ?? ''}`,
  };
};

const daysToRemoval = (db: ReadableVault, remedies: readonly RemedyLine[]): number | null => {
  const days = remedies.flatMap((line) => {
    const later = line.later === null ? undefined : accessFile(db, line.later);
    return later === undefined || !isProven(line.proof as Proof | null)
      ? []
      : [(Date.parse(later.extractedAt) - Date.parse(line.decidedAt)) / 86_400_000];
  });
  return days.length === 0 ? null : Math.ceil(Math.max(...days));
};

const methods: Readonly<Record<string, string>> = {
  'employee-id': 'by employee id',
  email: 'by e-mail',
  name: 'by name',
  owner: 'answers for it',
  person: 'confirmed',
};

const matchWords = (method: string, confidence: string): string =>
  confidence === 'none' ? 'not on the roster' : (methods[method] ?? method);

const populationRows = (
  db: ReadableVault,
  fileId: string,
  roster: string | null,
  nameOf: (id: string) => string,
): Row[] => {
  const rows: Row[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = accessLines(db, { fileId, limit: 1000, ...(after === undefined ? {} : { after }) });
    const people =
      roster === null
        ? new Map<number, string>()
        : accessPeople(
            db,
            roster,
            page.items.flatMap(({ person }) => (person === null ? [] : [person])),
          );
    for (const line of page.items) {
      const account = accountOf(line);
      const person = line.person === null ? undefined : people.get(line.person);
      const removed = line.removeRoles === null ? [] : (JSON.parse(line.removeRoles) as string[]);
      const decided = line.decision === null ? 'Not decided' : decisionLabel[line.decision as Decision];
      const by = line.decidedBy === null ? '' : nameOf(line.decidedBy);
      const name = person === undefined ? account.name : (JSON.parse(person) as PersonRow).name;
      rows.push({
        line: line.line,
        account: account.account,
        person: `${name} (${matchWords(line.method, line.confidence)})`.trim(),
        roles: account.roles.join(', '),
        findings:
          line.mask === 0
            ? null
            : (JSON.parse(line.findings) as AccountFinding[]).map(({ kind }) => findingLabel[kind]).join(', '),
        decision: removed.length === 0 ? decided : `${decided}: remove ${removed.join(', ')}`,
        reason: [line.justification ?? '', by].filter((part) => part !== '').join(' · '),
      });
    }
    after = page.next;
  }
  return rows;
};
