/** What of the Trusted Types API (W3C) is used here; TypeScript's library does not know it. */
interface TrustedTypes {
  createPolicy(name: string, rules: { readonly createScriptURL: (url: string) => string | null }): unknown;
}

const scripts = new Set<string>();

/** Allows a script of the build to be loaded by its address. Text as HTML or as code is never allowed. */
export const trustScript = (url: string): void => void scripts.add(url);

/**
 * The page's only policy, asked by the browser for every text that a script puts where code could come from. Without it,
 * or for anything but the scripts named above, the browser throws (Content Security Policy `require-trusted-types-for`).
 */
export const guardSinks = (): void => {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', { createScriptURL: (url) => (scripts.has(url) ? url : null) });
};
