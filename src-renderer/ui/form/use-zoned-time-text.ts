import { useState } from 'react';
import { joinZonedTime, splitZonedTime } from '../../../src-main/contract/index.ts';
import { localZone } from '../../lib/time.ts';

interface ZonedTimeText {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onBlur: () => void;
}

/** The time part of a zoned time: while it is typed it stays as typed, afterwards it is the value's. */
export const useZonedTimeText = (value: string, onChange: (value: string) => void): ZonedTimeText => {
  const [typed, setTyped] = useState<string | null>(null);
  const { time, zone } = splitZonedTime(value);
  return {
    text: typed ?? time,
    onText: (text) => {
      setTyped(text);
      onChange(text.trim() === '' ? '' : joinZonedTime(text, zone === '' ? localZone() : zone));
    },
    onBlur: () => setTyped(null),
  };
};
