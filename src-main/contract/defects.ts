import { z } from 'zod';
import { call } from './call.ts';
import { bytes, id, line, sha256 } from './shapes.ts';

/** A result of a scanner's report (SARIF 2.1.0) that can become a defect. */
export const scanFinding = z.object({
  /** Its fingerprint: SHA-256 of what makes it the same finding in the next report. */
  key: sha256,
  tool: z.string(),
  rule: z.string(),
  title: z.string(),
  message: z.string(),
  location: z.string().nullable(),
  /** What the score or the level suggests; a person decides. */
  severity: z.enum(['critical', 'major', 'minor']),
  security: z.boolean(),
  /** Suppressed, or gone, in the words of the tool itself. */
  setAside: z.boolean(),
  /** How often the report names it. */
  times: z.number().int(),
  /** The defect that it is already. */
  known: id.nullable(),
});

const report = z.object({ systemId: id, name: line, bytes });
const made = z.array(z.object({ key: sha256, recordId: id }));

export const defectCalls = {
  'defects.readScan': call(report, z.object({ findings: z.array(scanFinding) })),
  /** Makes a defect of each finding that was picked; `known` were defects already and stay as they are. */
  'defects.importScan': call(
    report.extend({ keys: z.array(sha256).min(1).max(500) }),
    z.object({ created: made, known: made }),
  ),
};
