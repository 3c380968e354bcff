import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconFileText,
  IconRosetteDiscountCheck,
  type Icon,
} from '@tabler/icons-react';
import type { VerdictState } from '../../lib/verdict.ts';
import styles from './Verify.module.css';

const icons: Readonly<Record<VerdictState | 'unsigned', Icon>> = {
  valid: IconRosetteDiscountCheck,
  changed: IconCircleCheck,
  unverified: IconAlertTriangle,
  invalid: IconCircleX,
  unsigned: IconFileText,
};

/** A state's own shape; the word always stands beside it. */
export const StateIcon = ({
  state,
  size = 20,
}: {
  readonly state: VerdictState | 'unsigned';
  readonly size?: number;
}) => {
  const Shape = icons[state];
  return <Shape size={size} className={styles['state']} data-state={state} aria-hidden />;
};
