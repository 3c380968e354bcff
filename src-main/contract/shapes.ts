import { z } from 'zod';
import { Role } from '../domain/roles.ts';
import { RecordState } from '../domain/lifecycle.ts';
import { nameShape } from '../domain/name.ts';
import { Meaning } from '../domain/signing.ts';

/** Shapes that several calls share. Lengths are bounded: whatever comes through the wire has a size. */
export const id = z.string().min(1).max(100);
export const line = z.string().trim().min(1).max(300);
export const name = nameShape;
export const reason = z.string().trim().min(3).max(2_000);
/** A pass phrase as typed. Its rules are the vault's policy, not the wire's. */
export const secret = z.string().min(1).max(1_024).meta({ secret: true });
/** Of an authenticator app, or a recovery code, as typed. */
export const code = z.string().trim().min(6).max(40);
/** The login pass phrase of whoever asks, typed anew: an open window, or a script in it, is nobody's word. */
export const ownPassPhrase = secret;
/** What is typed anew for each signature (21 CFR 11.200(a)(1)). */
export const consent = z.object({
  userName: line,
  /** That of the signing key; of the login where a token holds the key. */
  signingPassPhrase: secret,
  /** Of the token, where one holds the key. */
  pin: secret.nullable().default(null),
  /** Of the second factor, where the signature needs one. */
  code: code.nullable().default(null),
});
/** UTC, ISO 8601 with milliseconds. */
export const instant = z.iso.datetime();
export const day = z.iso.date();
export const role = z.enum(Role);
export const state = z.enum(RecordState);
export const meaning = z.enum(Meaning);
/** SHA-256 in lower-case hexadecimal. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes');
export const empty = z.object({});

const scalar = z.union([z.string().max(50_000), z.number(), z.boolean(), z.null()]);
const row = z.record(z.string().max(60), scalar);
/** A filled-in form: section id -> { notApplicable?, values }. */
export const content = z.record(
  z.string().max(60),
  z.object({
    notApplicable: z.string().max(2_000).exactOptional(),
    values: z.record(z.string().max(60), z.union([scalar, z.array(row).max(60_000)])),
  }),
);

export const finding = z.object({
  severity: z.enum(['blocking', 'advice']),
  section: z.string(),
  field: z.string().exactOptional(),
  row: z.number().int().exactOptional(),
  message: z.string(),
});

export const metricValue = z.object({
  id: z.string(),
  label: z.string(),
  unit: z.string(),
  formula: z.string(),
  version: z.number().int(),
  value: z.number().nullable(),
});

export const person = z.object({ accountId: id, userName: z.string(), fullName: z.string(), roles: z.array(role) });

/** Who made a version of an inventory entry, and why. */
export const entryVersion = z.object({
  version: z.number().int(),
  changedAt: instant,
  changedBy: z.string(),
  reason: z.string(),
});
