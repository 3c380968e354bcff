import type { ReactNode } from 'react';
import { Logo } from '../../ui/Logo.tsx';
import { ThemeMenu } from '../shell/ThemeMenu.tsx';
import { useSession } from '../../stores/session.ts';
import styles from './StartFrame.module.css';

/** The frame of every screen before the login. */
export const StartFrame = ({ children }: { readonly children: ReactNode }) => {
  const info = useSession((store) => store.info);
  return (
    <div className={styles['frame']}>
      <aside className={styles['brand']} aria-label="About Countersign">
        <div className={styles['name']}>
          <Logo size={34} /> Countersign
        </div>
        <p className={styles['claim']}>Records that prove themselves.</p>
        <ul className={styles['points']}>
          <li>Your records stay in an encrypted vault on this computer. No network, no account with anybody.</li>
          <li>Everybody signs with a key of their own, and every signature lands in one PDF.</li>
          <li>Anyone can verify that PDF years later, with Countersign or without it.</li>
        </ul>
        <div className={styles['foot']}>{info === null ? '' : `Version ${info.version}`}</div>
      </aside>
      <main className={styles['content']}>
        <div className={styles['inner']}>{children}</div>
        <div className={styles['theme']}>
          <ThemeMenu />
        </div>
      </main>
    </div>
  );
};
