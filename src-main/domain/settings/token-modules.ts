import { z } from 'zod';
import { controlledSetting } from './controlled-setting.ts';

const value = z.object({
  modules: z
    .array(
      z.object({
        /** What people choose it by, e.g. the make of the card. */
        name: z.string().trim().min(1).max(60),
        /** The PKCS#11 module, a shared library, as an absolute path on the computers where it is used. */
        path: z
          .string()
          .trim()
          .max(400)
          .regex(/^(\/|[A-Za-z]:\\)/),
      }),
    )
    .max(10)
    .refine((modules) => new Set(modules.map(({ name }) => name.toLowerCase())).size === modules.length),
});

/** The programs by which tokens and smart cards are reached: native code, so that nobody names one alone. */
export type TokenModules = z.infer<typeof value>;

export const tokenModules = controlledSetting<TokenModules>({
  title: 'Tokens and smart cards',
  about:
    'The PKCS#11 modules of the tokens that people may sign with. A module is a program of its maker, and runs in a process of its own.',
  clause: '21 CFR 11.300(c) and (e); OASIS PKCS #11 2.40',
  schema: value,
  initial: { modules: [] },
  lines: ({ modules }) => [
    { label: 'Modules', text: modules.length === 0 ? 'None: nobody signs with a token' : String(modules.length) },
    ...modules.map(({ name, path }) => ({ label: `Module: ${name}`, text: path })),
  ],
});
