import type { App, Session } from 'electron';
import { isOfPage } from './site.ts';

/** Writing text to the clipboard after a click is the one thing a page may ask for (copy buttons). */
export const isPermitted = (permission: string): boolean => permission === 'clipboard-sanitized-write';

/** Whether the page may load a URL: its own files, and what it made itself. */
export const mayLoad = (url: string, base: string): boolean =>
  isOfPage(url, base) || /^(blob|data|devtools):/.test(url);

/** Nothing is asked of the network, no permission is given, no download but of what the page made itself. */
export const lockSession = (session: Session, base: string): void => {
  session.setPermissionRequestHandler((_page, permission, answer) => answer(isPermitted(permission)));
  session.setPermissionCheckHandler((_page, permission) => isPermitted(permission));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url, base) }));
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
