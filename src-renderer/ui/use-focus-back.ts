import { useLayoutEffect } from 'react';

/** What had the focus last: an item of a menu is gone by the time that its dialog is there. */
let last: Element | null = null;
document.addEventListener('focusin', ({ target }) => {
  last = target instanceof Element ? target : null;
});

/** What opened a dialog: the control that had the focus, or the button of the menu in which it was. */
const openerOf = (focused: Element | null): HTMLElement | null => {
  const menu = focused?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  const opener = menu == null ? focused : document.getElementById(menu);
  return opener instanceof HTMLElement ? opener : null;
};

/**
 * Gives the focus back to what opened a dialog once it is closed or gone (WCAG 2.4.3). Mantine does so only for a dialog that
 * was there before it opened, and not from a menu.
 */
export const useFocusBack = (opened: boolean): void => {
  useLayoutEffect(() => {
    if (!opened) return undefined;
    // Before any field of the dialog takes the focus: those wait for their effects.
    const opener = openerOf(last);
    return () => {
      if (opener?.isConnected === true) opener.focus({ preventScroll: true });
    };
  }, [opened]);
};
