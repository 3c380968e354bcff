import { z } from 'zod';

/**
 * What somebody or something is called, as it stands in signatures and on pages, whichever way it came in: nothing in it
 * begins a line of its own or turns the order of letters round, which would let a name pass for more than a name (11.50).
 */
export const nameShape = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+$/u);
