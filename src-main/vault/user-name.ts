/**
 * The form in which user names are compared: Unicode NFKC, case folded, without outer blanks. `jsmith`, `JSmith` and
 * full-width `ｊｓｍｉｔｈ` are one name (21 CFR 11.300(a)).
 */
export const foldUserName = (userName: string): string =>
  // Upper then lower case folds what has no one-to-one lower case (ß, final sigma).
  userName.normalize('NFKC').trim().toUpperCase().toLowerCase().normalize('NFKC');
