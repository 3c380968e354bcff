/** A run of prose: a paragraph, or the items of a list. */
export type ProseRun =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] };

/** Text as runs: lines that begin with `- ` are list items, wherever they stand; empty lines part paragraphs. */
export const proseRuns = (text: string): readonly ProseRun[] => {
  const runs: ProseRun[] = [];
  let open = false;
  for (const line of text.split(/\r?\n/)) {
    const last = runs.at(-1);
    if (line.trim() === '') open = false;
    else if (line.startsWith('- ')) {
      if (open && last?.kind === 'list')
        runs[runs.length - 1] = { kind: 'list', items: [...last.items, line.slice(2)] };
      else runs.push({ kind: 'list', items: [line.slice(2)] });
      open = true;
    } else {
      if (open && last?.kind === 'paragraph')
        runs[runs.length - 1] = { kind: 'paragraph', text: `${last.text}\n${line}` };
      else runs.push({ kind: 'paragraph', text: line });
      open = true;
    }
  }
  return runs;
};
