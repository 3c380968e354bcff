import type { AuditEntry } from '../../domain/audit-entry.ts';
import { auditCsvHead, auditCsvRow, auditLine } from '../../domain/audit-export.ts';
import { place, sumsText } from '../../package/manifest.ts';
import { writePem } from '../../pki/index.ts';
import {
  auditHead,
  auditLinks,
  frozenJson,
  sealedPdf,
  sealedRevisions,
  tableRows,
  tables,
  VaultFault,
  type Stored,
  type Table,
} from '../../vault/index.ts';
import type { Caller, ServiceOptions } from '../context.ts';
import { trustMaterial } from '../trust/material.ts';
import { leftBehind, secretColumns, tableWords } from './dictionary.ts';
import type { Export, Exported } from './export.ts';
import type { NewFolder } from './folder.ts';
import { wholeReadme } from './whole-readme.ts';

/**
 * Everything the vault holds, in open formats (21 CFR 11.10(b), (c); no lock-in): each table as JSON lines with a data
 * dictionary, each byte string as a file, the sealed PDFs with their JSON, the audit trail, trust material. Private keys
 * stay behind, named with the reason.
 *
 * The tables are read between two looks at the audit head: as every write is an entry, none happened in between, or they
 * are read again.
 */
export const exportEverything = (
  options: Pick<ServiceOptions, 'version'>,
  { vault, account }: Caller,
  folder: NewFolder,
): Export => {
  const subject = { type: 'vault', id: vault.identity.id };
  const asked = vault.write(vault, (_, audit) => {
    audit.record({ action: 'export.everything', subject });
    return { at: audit.at, zone: audit.zone };
  });
  const sealed = vault.read(sealedRevisions);
  const count = vault.read(tables).length;

  function* write(): Generator<number, Exported, undefined> {
    let done = 0;
    let described: readonly Described[] = [];
    for (let head = null; head !== vault.read(auditHead).hash; ) {
      head = vault.read(auditHead).hash;
      described = [];
      for (const table of vault.read(tables)) {
        described = [...described, { ...table, file: writeTable(table) }];
        yield Math.min(++done, count);
      }
    }
    done = count;
    for (const { recordId, revision } of sealed) {
      const name = `records/${recordId}-r${revision}`;
      const pdf = wholeOrNot(() => vault.read((db) => sealedPdf(db, recordId, revision)));
      const json = vault.read((db) => frozenJson(db, recordId, revision));
      if (pdf === 'damaged') folder.write(`${name}.damaged.txt`, [utf8(damagedPdf(recordId, revision))]);
      else if (pdf !== undefined) folder.write(`${name}.pdf`, [pdf.bytes]);
      if (json !== undefined) folder.write(`${name}.json`, [json]);
      yield ++done;
    }
    const upTo = vault.read(auditHead).seq;
    folder.write(place.trailLines, trailPieces(upTo, auditLine, ''));
    folder.write(place.trailCsv, trailPieces(upTo, csvOf, `\uFEFF${auditCsvHead}\r\n`));
    const trust = vault.read(trustMaterial);
    const pem = (label: string, ders: readonly Uint8Array[]) => [
      utf8(ders.map((der) => writePem(label, der)).join('')),
    ];
    folder.write(place.anchors, pem('CERTIFICATE', trust.anchors));
    folder.write(place.issuers, pem('CERTIFICATE', trust.issuers));
    folder.write(place.revocation, pem('X509 CRL', trust.crls));
    const { identity } = vault;
    folder.write('data-dictionary.json', [utf8(`${JSON.stringify(dictionaryOf(described), null, 2)}\n`)]);
    folder.write(place.readme, [
      utf8(wholeReadme({ ...identity, ...asked, by: account.fullName, version: options.version })),
    ]);
    folder.write(place.sums, [utf8(sumsText([...folder.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))))]);
    const bytes = [...folder.files.values()].reduce((sum, { size }) => sum + size, 0);
    const result = { files: folder.files.size, bytes, sha256: null };
    const sums = folder.files.get(place.sums)?.sha256 ?? null;
    vault.write(vault, (_, audit) =>
      audit.record({ action: 'export.everything-written', subject, details: { files: result.files, bytes, sums } }),
    );
    return result;
  }

  const writeTable = (table: Table): string => {
    const file = `tables/${table.name}.jsonl`;
    const kept = { ...table, columns: table.columns.filter((column) => !isSecret(table.name, column.name)) };
    vault.read((db) =>
      folder.write(
        file,
        inBlocks(tableRows(db, kept), (row) => lineOf(kept, row, folder)),
      ),
    );
    return file;
  };

  function* trailPieces(
    upTo: number,
    line: (link: { readonly canonical: string; readonly hash: string }) => string,
    first: string,
  ): Generator<Uint8Array> {
    const end = first === '' ? '\n' : '\r\n';
    yield utf8(first);
    for (let after = 0; after < upTo; after += block) {
      const links = vault.read((db) => auditLinks(db, { after, upTo, limit: block }));
      yield utf8(links.map((link) => `${line(link)}${end}`).join(''));
    }
  }

  return { total: count + sealed.length, steps: write() };
};

/** In a damaged vault, or a copy that was salvaged from one, some PDFs are not whole: the others are exported all the same. */
const wholeOrNot = <T>(work: () => T): T | 'damaged' => {
  try {
    return work();
  } catch (error) {
    if (error instanceof VaultFault && error.code === 'vault/database-damaged') return 'damaged';
    throw error;
  }
};

const damagedPdf = (recordId: string, revision: number): string =>
  `The sealed PDF of ${recordId}, revision ${revision}, is not whole in this vault, so it is no file here.\nThe parts of it that are left stand in tables/sealed_part.jsonl.\n`;

type Described = Table & { readonly file: string };

const isSecret = (table: string, column: string): boolean => Object.hasOwn(secretColumns, `${table}.${column}`);

/** A row as JSON; bytes become a file of their own, named by what they are. */
const lineOf = ({ columns }: Pick<Table, 'columns'>, row: readonly Stored[], folder: NewFolder): string => {
  const members = columns.map(({ name }, index) => [name, valueOf(row[index] ?? null, folder)] as const);
  return `${JSON.stringify(Object.fromEntries(members))}\n`;
};

const valueOf = (value: Stored, folder: NewFolder): unknown => {
  if (!(value instanceof Uint8Array)) return value;
  const { path, size, sha256 } = folder.writeOnce(value);
  return { file: path, size, sha256 };
};

const block = 1_000;

function* inBlocks<T>(rows: Iterable<T>, line: (row: T) => string): Generator<Uint8Array> {
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(line(row));
    if (lines.length < block) continue;
    yield utf8(lines.join(''));
    lines = [];
  }
  yield utf8(lines.join(''));
}

const csvOf = ({ canonical, hash }: { readonly canonical: string; readonly hash: string }): string =>
  auditCsvRow({ ...(JSON.parse(canonical) as AuditEntry), hash });

/** `data-dictionary.json`: each table and column in words, and what stayed behind. */
const dictionaryOf = (described: readonly Described[]) => ({
  format: 'countersign/everything',
  formatVersion: 1,
  values: {
    TEXT: 'A string. Instants are UTC, ISO 8601; days are YYYY-MM-DD; JSON stands as the text that is stored.',
    INTEGER: 'A number. Yes and no are 1 and 0.',
    REAL: 'A number.',
    BLOB: 'An object with the path of the file that holds the bytes, their length and their SHA-256.',
  },
  tables: described.map(({ name, file, rows, columns }) => ({
    name,
    what: tableWords[name] ?? '',
    file,
    rows,
    columns: columns.map((column) => {
      const why = secretColumns[`${name}.${column.name}`];
      return why === undefined ? column : { ...column, leftBehind: why };
    }),
  })),
  leftBehind: leftBehind.map(([what, why]) => ({ what, why })),
});

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
