/** The last three rows of the table, written over and over from call to call. */
let rows = [new Uint16Array(64), new Uint16Array(64), new Uint16Array(64)] as const;

/**
 * Whether two texts differ by at most `limit` typing mistakes: letters left out, added, changed, or two neighbours
 * swapped (optimal string alignment). Answers the number of mistakes, or null where there are more.
 */
export const typingMistakes = (a: string, b: string, limit: number): number | null => {
  if (Math.abs(a.length - b.length) > limit) return null;
  if (a === b) return 0;
  const width = b.length + 1;
  if (width > rows[0].length)
    rows = [new Uint16Array(2 * width), new Uint16Array(2 * width), new Uint16Array(2 * width)];
  let [before, last, row] = rows;
  for (let j = 0; j < width; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const letter = a.charCodeAt(i - 1);
    const earlier = i > 1 ? a.charCodeAt(i - 2) : -1;
    let least = i;
    let left = i;
    row[0] = i;
    for (let j = 1; j < width; j++) {
      const other = b.charCodeAt(j - 1);
      let cost = (last[j - 1] as number) + (letter === other ? 0 : 1);
      const above = (last[j] as number) + 1;
      if (above < cost) cost = above;
      if (left + 1 < cost) cost = left + 1;
      if (j > 1 && earlier === other && letter === b.charCodeAt(j - 2)) {
        const swapped = (before[j - 2] as number) + 1;
        if (swapped < cost) cost = swapped;
      }
      row[j] = cost;
      left = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return null;
    [before, last, row] = [last, row, before];
  }
  const mistakes = last[b.length] as number;
  return mistakes <= limit ? mistakes : null;
};

/** How many mistakes a word of this length may have and still be taken for another: none in short ones. */
export const mistakesAllowed = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);
