import { fail, ok, type Failure, type Result } from '../result.ts';
import { fieldsOf, ListKind, type ListField } from './columns.ts';
import { dateFormat, isNoDay, remembering, type DateFormat } from './dates.ts';
import { accountKey, foldText } from './normalise.ts';
import { AccountKind, type AccountRow, type AccountStatus, type PersonRow } from './rows.ts';

/** How the lists of one kind from one system are read: made once, kept per system, versioned. */
export interface ListMapping {
  /** Field id -> heading of the column that holds it. */
  readonly columns: Readonly<Record<string, string>>;
  /** Field id -> id of the format in which that column writes its days. */
  readonly dateFormats: Readonly<Record<string, string>>;
  /** What parts several roles in one cell; empty where a cell holds one role. */
  readonly roleSeparator: string;
  /** Whether an account stands in one row, or in one row for each of its roles. */
  readonly rowPer: 'account' | 'role';
  /** Words of the status column, beyond {@link knownWords}. */
  readonly activeWords: readonly string[];
  readonly inactiveWords: readonly string[];
  /** What a blank cell of the status column says; `unknown` asks for a person's look at the line. */
  readonly blankStatus: BlankStatus;
}

export const BlankStatus = { Unknown: 'unknown', Active: 'active', Inactive: 'inactive' } as const;
export type BlankStatus = (typeof BlankStatus)[keyof typeof BlankStatus];

export const emptyMapping: ListMapping = {
  columns: {},
  dateFormats: {},
  roleSeparator: ';',
  rowPer: 'account',
  activeWords: [],
  inactiveWords: [],
  blankStatus: BlankStatus.Unknown,
};

/** A mapping as it was kept, by a version that knew less, completed. */
export const completeMapping = (kept: Partial<ListMapping>): ListMapping => ({ ...emptyMapping, ...kept });

/** Words that lists use, folded. */
export const knownWords = {
  yes: ['yes', 'y', 'true', '1', 'x', 'ja', 'oui', 'enabled', 'on', 'registered', 'capable', 'enforced'],
  no: ['no', 'n', 'false', '0', '', 'nein', 'non', 'disabled', 'off', 'none', '-'],
  active: [
    'active',
    'enabled',
    'aktiv',
    'open',
    'a',
    'yes',
    'true',
    '1',
    'ja',
    'normal',
    'employed',
    'current',
    'ok',
    'on leave',
  ],
  inactive: [
    ...['inactive', 'disabled', 'inaktiv', 'locked', 'suspended', 'closed', 'i', 'd', 'no', 'false', '0', 'nein'],
    ...['terminated', 'left', 'leaver', 'retired', 'deactivated', 'deleted', 'gesperrt', 'ausgetreten', 'expired'],
  ],
} as const;

const kindWords: Readonly<Record<string, AccountKind>> = {
  ...Object.fromEntries(
    ['human', 'user', 'person', 'named', 'employee', 'member', 'personal', 'regular', 'dialog'].map((word) => [
      word,
      AccountKind.Human,
    ]),
  ),
  ...Object.fromEntries(
    [
      'service',
      'system',
      'technical',
      'application',
      'batch',
      'machine',
      'serviceaccount',
      'service account',
      'interface',
    ].map((word) => [word, AccountKind.Service]),
  ),
  ...Object.fromEntries(['shared', 'generic', 'group', 'functional'].map((word) => [word, AccountKind.Shared])),
  ...Object.fromEntries(
    ['emergency', 'breakglass', 'break-glass', 'firefighter'].map((word) => [word, AccountKind.Emergency]),
  ),
};

/** Why a list could not be read by a mapping; details name columns, rows and examples. */
export type MappingFailure =
  | 'access/columns-missing'
  | 'access/column-absent'
  | 'access/dates-unread'
  | 'access/words-unread'
  | 'access/account-blank';

/** The fields that a list of this kind cannot do without and that the mapping does not name. */
export const missingFields = (kind: ListKind, { columns }: ListMapping): readonly string[] => {
  if (kind !== ListKind.Roster) return columns['account'] === undefined ? ['Account'] : [];
  const identified = ['employeeId', 'email', 'name', 'familyName'].some((id) => columns[id] !== undefined);
  return identified ? [] : ['Employee id, e-mail or name'];
};

const blankMeans: Readonly<Record<BlankStatus, AccountStatus>> = {
  unknown: 'unknown',
  active: 'active',
  inactive: 'disabled',
};

/** Unicode NFC; plain text is that already. */
const composed = (text: string): string => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7e) return text.normalize('NFC');
  return text;
};

/** The answers to the texts of one column, which repeat themselves. */
const remembered = <T>(answer: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const there = known.get(text);
    if (there !== undefined) return there;
    const made = answer(text);
    if (known.size < 1_000) known.set(text, made);
    return made;
  };
};

/** Reads cells of one list. A field is looked up once, as its column: rows are many. */
interface Reader {
  column(field: string): Column;
  cell(row: readonly string[], column: Column): string;
  day(row: readonly string[], line: number, column: Column): string | null;
  yesNo(row: readonly string[], line: number, column: Column): boolean | null;
  status(row: readonly string[], line: number, column: Column): AccountStatus | null;
  /** What could not be read: one entry a field, with the first few values. */
  readonly problems: Map<string, Problem>;
}

interface Column {
  readonly field: string;
  /** Its place in a row; -1 where the list has none. */
  readonly place: number;
  readonly days: DateFormat | undefined;
}

interface Problem {
  readonly code: MappingFailure;
  readonly column: string;
  count: number;
  readonly examples: string[];
}

const examplesKept = 5;

const readerOf = (
  kind: ListKind,
  header: readonly string[],
  mapping: ListMapping,
): Result<Reader, Failure<MappingFailure>> => {
  const missing = missingFields(kind, mapping);
  if (missing.length > 0) return fail('access/columns-missing', { fields: missing });
  const known = fieldsOf(kind);
  const places = new Map<string, number>();
  const absent: string[] = [];
  for (const [id, heading] of Object.entries(mapping.columns)) {
    if (!known.some((field: ListField) => field.id === id)) continue;
    const place = header.indexOf(heading);
    if (place === -1) absent.push(heading);
    else places.set(id, place);
  }
  if (absent.length > 0) return fail('access/column-absent', { columns: absent, header: [...header] });
  const problems = new Map<string, Problem>();
  const complain = (code: MappingFailure, field: string, line: number, value: string): null => {
    const found = problems.get(field) ?? { code, column: mapping.columns[field] ?? field, count: 0, examples: [] };
    found.count += 1;
    if (found.examples.length < examplesKept) found.examples.push(`row ${line}: ${value.slice(0, 60)}`);
    problems.set(field, found);
    return null;
  };
  const cell = (row: readonly string[], { place }: Column): string =>
    place === -1 ? '' : composed((row[place] ?? '').trim());
  const formats = new Map(
    Object.entries(mapping.dateFormats).flatMap(([field, id]) => {
      const format = dateFormat(id);
      return format === undefined ? [] : [[field, remembering(format)] as const];
    }),
  );
  const active = new Set<string>([...knownWords.active, ...mapping.activeWords.map(foldText)]);
  const inactive = new Set<string>([...knownWords.inactive, ...mapping.inactiveWords.map(foldText)]);
  for (const word of mapping.activeWords) inactive.delete(foldText(word));
  const blank = blankMeans[mapping.blankStatus];
  const statusOf = remembered((word: string): AccountStatus | 'unread' => {
    const text = foldText(word);
    if (text === '') return blank;
    if (inactive.has(text)) return 'disabled';
    return active.has(text) ? 'active' : 'unread';
  });
  const yes = new Set<string>(knownWords.yes);
  const no = new Set<string>(knownWords.no);
  return ok({
    problems,
    column: (field) => ({ field, place: places.get(field) ?? -1, days: formats.get(field) }),
    cell,
    day(row, line, column) {
      if (column.place === -1) return null;
      const text = cell(row, column);
      if (isNoDay(text)) return null;
      const day = column.days?.parse(text) ?? null;
      return day ?? complain('access/dates-unread', column.field, line, text);
    },
    yesNo(row, line, column) {
      if (column.place === -1) return null;
      const text = foldText(cell(row, column));
      if (yes.has(text)) return true;
      if (no.has(text)) return false;
      return complain('access/words-unread', column.field, line, text);
    },
    status(row, line, column) {
      if (column.place === -1) return 'active';
      const word = cell(row, column);
      const status = statusOf(word);
      return status === 'unread' ? complain('access/words-unread', 'status', line, foldText(word)) : status;
    },
  });
};

const failureOf = (problems: ReadonlyMap<string, Problem>): Result<never, Failure<MappingFailure>> | null => {
  const [first] = problems.values();
  return first === undefined
    ? null
    : fail(first.code, { column: first.column, rows: first.count, examples: first.examples });
};

/** Reads a person's name: whole, or put together. */
const nameReader = (reader: Reader): ((row: readonly string[]) => string) => {
  const [name, given, family] = [reader.column('name'), reader.column('givenName'), reader.column('familyName')];
  return (row) => reader.cell(row, name) || `${reader.cell(row, given)} ${reader.cell(row, family)}`.trim();
};

/** A mapping set to work over one header: reads rows one by one, so that a long list can be read in slices. */
export interface RowReader<Row> {
  /** `line` counts rows of data from 1. Rows of an account that stands in several come back once. */
  read(cells: readonly string[], line: number): void;
  /** Everything that was read; a failure where cells were not of their kind. */
  finish(): Result<readonly Row[], Failure<MappingFailure>>;
}

/** Reads an account list. Failures: {@link MappingFailure}. */
export const accountReader = (
  header: readonly string[],
  mapping: ListMapping,
): Result<RowReader<AccountRow>, Failure<MappingFailure>> => {
  const made = readerOf(ListKind.Accounts, header, mapping);
  if (!made.ok) return made;
  const reader = made.value;
  const nameOf = nameReader(reader);
  const column = {
    account: reader.column('account'),
    email: reader.column('email'),
    employeeId: reader.column('employeeId'),
    department: reader.column('department'),
    roles: reader.column('roles'),
    status: reader.column('status'),
    disabled: reader.column('disabled'),
    created: reader.column('created'),
    lastLogin: reader.column('lastLogin'),
    kind: reader.column('kind'),
    privileged: reader.column('privileged'),
    justification: reader.column('justification'),
    owner: reader.column('owner'),
    mfa: reader.column('mfa'),
  };
  const kindOf = remembered((word: string) => kindWords[foldText(word)] ?? null);
  const rows: AccountRow[] = [];
  const places = new Map<string, number>();
  const blank: number[] = [];
  const lists = new Map<string, readonly string[]>();
  const rolesOf = (text: string): readonly string[] => {
    const known = lists.get(text);
    if (known) return known;
    const parts = mapping.roleSeparator === '' ? [text] : text.split(mapping.roleSeparator);
    const roles = [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
    lists.set(text, roles);
    return roles;
  };
  return ok({
    read(cells, line) {
      const account = reader.cell(cells, column.account);
      if (account === '') {
        blank.push(line);
        return;
      }
      const roles = rolesOf(reader.cell(cells, column.roles));
      if (mapping.rowPer === 'role') {
        const key = accountKey(account);
        const place = places.get(key);
        const before = place === undefined ? undefined : rows[place];
        if (place !== undefined && before) {
          rows[place] = { ...before, roles: [...new Set([...before.roles, ...roles])] };
          return;
        }
        places.set(key, rows.length);
      }
      const disabled = reader.yesNo(cells, line, column.disabled) === true;
      const status = reader.status(cells, line, column.status);
      rows.push({
        line,
        account,
        name: nameOf(cells),
        email: reader.cell(cells, column.email),
        employeeId: reader.cell(cells, column.employeeId),
        department: reader.cell(cells, column.department),
        roles,
        status: disabled ? 'disabled' : (status ?? 'active'),
        created: reader.day(cells, line, column.created),
        lastLogin: reader.day(cells, line, column.lastLogin),
        kind: kindOf(reader.cell(cells, column.kind)),
        privileged: reader.yesNo(cells, line, column.privileged),
        justification: reader.cell(cells, column.justification),
        owner: reader.cell(cells, column.owner),
        mfa: reader.yesNo(cells, line, column.mfa),
      });
    },
    finish() {
      if (blank.length > 0) return fail('access/account-blank', { rows: blank.length, first: blank[0] ?? 0 });
      return failureOf(reader.problems) ?? ok(rows);
    },
  });
};

const employedBy = (status: AccountStatus | null): boolean | null =>
  status === 'unknown' ? null : status !== 'disabled';

/** Reads an HR roster. Failures: {@link MappingFailure}. */
export const rosterReader = (
  header: readonly string[],
  mapping: ListMapping,
): Result<RowReader<PersonRow>, Failure<MappingFailure>> => {
  const made = readerOf(ListKind.Roster, header, mapping);
  if (!made.ok) return made;
  const reader = made.value;
  const nameOf = nameReader(reader);
  const column = {
    employeeId: reader.column('employeeId'),
    email: reader.column('email'),
    department: reader.column('department'),
    title: reader.column('title'),
    status: reader.column('status'),
    leftOn: reader.column('leftOn'),
  };
  const rows: PersonRow[] = [];
  return ok({
    read(cells, line) {
      rows.push({
        line,
        employeeId: reader.cell(cells, column.employeeId),
        name: nameOf(cells),
        email: reader.cell(cells, column.email),
        department: reader.cell(cells, column.department),
        title: reader.cell(cells, column.title),
        employed: employedBy(reader.status(cells, line, column.status)),
        leftOn: reader.day(cells, line, column.leftOn),
      });
    },
    finish: () => failureOf(reader.problems) ?? ok(rows),
  });
};
