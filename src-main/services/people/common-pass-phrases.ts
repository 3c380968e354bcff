/** The list is read when the first pass phrase is chosen: half a megabyte that most sessions never need. */
const load = async (): Promise<ReadonlySet<string>> => {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common']);
};

let list: Promise<ReadonlySet<string>> | null = null;

/** The pass phrases that leaks show most often (zxcvbn's list, MIT), in lower case: NIST SP 800-63B-4's blocklist. */
export const commonPassPhrases = (): Promise<ReadonlySet<string>> => (list ??= load());
