import { controlledSettings, type SettingKey, type SettingValue } from '../../domain/settings/index.ts';
import { changeInForce, type ReadableVault } from '../../vault/index.ts';

/** The value of a controlled setting that holds now: the last one that was approved, or the one it began with. */
export const settingInForce = <K extends SettingKey>(db: ReadableVault, key: K): SettingValue<K> => {
  const { schema, initial } = controlledSettings[key];
  const change = changeInForce(db, key);
  return (change === undefined ? initial : schema.parse(change.value)) as SettingValue<K>;
};
