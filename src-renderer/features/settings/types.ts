import type { Output, SettingKey, SettingValue } from '../../../src-main/contract/index.ts';

export type Setting = Output<'settings.list'>['settings'][number];
export type SettingChange = Setting['history'][number];

/** The form in which a setting is proposed. `onChange` gets null while what was typed is no value. */
export interface SettingForm<K extends SettingKey> {
  /** The value in force. */
  readonly value: SettingValue<K>;
  readonly onChange: (value: SettingValue<K> | null) => void;
}
