/**
 * What the page may load and do (Content Security Policy, level 3). Everything comes from the page's own origin.
 * - `wasm-unsafe-eval`: pdf.js decodes JPEG 2000 and JBIG2 in WebAssembly.
 * - styles: no `unsafe-inline`. React sets styles through the object model, which the policy leaves alone; the theme comes as a
 *   constructed style sheet (src-renderer/app/theme.ts).
 * - no text becomes HTML or the address of a script (Trusted Types): the page's one policy, `default`, knows the address of
 *   pdf.js's worker and refuses everything else (src-renderer/lib/trusted-types.ts).
 * - images from `blob:` and `data:`: rendered pages and icons in style sheets; fonts from `data:`: pdf.js.
 */
const directives = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ['default'],
} as const;

export const contentSecurityPolicy = Object.entries(directives)
  .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
  .join('; ');

/** Sent with every file of the page, by Electron's protocol and by the browser host alike. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': [
    'camera',
    'display-capture',
    'geolocation',
    'hid',
    'local-fonts',
    'microphone',
    'midi',
    'payment',
    'publickey-credentials-get',
    'screen-wake-lock',
    'serial',
    'usb',
  ]
    .map((name) => `${name}=()`)
    .join(', '),
  'cache-control': 'no-store',
};
