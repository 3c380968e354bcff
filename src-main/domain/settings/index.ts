import type { z } from 'zod';
import { idleLock } from './idle-lock.ts';
import { signingGate } from './signing-gate.ts';

export type { ControlledSetting, SettingLine } from './controlled-setting.ts';
export type { IdleLock } from './idle-lock.ts';
export { missingInGate, type GateItem, type SigningGate } from './signing-gate.ts';

/** Every setting that changes under control, by its key in the vault. How another one joins: `services/settings`. */
export const controlledSettings = {
  'signing.gate': signingGate,
  'session.idle-lock': idleLock,
} as const;

export type SettingKey = keyof typeof controlledSettings;
export type SettingValue<K extends SettingKey> = z.output<(typeof controlledSettings)[K]['schema']>;

export const settingKeys = Object.keys(controlledSettings) as readonly SettingKey[];
