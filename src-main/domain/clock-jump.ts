import type { AuditAction } from './audit-events.ts';

/** Clocks are corrected by small steps all the time; more than this, in milliseconds, is an event of its own. */
const toleranceMs = { againstLastEntry: 1_000, againstSteadyClock: 2_000 } as const;

/** After so long without an entry a clock that was set forward is as likely as a vault that nobody opened. */
const longPauseMs = 90 * 24 * 60 * 60_000;

export interface ClockLook {
  /** Time of the last entry of the trail; null where there is none. UTC, ISO 8601. */
  readonly lastAt: string | null;
  /** The wall clock now, milliseconds since 1970. */
  readonly now: number;
  /** By how much the wall clock ran ahead of the steady clock since the last look; null at the first look. */
  readonly drift: number | null;
}

/**
 * What the clock of the computer did, where that is an event (draft Annex 11, 12.3; MHRA 2016). The order of the trail
 * is that of its numbers, whatever the clock says. `byMs`: how far it went.
 */
export const clockJump = ({
  lastAt,
  now,
  drift,
}: ClockLook): { readonly action: AuditAction; readonly byMs: number } | null => {
  const since = lastAt === null ? 0 : now - Date.parse(lastAt);
  const back = Math.max(
    since < -toleranceMs.againstLastEntry ? -since : 0,
    drift !== null && drift < -toleranceMs.againstSteadyClock ? -drift : 0,
  );
  if (back > 0) return { action: 'clock.set-back', byMs: Math.round(back) };
  if (drift !== null && drift > toleranceMs.againstSteadyClock)
    return { action: 'clock.set-forward', byMs: Math.round(drift) };
  if (drift === null && since > longPauseMs) return { action: 'clock.long-pause', byMs: since };
  return null;
};
