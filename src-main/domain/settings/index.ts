import type { z } from 'zod';
import { backupRule } from './backup-rule.ts';
import { idleLock } from './idle-lock.ts';
import { passPhraseRulesSetting } from './pass-phrase-rules.ts';
import { roleBaseline } from './role-baseline.ts';
import { secondFactorDemand } from './second-factor.ts';
import { signingGate } from './signing-gate.ts';
import { siteTrust } from './site-trust.ts';
import { tokenModules } from './token-modules.ts';

export type { ControlledSetting, SettingLine } from './controlled-setting.ts';
export type { BackupRule } from './backup-rule.ts';
export type { IdleLock } from './idle-lock.ts';
export type { RoleBaseline } from './role-baseline.ts';
export type { SiteAuthority, SiteTrust } from './site-trust.ts';
export type { TokenModules } from './token-modules.ts';
export { missingInGate, otherVersionValidated, type GateItem, type SigningGate } from './signing-gate.ts';

/** Every setting that changes under control, by its key in the vault. How another one joins: `services/settings`. */
export const controlledSettings = {
  'signing.gate': signingGate,
  'signing.trust': siteTrust,
  'signing.tokens': tokenModules,
  'session.idle-lock': idleLock,
  'session.pass-phrases': passPhraseRulesSetting,
  'session.second-factor': secondFactorDemand,
  'backup.rule': backupRule,
  'access.baseline': roleBaseline,
} as const;

export type SettingKey = keyof typeof controlledSettings;
export type SettingValue<K extends SettingKey> = z.output<(typeof controlledSettings)[K]['schema']>;

export const settingKeys = Object.keys(controlledSettings) as readonly SettingKey[];
