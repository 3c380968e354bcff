import { Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import styles from './Page.module.css';

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** One screen: its heading, what can be done with it, its content. The window's title follows the heading. */
export const Page = ({ title, lead, actions, wide = false, children }: PageProps) => {
  useTitle(title);
  return (
    <div className={`${styles['page'] ?? ''} ${wide ? (styles['wide'] ?? '') : ''}`}>
      <header className={styles['head']}>
        <div className={styles['titles']}>
          <Title order={1}>{title}</Title>
          {lead !== undefined && <p className={styles['lead']}>{lead}</p>}
        </div>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
};

export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} – Countersign`;
  }, [title]);
};

interface PanelProps {
  readonly title?: string;
  readonly aside?: ReactNode;
  /** Content reaches the edges, e.g. a table. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** A bordered part of a screen, under its own heading where it has one. */
export const Panel = ({ title, aside, flush = false, children }: PanelProps) => (
  <section className={`${styles['panel'] ?? ''} ${flush ? (styles['flush'] ?? '') : ''}`} aria-label={title}>
    {title !== undefined && (
      <div className={styles['panelHead']}>
        <Title order={2}>{title}</Title>
        {aside}
      </div>
    )}
    {children}
  </section>
);
