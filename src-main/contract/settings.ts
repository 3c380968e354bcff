import { z } from 'zod';
import { controlledSettings, settingKeys, type SettingKey } from '../domain/settings/index.ts';
import { call } from './call.ts';
import { empty, instant, line, reason, secret } from './shapes.ts';

const key = z.enum(settingKeys);
const lines = z.array(z.object({ label: z.string(), text: z.string() }));
const someone = z.object({ fullName: z.string(), userName: z.string() });

const change = z.object({
  changeId: z.number().int(),
  status: z.enum(['proposed', 'approved', 'rejected', 'withdrawn']),
  lines,
  reason: z.string(),
  proposedAt: instant,
  proposedBy: someone,
  decidedAt: instant.nullable(),
  decidedBy: someone.nullable(),
  decisionReason: z.string().nullable(),
});

export const settingView = z.object({
  key,
  title: z.string(),
  about: z.string(),
  clause: z.string(),
  /** In force now: as the form takes it, and in words. */
  value: z.json(),
  lines,
  /** Null while the value that it began with still holds. */
  since: instant.nullable(),
  pending: change.nullable(),
  /** Decided changes, newest first. */
  history: z.array(change),
  /** What the caller may do with it now. */
  may: z.object({ propose: z.boolean(), decide: z.boolean(), withdraw: z.boolean() }),
});

const proposal = <K extends SettingKey>(of: K) =>
  z.object({ key: z.literal(of), value: controlledSettings[of].schema, reason });

const changeId = z.number().int().positive();

/** Settings that change under control: proposed with a reason, approved by a second person (Annex 11, 10). */
export const settingCalls = {
  'settings.list': call(empty, z.object({ settings: z.array(settingView) })),
  'settings.propose': call(
    z.discriminatedUnion('key', [
      proposal('signing.gate'),
      proposal('signing.trust'),
      proposal('signing.tokens'),
      proposal('session.idle-lock'),
      proposal('session.pass-phrases'),
      proposal('session.second-factor'),
      proposal('backup.rule'),
      proposal('access.baseline'),
    ]),
    settingView,
  ),
  /** Somebody other than who proposed it decides, with user name and login pass phrase; an approved value holds at once. */
  'settings.decide': call(
    z.object({
      changeId,
      decision: z.enum(['approved', 'rejected']),
      reason: reason.nullable(),
      userName: line,
      passPhrase: secret,
    }),
    settingView,
  ),
  /** Who proposed a change takes it back. */
  'settings.withdraw': call(z.object({ changeId, reason }), settingView),
};
