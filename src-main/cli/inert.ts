/**
 * A line for a terminal. What files, certificates and file names say of themselves must neither steer it nor begin a line of
 * its own, which a reader would take for one of ours: controls, line ends and marks that turn the direction of text are
 * shown as code points.
 */
export const inertLine = (line: string): string => inert(line, /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu);

/** The same for a text of several lines that we made: its line ends stay. */
export const inertText = (text: string): string => inert(text, /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu);

const inert = (text: string, characters: RegExp): string =>
  text.replace(characters, (character) => `<U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`);
