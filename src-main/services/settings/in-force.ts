import type { JsonValue } from '../../domain/result.ts';
import { controlledSettings, type SettingKey, type SettingValue } from '../../domain/settings/index.ts';
import { changeInForce, settingChanges, type ReadableVault } from '../../vault/index.ts';
import { begunWith } from './begun-with.ts';

/** The value of a controlled setting that holds now: the last one that was approved, or the one the vault began with. */
export const settingInForce = <K extends SettingKey>(db: ReadableVault, key: K): SettingValue<K> => {
  const { schema, initial } = controlledSettings[key];
  const change = changeInForce(db, key);
  const value = change === undefined ? begunWith(db, key) : change.value;
  return (value === undefined ? initial : schema.parse(value)) as SettingValue<K>;
};

/** The value that held at a moment, UTC: the last one that was approved until then, or the one the vault began with. */
export const settingAt = <K extends SettingKey>(db: ReadableVault, key: K, moment: string): SettingValue<K> => {
  const { schema, initial } = controlledSettings[key];
  const then = settingChanges(db, key)
    .filter(({ status, decidedAt }) => status === 'approved' && decidedAt !== null && decidedAt <= moment)
    .reduce<JsonValue | undefined>((newest, { value }) => newest ?? value, undefined);
  const value = then ?? begunWith(db, key);
  return (value === undefined ? initial : schema.parse(value)) as SettingValue<K>;
};
