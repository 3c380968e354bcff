/** The package has its types in a file that its manifest does not name. */
declare module 'unicode-confusables' {
  /** Each character's prototype by the table of UTS #39; invisible characters are left out. */
  export const rectifyConfusion: (text: string) => string;
}
