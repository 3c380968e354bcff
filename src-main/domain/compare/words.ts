import { align } from './sequence.ts';

/** A piece of a line that stayed, went or came. */
export interface TextRun {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** One line of prose, old and new in one. `kind` is `changed` where a part of it stayed. */
export interface LineChange {
  readonly kind: 'same' | 'removed' | 'added' | 'changed';
  readonly runs: readonly TextRun[];
}

/** Below this share of words in common two lines are not one line that changed. */
const alike = 0.35;

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.normalize('NFC').split(/\r\n|[\n\r]/));

/** What changed between two texts, line by line, and word by word within a line that was rewritten. */
export const compareProse = (before: string, after: string): readonly LineChange[] => {
  const old = linesOf(before);
  const now = linesOf(after);
  const changes: LineChange[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const flush = (): void => {
    changes.push(...rewritten(removed, added));
    removed = [];
    added = [];
  };
  for (const step of align(old, now)) {
    if (step.old !== null && step.new !== null) {
      flush();
      changes.push(whole('same', old[step.old] ?? ''));
    } else if (step.old !== null) removed.push(old[step.old] ?? '');
    else if (step.new !== null) added.push(now[step.new] ?? '');
  }
  flush();
  return changes;
};

const whole = (kind: 'same' | 'removed' | 'added', text: string): LineChange => ({ kind, runs: [{ kind, text }] });

/** Pairs lines that went with lines that came in their place, as far as they resemble each other. */
const rewritten = (removed: readonly string[], added: readonly string[]): readonly LineChange[] => {
  const changes: LineChange[] = [];
  let next = 0;
  for (const line of removed) {
    const runs = added[next] === undefined ? null : compareWords(line, added[next] ?? '');
    if (runs === null) changes.push(whole('removed', line));
    else {
      changes.push({ kind: 'changed', runs });
      next++;
    }
  }
  return [...changes, ...added.slice(next).map((line) => whole('added', line))];
};

/** The runs of a line that changed; null where too little of it stayed. White space belongs to the word before it. */
export const compareWords = (before: string, after: string): readonly TextRun[] | null => {
  const old = before.match(/\S+\s*|^\s+/gu) ?? [];
  const now = after.match(/\S+\s*|^\s+/gu) ?? [];
  const steps = align(
    old.map((word) => word.trim()),
    now.map((word) => word.trim()),
  );
  const kept = steps.filter((step) => step.old !== null && step.new !== null).length;
  if (kept < alike * Math.max(old.length, now.length)) return null;
  const runs: { kind: TextRun['kind']; text: string }[] = [];
  for (const step of steps) {
    const kind = step.old === null ? 'added' : step.new === null ? 'removed' : 'same';
    const text = (step.new === null ? old[step.old ?? 0] : now[step.new]) ?? '';
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += text;
    else runs.push({ kind, text });
  }
  return runs;
};
