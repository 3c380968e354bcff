import { z } from 'zod';
import { canonicalize } from './canonical-json.ts';

const statement = z.strictObject({
  vaultId: z.string().min(1),
  seq: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
});

/**
 * A checkpoint: what somebody signs about the head of an audit trail and keeps elsewhere. `seq` and `hash` are the last
 * entry's, `at` is UTC (ISO 8601).
 */
export type Checkpoint = Readonly<z.infer<typeof statement>>;

/** The text that is signed: RFC 8785, without a line break. */
export const checkpointText = (checkpoint: Checkpoint): string => canonicalize({ ...checkpoint });

/** Reads a signed text; null where it is anything but the canonical text of a checkpoint. */
export const parseCheckpoint = (text: string): Checkpoint | null => {
  try {
    const parsed = statement.safeParse(JSON.parse(text));
    return parsed.success && checkpointText(parsed.data) === text ? parsed.data : null;
  } catch {
    return null;
  }
};
