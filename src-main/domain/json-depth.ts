/**
 * Whether brackets outside of strings nest deeper than `most`, in text that may be no JSON. Asked before untrusted JSON is
 * parsed: the parser takes any depth, and what walks its value afterwards runs out of stack.
 */
export const nestsDeeper = (text: string, most: number): boolean => {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > most) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
};
