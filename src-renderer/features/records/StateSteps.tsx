import { IconCircle, IconCircleCheck, IconCircleDot } from '@tabler/icons-react';
import { nextActor, shownState, stops } from './next-actor.ts';
import styles from './Record.module.css';
import type { RecordView } from './types.ts';

interface Props {
  readonly view: RecordView;
  /** An older revision: nobody acts on it any more. */
  readonly older: boolean;
}

const icons = { done: IconCircleCheck, here: IconCircleDot, ahead: IconCircle } as const;
const words = { done: 'done', here: 'here now', ahead: 'still ahead' } as const;

/** The way of the revision, where it stands, and who acts next. */
export const StateSteps = ({ view, older }: Props) => (
  <div className={styles['way']}>
    <ol className={styles['stops']} aria-label="State of the record">
      {stops(shownState(view)).map(({ label, at }) => {
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
    {!older && <span className={styles['next']}>{nextActor(view)}</span>}
  </div>
);
