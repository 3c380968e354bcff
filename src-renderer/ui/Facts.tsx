import type { ReactNode } from 'react';
import styles from './Facts.module.css';
import { unbroken } from './unbroken.tsx';

interface Props {
  readonly items: readonly (readonly [label: string, value: ReactNode])[];
}

/** Labels and values in two columns. */
export const Facts = ({ items }: Props) => (
  <dl className={styles['facts']}>
    {items.map(([label, value]) => (
      <div key={label} className={styles['fact']}>
        <dt>{label}</dt>
        <dd>{unbroken(value)}</dd>
      </div>
    ))}
  </dl>
);
