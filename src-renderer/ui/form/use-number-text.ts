import { useState } from 'react';
import type { FieldValue } from '../../../src-main/contract/index.ts';
import { numberFromText } from './paste.ts';

interface NumberText {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onBlur: () => void;
}

/** A number field's text: while it is typed it stays as typed (`1.`), afterwards it is the value's. */
export const useNumberText = (
  value: FieldValue | undefined,
  onChange: (value: number | string | null) => void,
): NumberText => {
  const [typed, setTyped] = useState<string | null>(null);
  const stored = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return {
    text: typed ?? stored,
    onText: (text) => {
      setTyped(text);
      onChange(numberFromText(text));
    },
    onBlur: () => setTyped(null),
  };
};
