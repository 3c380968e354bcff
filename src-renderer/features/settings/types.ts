import type { Output } from '../../../src-main/contract/index.ts';

export type Setting = Output<'settings.list'>['settings'][number];
export type SettingChange = Setting['history'][number];
