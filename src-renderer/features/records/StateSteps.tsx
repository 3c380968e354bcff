import { IconCircle, IconCircleCheck, IconCircleDot } from '@tabler/icons-react';
import { nextActor, stops } from './next-actor.ts';
import styles from './Record.module.css';
import type { RecordView } from './types.ts';

const icons = { done: IconCircleCheck, here: IconCircleDot, ahead: IconCircle } as const;
const words = { done: 'done', here: 'here now', ahead: 'still ahead' } as const;

/** The way of the revision, where it stands, and who acts next. */
export const StateSteps = ({ view }: { readonly view: RecordView }) => (
  <div className={styles['way']}>
    <ol className={styles['stops']} aria-label="State of the record">
      {stops(view.summary.state).map(({ label, at }) => {
        const StopIcon = icons[at];
        return (
          <li key={label} className={styles['stop']} data-at={at} aria-current={at === 'here' ? 'step' : undefined}>
            <StopIcon size={15} aria-hidden />
            {label}
            <span className="visually-hidden">, {words[at]}</span>
          </li>
        );
      })}
    </ol>
    <span className={styles['next']}>{nextActor(view)}</span>
  </div>
);
