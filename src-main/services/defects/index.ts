import { hash } from 'node:crypto';
import type { Handlers, Output } from '../../contract/index.ts';
import { defectFromScan } from '../../domain/records/defect-from-scan.ts';
import { defect } from '../../domain/records/defect.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { readSarif, sarifLimits, severityOf, type ScanFinding } from '../../domain/sarif.ts';
import { recordsByFact, system, type SystemEntry } from '../../vault/index.ts';
import { today, zonedNow, type Caller, type ServiceContext } from '../context.ts';
import { authorObstacle, begin } from '../records/create.ts';

type ScanView = Output<'defects.readScan'>['findings'][number];

/** A finding with what tells it from others, and how often the file names it. */
interface Counted {
  readonly finding: ScanFinding;
  readonly times: number;
}

/** Characters of a message that the list of findings shows. */
const shownMessage = 400;

/**
 * Findings of scanners become defects: the file is read to a list, a person picks, and what was imported before is known
 * again by its fingerprint, so that the same file twice makes no defect twice.
 */
export const defectHandlers = (context: ServiceContext): Pick<Handlers, 'defects.readScan' | 'defects.importScan'> => ({
  'defects.readScan': ({ systemId, bytes }) => {
    const found = callerAndFindings(context, systemId, bytes);
    if (!found.ok) return found;
    const { caller, findings } = found.value;
    const known = caller.vault.read((db) => recordsByFact(db, { type: defect.id, systemId, fact: 'fingerprint' }));
    return ok({ findings: [...findings].map(([key, counted]) => viewOf(key, counted, known.get(key) ?? null)) });
  },

  'defects.importScan': ({ systemId, name, bytes, keys }) => {
    const found = callerAndFindings(context, systemId, bytes);
    if (!found.ok) return found;
    const { caller, of, findings } = found.value;
    const missing = keys.find((key) => !findings.has(key));
    if (missing !== undefined) return fail('defects/not-in-the-file', { key: missing });
    const at = zonedNow(context);
    return caller.vault.write(caller.vault, (db, audit): Result<Output<'defects.importScan'>> => {
      const known = recordsByFact(db, { type: defect.id, systemId, fact: 'fingerprint' });
      const wanted = [...new Set(keys)];
      const created = wanted.flatMap((key) => {
        const counted = findings.get(key);
        if (counted === undefined || known.has(key)) return [];
        const scan = { file: name, by: caller.account.fullName, at, fingerprint: key };
        const recordId = begin(db, audit, {
          type: defect,
          of,
          account: caller.account,
          day: today(context),
          fill: (prefilled) => defectFromScan(prefilled, counted.finding, scan),
          from: null,
        });
        return [{ key, recordId }];
      });
      audit.record({
        action: 'defects.import-scan',
        subject: { type: 'system', id: systemId },
        details: {
          file: name,
          sha256: hash('sha256', bytes, 'hex'),
          findings: findings.size,
          created: created.map(({ recordId }) => recordId),
        },
      });
      const there = wanted.flatMap((key) => {
        const recordId = known.get(key);
        return recordId === undefined ? [] : [{ key, recordId }];
      });
      return ok({ created, known: there });
    });
  },
});

interface Found {
  readonly caller: Caller;
  readonly of: SystemEntry;
  /** By the SHA-256 of the identity, in the order of the file. */
  readonly findings: ReadonlyMap<string, Counted>;
}

const callerAndFindings = (context: ServiceContext, systemId: string, bytes: Uint8Array): Result<Found> => {
  const caller = context.caller();
  if (!caller.ok) return caller;
  const obstacle = authorObstacle(defect, caller.value.account);
  if (obstacle !== null) return obstacle;
  const of = caller.value.vault.read((db) => system(db, systemId));
  if (!of) return fail('systems/not-found', { systemId });
  if (bytes.length > sarifLimits.bytes)
    return fail('sarif/too-large', { bytes: bytes.length, most: sarifLimits.bytes });
  const text = textOf(bytes);
  if (text === null) return fail('sarif/not-json');
  const read = readSarif(text);
  if (!read.ok) return read;
  const findings = new Map<string, Counted>();
  for (const finding of read.value) {
    const key = hash('sha256', finding.identity, 'hex');
    const before = findings.get(key);
    findings.set(key, before === undefined ? { finding, times: 1 } : { ...before, times: before.times + 1 });
  }
  return ok({ caller: caller.value, of, findings });
};

/** UTF-8 text, or null where the bytes are none. */
const textOf = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

const viewOf = (key: string, { finding, times }: Counted, known: string | null): ScanView => ({
  key,
  tool: finding.tool,
  rule: finding.rule,
  title: (finding.ruleTitle ?? finding.rule).slice(0, shownMessage),
  message: finding.message.slice(0, shownMessage),
  location: finding.location?.slice(0, shownMessage) ?? null,
  severity: severityOf(finding),
  security: finding.security,
  setAside: finding.setAside,
  times,
  known,
});
