import { z } from 'zod';
import { call } from './call.ts';
import { bytes, code, empty, id, instant, line, name, reason, secret } from './shapes.ts';

const kit = z.object({
  number: z.string(),
  madeAt: instant,
  /** Full names. */
  madeBy: z.string(),
  witness: z.string(),
  holders: z.array(z.string()).length(2),
  /** Older than a kit should get: it still opens the vault. */
  old: z.boolean(),
});

export const recoveryState = z.object({
  /** The kit that opens the vault now. */
  kit: kit.nullable(),
  /** The last one that was made, where it was used. */
  usedAt: instant.nullable(),
  /** Days after which a kit is old. */
  days: z.number().int(),
  mayMake: z.boolean(),
});

const sheet = z.object({ part: z.enum(['A', 'B']), holder: z.string(), fileName: z.string(), bytes });

/** A part as its holder types it. */
const part = z.string().min(1).max(200).meta({ secret: true });

export const recoveryCalls = {
  'recovery.state': call(empty, recoveryState),
  /**
   * Makes a kit and answers its two sheets, which hold the parts and are kept nowhere. An administrator makes it with their
   * own pass phrase, while a second person gives theirs. The kit there was opens nothing any more.
   */
  'recovery.make': call(
    z.object({
      userName: line,
      passPhrase: secret,
      second: z.object({ userName: line, passPhrase: secret, code: code.nullable() }),
      /** Who takes part A, and who part B. */
      holders: z.object({ a: name, b: name }),
      reason,
    }),
    z.object({ state: recoveryState, sheets: z.array(sheet) }),
  ),
  /** The kit that a closed vault asks for. */
  'recovery.look': call(
    z.object({ vaultId: id }),
    z.object({ kit: z.object({ number: z.string(), madeAt: instant, lockedUntil: instant.nullable() }).nullable() }),
  ),
  /** Opens a closed vault with both parts, gives one administrator a new first pass phrase, and spends the kit. */
  'recovery.recover': call(
    z.object({
      vaultId: id,
      partA: part,
      partB: part,
      /** Whose pass phrase; with a full name, an administrator who has no account yet. */
      administrator: z.object({ userName: line, fullName: name.nullable() }),
      passPhrase: secret,
      reason,
    }),
    z.object({ userName: z.string(), fullName: z.string() }),
  ),
};
