import { type Protocol, protocol } from 'electron';
import type { Site } from './site.ts';

/** Where the page lives in Electron. */
export const appBase = 'app://countersign/';

/** Makes `app:` behave like https (origin, fetch, WebAssembly streaming). Before the app is ready. */
export const declareScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);

/** Serves the page from the built files. */
export const serveScheme = (target: Protocol, site: Site): void =>
  target.handle('app', async ({ url, method }) => {
    const { status, headers, body } = await site({ url, method });
    return new Response(new Uint8Array(body), { status, headers });
  });
