import { place } from '../../package/manifest.ts';

/** What the README of an export of everything tells of it. */
export interface WholeFacts {
  readonly organisation: string;
  readonly name: string;
  readonly id: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly version: string;
}

/** For whoever goes on without Countersign. */
export const wholeReadme = ({ organisation, name, id, at, by, version }: WholeFacts): string => `EVERYTHING IN A VAULT
=====================

${organisation} - vault "${name}" (${id})
written ${at} by ${by} with Countersign ${version}


HOW DO I LEAVE YOU?
-------------------

With this folder. It holds all that the vault holds, in formats that need no program of ours, and nothing of it is
encrypted: keep it where nobody reads it who may not.

  data-dictionary.json      every table and column in words; what one column names in another table; what stayed behind
  tables/NAME.jsonl         each table, a row a line, as JSON (UTF-8)
  blobs/ab/abcdef...        bytes that stand in tables (certificates, imported files, PDFs in parts), each named by its
                            SHA-256; the table says {"file": ..., "size": ..., "sha256": ...} in its place
  records/ID-rN.pdf         every revision that was sent for signature: the PDF as it was signed. This is the record
  records/ID-rN.json        the same for machines (canonical JSON, RFC 8785); the PDF has it inside too
  audit-trail/              the audit trail for a spreadsheet (CSV), and for machines with the hashes that chain it
  trust/                    root certificates, issuers and revocation lists, as PEM: what verifiers of the PDFs ask for
  ${place.sums}                the SHA-256 of every file: sha256sum -c ${place.sums}

To put it into another database, read each tables/NAME.jsonl into a table of that name. In SQLite, for one:

  sqlite3 new.db "CREATE TABLE record AS SELECT value ->> 'id' AS id, value ->> 'title' AS title FROM
    (SELECT cast(line AS text) AS value FROM (SELECT value AS line FROM json_each('[' ||
    replace(trim(readfile('tables/record.jsonl'), char(10)), char(10), ',') || ']')))"

or in Python:

  import json
  records = [json.loads(line) for line in open('tables/record.jsonl', encoding='utf-8')]

The PDFs go on proving themselves: any PDF signature validator judges them, with trust/anchors.pem as the root.


WHAT STAYED BEHIND
------------------

The private keys: people's signing keys, which are theirs alone, and those of the certificate authority; and keyslots.json,
which opens the vault. The data dictionary names each with the reason. Nothing that anybody wrote or signed is missing.
`;
