import { place } from './manifest.ts';

/** What the README tells of its package. */
export interface ReadmeFacts {
  readonly organisation: string;
  readonly vaultName: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly records: number;
  readonly revisions: number;
  readonly systems: number;
  readonly entries: number;
  readonly filter: string;
  readonly fingerprints: readonly string[];
  readonly application: string;
  /** A PDF of the package, for the examples. */
  readonly example: string | null;
}

/** What lies where; a line that goes on has no path. */
const contents: readonly (readonly [path: string, words: string])[] = [
  ['records/*.pdf', 'The records. Each is one revision with its signatures, exactly as it was signed.'],
  ['', 'Nothing else is the record. Revisions that were superseded are here too.'],
  ['records/*.json', 'The same for machines (canonical JSON, RFC 8785). The PDF has the same file inside.'],
  ['systems/*.json', 'The inventory entry of each system, all its versions: who changed it, when and why.'],
  ['suppliers/*.json', 'The same for suppliers, where there are any.'],
  [place.trailCsv, 'The audit trail for a spreadsheet: who did what, when, old and new value, reason.'],
  ['', 'Cells that a spreadsheet would run as a formula begin with an apostrophe.'],
  [place.trailLines, 'The audit trail for machines, an entry a line, with the hashes that chain them.'],
  [place.anchors, 'The root certificates of the organisation (trust anchors).'],
  [place.issuers, "The certificates of those who issued the signers' certificates."],
  [place.revocation, 'Which certificates were revoked, and when these lists were issued.'],
  [place.manifest, 'Every file with its length, its SHA-256 and what it is; who made the package, and when.'],
  [place.sums, 'The same hashes for sha256sum.'],
];

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

/** For somebody who never saw Countersign: what lies here, and how to check it with tools that everybody has. */
export const readmeText = (facts: ReadmeFacts): string => {
  const pdf = facts.example ?? 'records/NAME.pdf';
  return `AUDIT PACKAGE
=============

${facts.organisation} - vault "${facts.vaultName}"
made ${facts.createdAt} by ${facts.createdBy} with ${facts.application}

It holds ${count(facts.revisions, 'signed revision')} of ${count(facts.records, 'record')} on ${count(facts.systems, 'computer system')}, and the
whole audit trail of the vault (${count(facts.entries, 'entry', 'entries')}).
Chosen: ${facts.filter}


WHAT IS IN IT
-------------

${contents.map(([path, words]) => `${path.padEnd(31)}${words}`).join('\n')}


HOW TO CHECK IT WITHOUT COUNTERSIGN
-----------------------------------

Unpack it and open a terminal in its folder.

1. Is every file as it was packed?

     sha256sum -c ${place.sums}

   (macOS: shasum -a 256 -c ${place.sums})

2. Are the roots really those of the organisation? Ask the organisation, by telephone or on paper, for the SHA-256
   fingerprint of its trust anchor, and compare:

     openssl x509 -in ${place.anchors} -noout -subject -fingerprint -sha256

${facts.fingerprints.map((print) => `   In this package: ${print}`).join('\n')}

   A package could bring its own roots. This question is the one that the package cannot answer itself.

3. Are the signatures of a PDF valid? Any PDF signature validator tells: Adobe Acrobat Reader, the validator of the EU
   (DSS), pyHanko, or pdfsig of the poppler tools:

     pdfsig -nocert ${pdf}

   "Signature is Valid" is said of the bytes; "Total document signed" has to be said of the last signature. Who signed,
   up to the root:

     pdfsig -dump ${pdf}      (writes each signature to a file, NAME.sig0 and so on)
     openssl cms -cmsout -print -inform DER -in NAME.sig0 | less

4. Is the JSON the one that was signed?

     pdfdetach -save 1 -o embedded.json ${pdf}
     sha256sum embedded.json ${pdf.replace(/\.pdf$/, '.json')}

   The two hashes are the same.

5. Was the audit trail rewritten? Each line of ${place.trailLines} ends with its hash: the SHA-256 of the
   rest of the line. "previous" is the hash of the line before. This checks the whole chain (Python 3, nothing else):

     import hashlib, json
     before = '0' * 64
     for line in open('${place.trailLines}', encoding='utf-8', newline='\\n'):
         line = line.rstrip('\\n')
         text, hash = line[:-75] + '}', line[-66:-2]
         assert hashlib.sha256(text.encode()).hexdigest() == hash, line
         assert json.loads(text)['previous'] == before, line
         before = hash
     print(before)       # is "hash" of "auditHead" in ${place.manifest}

   Every record names, in its signed JSON ("auditHead"), the number and the hash of the last entry at the time when it
   was sent for signature. Find that entry: if its hash is the same, the history up to there is the one that the signers
   saw. Entries after the last such record rest on this package alone.

With Countersign all of this is one command, and it says what it rests on:

     countersign verify PACKAGE.zip --trust ANCHOR.pem
`;
};
