import { IconCheck } from '@tabler/icons-react';
import styles from './WizardSteps.module.css';

interface Props {
  readonly steps: readonly string[];
  /** From 0. */
  readonly current: number;
}

/** Where one is in a wizard. */
export const WizardSteps = ({ steps, current }: Props) => (
  <ol className={styles['steps']} aria-label="Steps">
    {steps.map((step, index) => (
      <li
        key={step}
        className={styles['step']}
        data-current={index === current || undefined}
        aria-current={index === current ? 'step' : undefined}
      >
        <span className={styles['mark']}>
          {index < current ? <IconCheck size={13} aria-label="done" /> : index + 1}
        </span>
        {step}
      </li>
    ))}
  </ol>
);
