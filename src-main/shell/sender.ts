import { isOfPage } from './site.ts';

/** What of Electron's `IpcMainInvokeEvent` decides whether an answer is given. */
export interface Sender {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** Whether a message comes from the main frame of our own window, showing our own page. */
export const isTrusted = (event: Sender, windowId: number | null, base: string): boolean =>
  event.senderFrame !== null &&
  event.sender.id === windowId &&
  event.senderFrame.parent === null &&
  isOfPage(event.senderFrame.url, base);
