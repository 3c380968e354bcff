import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Clause = z.strictObject({
  /** As tests name it in their titles: `11.10(e)`, `A11 9`, `draft 12.9`. */
  id: z.string(),
  /** Who has to fulfil it. What a procedure has to fulfil is no gap without a test. */
  who: z.enum(['software', 'both', 'procedure']),
  /** What the clause asks, in our own words. */
  requirement: z.string(),
  /** What the software does about it. */
  software: z.string(),
  /** Files and folders that do it, from the root of the project. */
  code: z.array(z.string()).min(1),
});
export type Clause = z.infer<typeof Clause>;

const Finding = z.strictObject({
  number: z.int(),
  /** What inspectors found elsewhere. */
  finding: z.string(),
  answer: z.enum(['impossible', 'visible']),
  software: z.string(),
});
export type Finding = z.infer<typeof Finding>;

const Catalogue = z.strictObject({
  regulations: z.array(z.strictObject({ regulation: z.string(), note: z.string(), clauses: z.array(Clause) })),
  findings: z.array(Finding),
  /** Tags for which no test stands yet, each with the reason. */
  gaps: z.record(z.string(), z.string()),
});
export type Catalogue = z.infer<typeof Catalogue>;

/** The clauses of regulation, from `docs/compliance/clauses.json`. @throws where the file is not as described here. */
export const readCatalogue = (): Catalogue =>
  Catalogue.parse(JSON.parse(readFileSync(new URL('../../docs/compliance/clauses.json', import.meta.url), 'utf8')));

export const findingTag = ({ number }: Finding): string => `finding ${number}`;

/** What a test must stand for: clauses that the software fulfils, and the findings. */
export const tagsThatNeedTests = ({ regulations, findings }: Catalogue): readonly string[] => [
  ...regulations.flatMap(({ clauses }) => clauses.filter(({ who }) => who !== 'procedure').map(({ id }) => id)),
  ...findings.map(findingTag),
];

export const knownTags = ({ regulations, findings }: Catalogue): ReadonlySet<string> =>
  new Set([...regulations.flatMap(({ clauses }) => clauses.map(({ id }) => id)), ...findings.map(findingTag)]);
