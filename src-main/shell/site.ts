import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, join, relative } from 'node:path';
import { securityHeaders } from './csp.ts';

/** One file of the page, or the refusal of one, as an HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Serves the built page. Electron's protocol, the browser host and the tests in Chromium all ask this one function. */
export type Site = (request: { readonly url: string; readonly method: string }) => Promise<Answer>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

const answer = (status: number, type: string, body: Uint8Array): Answer => ({
  status,
  headers: { ...securityHeaders, 'content-type': type },
  body,
});

const refusal = (status: number, reason: string): Answer =>
  answer(status, 'text/plain; charset=utf-8', Buffer.from(reason));

/** Whether `url` belongs to the page at `base`: the same scheme and host, whatever the path. */
export const isOfPage = (url: string, base: string): boolean => {
  if (!URL.canParse(url)) return false;
  const [a, b] = [new URL(url), new URL(base)];
  return a.protocol === b.protocol && a.host === b.host && a.username === '' && a.password === '';
};

/** The path of a file below the root that a URL asks for, or null where it names anything else. */
const fileOf = (url: URL): string | null => {
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  const segments = path.split('/').slice(1);
  // Backslash and colon are separators, drives and streams on Windows.
  if (segments.some((segment) => segment === '..' || segment === '.' || /[\\:\0]/.test(segment))) return null;
  if (segments.length === 1 && segments[0] === '') return 'index.html';
  return segments.some((segment) => segment === '') ? null : join(...segments);
};

/** Serves the files of the folder `root` at `base` (as `app://countersign/`); paths that lead outside are refused with 403. */
export const createSite =
  ({ root, base }: { readonly root: string; readonly base: string }): Site =>
  async ({ url, method }) => {
    if (!isOfPage(url, base)) return refusal(403, 'not of this application');
    if (method !== 'GET') return refusal(405, 'only GET');
    const file = fileOf(new URL(url));
    if (file === null) return refusal(403, 'not a file of this application');
    const path = join(root, file);
    const below = relative(root, path);
    if (below.startsWith('..') || isAbsolute(below)) return refusal(403, 'not a file of this application');
    try {
      return answer(200, types[extname(path)] ?? 'application/octet-stream', await readFile(path));
    } catch {
      return refusal(404, 'no such file');
    }
  };
