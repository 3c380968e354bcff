import { IconKeyboard } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { useOpenSession } from '../../stores/session.ts';
import { useWork } from '../../stores/work.ts';
import { count } from '../../lib/text.ts';
import { Logo } from '../../ui/Logo.tsx';
import { placesFor } from './places.ts';
import styles from './Shell.module.css';

interface Props {
  readonly onShortcuts: () => void;
  /** Told when a link was followed, so that a drawer can close. */
  readonly onLeave?: () => void;
  readonly className?: string | undefined;
}

/** The sidebar: the vault's name, the sections with their counts, help. */
export const Rail = ({ onShortcuts, onLeave, className = '' }: Props) => {
  const { vault, account } = useOpenSession();
  const [path] = useLocation();
  const work = useWork((store) => store.work);
  const waiting = work.kind === 'have' ? work.value.length : 0;
  return (
    <div className={`${styles['rail'] ?? ''} ${className}`}>
      <div className={styles['vault']}>
        <Logo />
        <div>
          <div className={styles['vaultName']}>{vault.name}</div>
          <div className={styles['vaultOrg']}>{vault.organisation}</div>
        </div>
      </div>
      <nav aria-label="Sections">
        <ul className={styles['nav']}>
          {placesFor(account.roles).map(({ group, href, label, icon: PlaceIcon }, index, all) => {
            const active = path === href || path.startsWith(`${href}/`);
            const waits = href === '/work' && waiting > 0;
            return (
              <li key={href} data-parted={(index > 0 && all[index - 1]?.group !== group) || undefined}>
                <Link
                  href={href}
                  className={styles['link']}
                  data-active={active || undefined}
                  aria-current={active ? 'page' : undefined}
                  aria-keyshortcuts={index < 9 ? `Control+${String(index + 1)}` : undefined}
                  onClick={onLeave}
                >
                  <PlaceIcon size={18} aria-hidden />
                  {label}
                  {waits && (
                    <span className={styles['count']}>
                      <span aria-hidden>{waiting}</span>
                      <span className="visually-hidden">, {count(waiting, 'item waits', 'items wait')} for you</span>
                    </span>
                  )}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      <div className={styles['railFoot']}>
        <button
          type="button"
          className={`${styles['link'] ?? ''} ${styles['railButton'] ?? ''}`}
          aria-keyshortcuts="?"
          onClick={onShortcuts}
        >
          <IconKeyboard size={18} aria-hidden />
          Keyboard shortcuts
        </button>
      </div>
    </div>
  );
};
