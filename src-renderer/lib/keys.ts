const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');

/** The modifier that the platform's people know. */
export const mod = isMac ? '⌘' : 'Ctrl';

/** Whether the event carries the platform's modifier alone or with Shift. */
export const hasMod = (event: KeyboardEvent): boolean => (isMac ? event.metaKey : event.ctrlKey) && !event.altKey;

/** Whether a key stroke belongs to what is being typed. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
