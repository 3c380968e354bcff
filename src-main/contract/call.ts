import type { z } from 'zod';

/**
 * One question the window may ask. Input and output are JSON values and byte arrays only, so that Electron's IPC and the
 * browser host carry the same thing; expected failures come back as values with a code, never as thrown errors.
 */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}

export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({ input, output });
