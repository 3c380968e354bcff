import { z } from 'zod';
import { fail, ok, type Failure, type Result } from './result.ts';

/**
 * Findings of scanners as SARIF 2.1.0 (OASIS): what of a log file becomes a defect. A log is somebody else's text: it is
 * read as `unknown`, only the members below are looked at, and texts that could mislead a reader refuse the whole file.
 */
export interface ScanFinding {
  /** Place in the file: `runs[0].results[3]`. */
  readonly place: string;
  readonly tool: string;
  readonly toolVersion: string | null;
  readonly rule: string;
  /** One line about the rule, where the tool gives one. */
  readonly ruleTitle: string | null;
  readonly level: 'error' | 'warning' | 'note' | 'none';
  /** CVSS-like score of the rule from 0 to 10, where the tool gives one. */
  readonly score: number | null;
  readonly security: boolean;
  readonly message: string;
  /** `src/label.ts:12`, or a logical name; null where the result has no place. */
  readonly location: string | null;
  /** The tool itself says that it is accepted (a suppression), or that it is gone (baseline state `absent`). */
  readonly setAside: boolean;
  /**
   * What makes two results the same finding: tool, rule, file and the tool's own fingerprint, or the words of the
   * message where it gives none. Lines are left out: code moves.
   */
  readonly identity: string;
}

export type SarifProblem =
  | 'sarif/not-json'
  | 'sarif/not-sarif'
  | 'sarif/wrong-version'
  | 'sarif/too-many-results'
  | 'sarif/text-too-long'
  | 'sarif/hostile-text';

/** Bounds of what is read at once. */
export const sarifLimits = { bytes: 20_000_000, results: 10_000, text: 20_000 } as const;

const message = z.looseObject({
  text: z.string().optional(),
  id: z.string().optional(),
  arguments: z.array(z.string()).optional(),
});
const rule = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  shortDescription: z.looseObject({ text: z.string().optional() }).optional(),
  messageStrings: z.record(z.string(), z.looseObject({ text: z.string().optional() })).optional(),
  defaultConfiguration: z.looseObject({ level: z.string().optional() }).optional(),
  properties: z
    .looseObject({ tags: z.array(z.unknown()).optional(), 'security-severity': z.unknown().optional() })
    .optional(),
});
const result = z.looseObject({
  ruleId: z.string().optional(),
  ruleIndex: z.number().int().optional(),
  rule: z.looseObject({ id: z.string().optional(), index: z.number().int().optional() }).optional(),
  kind: z.string().optional(),
  level: z.string().optional(),
  message: message.optional(),
  locations: z
    .array(
      z.looseObject({
        physicalLocation: z
          .looseObject({
            artifactLocation: z.looseObject({ uri: z.string().optional() }).optional(),
            region: z.looseObject({ startLine: z.number().int().optional() }).optional(),
          })
          .optional(),
        logicalLocations: z.array(z.looseObject({ fullyQualifiedName: z.string().optional() })).optional(),
      }),
    )
    .optional(),
  fingerprints: z.record(z.string(), z.string()).optional(),
  partialFingerprints: z.record(z.string(), z.string()).optional(),
  suppressions: z.array(z.unknown()).optional(),
  baselineState: z.string().optional(),
});
const run = z.looseObject({
  tool: z.looseObject({
    driver: z.looseObject({
      name: z.string(),
      version: z.string().optional(),
      semanticVersion: z.string().optional(),
      rules: z.array(rule).optional(),
    }),
  }),
  results: z.array(result).nullish(),
});
const log = z.looseObject({ runs: z.array(run) });

type Rule = z.output<typeof rule>;
type ScanResult = z.output<typeof result>;
type Run = z.output<typeof run>;

/** Reads a SARIF log. Results that only say that a check passed are left out. */
export const readSarif = (text: string): Result<readonly ScanFinding[], Failure<SarifProblem>> => {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return fail('sarif/not-json');
  }
  const version = z.looseObject({ version: z.unknown() }).safeParse(json);
  if (!version.success) return fail('sarif/not-sarif', { where: 'version' });
  if (version.data.version !== '2.1.0')
    return fail('sarif/wrong-version', {
      version: typeof version.data.version === 'string' ? version.data.version.slice(0, 40) : 'none',
    });
  const read = log.safeParse(json);
  if (!read.success) return fail('sarif/not-sarif', { where: placeOf(read.error.issues[0]?.path ?? []) });
  const count = read.data.runs.reduce((sum, { results }) => sum + (results?.length ?? 0), 0);
  if (count > sarifLimits.results) return fail('sarif/too-many-results', { results: count, most: sarifLimits.results });
  const findings = read.data.runs.flatMap((one, at) =>
    (one.results ?? []).flatMap((found, index) =>
      isFinding(found) ? [findingOf(one, found, `runs[${at}].results[${index}]`)] : [],
    ),
  );
  for (const finding of findings) {
    const problem = textProblem(finding);
    if (problem !== null) return fail(problem, { where: finding.place });
  }
  return ok(findings);
};

/** `runs[0].results[3].message`, as a reader of the file looks for it. */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`),
    '',
  );

const isFinding = ({ kind }: ScanResult): boolean => kind === undefined || ['fail', 'review', 'open'].includes(kind);

const findingOf = ({ tool: { driver } }: Run, found: ScanResult, place: string): ScanFinding => {
  const known = ruleOf(driver.rules ?? [], found);
  const id = found.ruleId ?? found.rule?.id ?? known?.id ?? 'unnamed rule';
  const words = messageOf(found, known).trim();
  const uri = found.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? null;
  const line = found.locations?.[0]?.physicalLocation?.region?.startLine ?? null;
  const logical = found.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName ?? null;
  const tags = known?.properties?.tags ?? [];
  const score = scoreOf(known);
  return {
    place,
    tool: driver.name,
    toolVersion: driver.semanticVersion ?? driver.version ?? null,
    rule: id,
    ruleTitle: known?.shortDescription?.text ?? known?.name ?? null,
    level: levelOf(found.level ?? known?.defaultConfiguration?.level),
    score,
    security: score !== null || tags.some((tag) => typeof tag === 'string' && tag.toLowerCase().includes('security')),
    message: words === '' ? id : words,
    location: uri === null ? logical : `${uri}${line === null ? '' : `:${line}`}`,
    setAside: (found.suppressions ?? []).length > 0 || found.baselineState === 'absent',
    identity: JSON.stringify([driver.name, id, uri ?? logical, fingerprintOf(found) ?? words]),
  };
};

const ruleOf = (rules: readonly Rule[], { ruleId, ruleIndex, rule: named }: ScanResult): Rule | undefined =>
  rules[ruleIndex ?? named?.index ?? -1] ?? rules.find(({ id }) => id !== undefined && id === (ruleId ?? named?.id));

const messageOf = ({ message: said }: ScanResult, known: Rule | undefined): string => {
  const template = said?.text ?? known?.messageStrings?.[said?.id ?? '']?.text ?? '';
  return template.replaceAll(/\{(\d+)\}/g, (whole, index: string) => said?.arguments?.[Number(index)] ?? whole);
};

/** The tool's own fingerprint: a whole one before partial ones; by name, so that the order in the file says nothing. */
const fingerprintOf = ({ fingerprints, partialFingerprints }: ScanResult): string | null => {
  const all = [fingerprints, partialFingerprints].find((some) => some !== undefined && Object.keys(some).length > 0);
  return all === undefined
    ? null
    : Object.entries(all)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => `${name}=${value}`)
        .join(';');
};

const levels = ['error', 'warning', 'note', 'none'] as const;
const levelOf = (level: string | undefined): ScanFinding['level'] => levels.find((one) => one === level) ?? 'warning';

const scoreOf = (known: Rule | undefined): number | null => {
  const given = known?.properties?.['security-severity'];
  const score = typeof given === 'number' ? given : typeof given === 'string' ? Number.parseFloat(given) : Number.NaN;
  return Number.isFinite(score) && score >= 0 && score <= 10 ? score : null;
};

/** Control characters, and marks that turn the direction of text so that it reads other than it is (CVE-2021-42574). */
// oxlint-disable-next-line no-control-regex
const misleading = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

const textProblem = (finding: ScanFinding): 'sarif/text-too-long' | 'sarif/hostile-text' | null => {
  const texts = Object.values(finding).filter((value) => typeof value === 'string');
  if (texts.some((text) => text.length > sarifLimits.text)) return 'sarif/text-too-long';
  return texts.some((text) => misleading.test(text) || !text.isWellFormed()) ? 'sarif/hostile-text' : null;
};

/** The severity that a finding suggests; a person decides. CVSS v3.1 bands, else the level. */
export const severityOf = ({ score, level }: ScanFinding): 'critical' | 'major' | 'minor' => {
  if (score !== null) return score >= 9 ? 'critical' : score >= 7 ? 'major' : 'minor';
  return level === 'error' ? 'major' : 'minor';
};
