import type { z } from 'zod';
import type { JsonValue } from '../result.ts';

/** A value in words: what it is called, and what it says. */
export interface SettingLine {
  readonly label: string;
  readonly text: string;
}

/**
 * A setting that a vault keeps under control: it changes by a proposal with a reason that a second person approves, and
 * every value that was ever in force stays on record (Annex 11, 10; section "policy" of MHRA 2016).
 */
export interface ControlledSetting<T extends JsonValue> {
  readonly title: string;
  /** What it governs, in a sentence or two. */
  readonly about: string;
  /** Where the rule comes from. */
  readonly clause: string;
  readonly schema: z.ZodType<T>;
  /** In force until the first change is approved. */
  readonly initial: T;
  /** A stored value as people read it, on screens and in documents. @throws where it does not fit the schema. */
  readonly lines: (stored: JsonValue) => readonly SettingLine[];
}

/** Makes a setting from its schema and from what its values say. */
export const controlledSetting = <T extends JsonValue>(
  setting: Omit<ControlledSetting<T>, 'lines'> & { readonly lines: (value: T) => readonly SettingLine[] },
): ControlledSetting<T> => ({ ...setting, lines: (stored) => setting.lines(setting.schema.parse(stored)) });
