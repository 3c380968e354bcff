import type { App, Session } from 'electron';
import { isOfPage } from './site.ts';

/** Writing text to the clipboard after a click is the one thing a page may ask for (copy buttons). */
export const isPermitted = (permission: string): boolean => permission === 'clipboard-sanitized-write';

/** Whether the page may load a URL: its own files, and what it made itself. */
export const mayLoad = (url: string, base: string): boolean =>
  isOfPage(url, base) || /^(blob|data|devtools):/.test(url);

/**
 * Switches of Chromium's with which anybody's shortcut, or a package's starter, would undo what this program promises of its
 * page: the operating system's fence around it, the rules of its origin, and that nobody steers it from outside. Fuses
 * leave them alone.
 */
const loosening = [
  'no-sandbox',
  'disable-web-security',
  'disable-site-isolation-trials',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'load-extension',
  'js-flags',
] as const;

/** Which of them a packed program was started with: it does not start then. */
export const loosened = (has: (name: string) => boolean): readonly string[] => loosening.filter((name) => has(name));

/** Nothing is asked of the network, no permission is given, no download but of what the page made itself. */
export const lockSession = (session: Session, base: string): void => {
  session.setPermissionRequestHandler((_page, permission, answer) => answer(isPermitted(permission)));
  session.setPermissionCheckHandler((_page, permission) => isPermitted(permission));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url, base) }));
  // Else Chromium fetches dictionaries, past the session's requests, whatever the window's options say of spelling.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith('blob:')) event.preventDefault();
  });
};

/** No page leaves for another place, opens a window, attaches a webview or finds a way to a peer. */
export const lockPages = (app: App, base: string): void => {
  app.on('web-contents-created', (_created, page) => {
    page.setWindowOpenHandler(() => ({ action: 'deny' }));
    // Peer connections know neither the content security policy nor the session's requests.
    page.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    page.on('will-attach-webview', (event) => event.preventDefault());
    page.on('will-navigate', (event) => {
      if (!isOfPage(event.url, base)) event.preventDefault();
    });
    page.on('will-frame-navigate', (event) => {
      if (!isOfPage(event.url, base)) event.preventDefault();
    });
    page.on('will-redirect', (event) => event.preventDefault());
  });
};
