import { Drawer } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useWork } from '../../stores/work.ts';
import { Header } from './Header.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import styles from './Shell.module.css';
import { UnsavedDialog } from './UnsavedDialog.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { useGuardedWindow } from './use-guarded-window.ts';
import { useTouch } from './use-touch.ts';

/** What stands around every screen behind the login. */
export const Shell = ({ children }: { readonly children: ReactNode }) => {
  const [sheet, setSheet] = useState(false);
  const [menu, setMenu] = useState(false);
  const [path] = useLocation();
  const main = useRef<HTMLElement>(null);
  const refreshWork = useWork((store) => store.refresh);
  const place = path.split('/')[1];

  useTouch();
  useGuardedWindow();
  useShortcuts(() => setSheet(true));
  useEffect(() => {
    void refreshWork();
  }, [refreshWork]);
  useEffect(() => {
    // A link that led away is gone with its screen: the keyboard goes on in the new one.
    if (path !== '' && document.activeElement === document.body) main.current?.focus();
  }, [path]);

  return (
    <div className={styles['shell']}>
      <a
        className="skip-link"
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <Rail onShortcuts={() => setSheet(true)} />
      <Header onMenu={() => setMenu(true)} />
      {/* A new section is a new scroll position. */}
      <main key={place} ref={main} className={styles['main']} tabIndex={-1} id="content">
        {children}
      </main>
      <Drawer
        opened={menu}
        onClose={() => setMenu(false)}
        size={240}
        withCloseButton={false}
        padding={0}
        attributes={{ content: { 'aria-label': 'Sections' } }}
        styles={{ body: { height: '100%' } }}
      >
        <Rail
          className={styles['drawerRail']}
          onShortcuts={() => {
            setMenu(false);
            setSheet(true);
          }}
          onLeave={() => setMenu(false)}
        />
      </Drawer>
      <ShortcutSheet opened={sheet} onClose={() => setSheet(false)} />
      <Palette onShortcuts={() => setSheet(true)} />
      <UnsavedDialog />
    </div>
  );
};
