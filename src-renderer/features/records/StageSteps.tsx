import { IconCircle, IconCircleCheck, IconCircleDot } from '@tabler/icons-react';
import styles from './Record.module.css';
import type { RecordView } from './types.ts';

/** How far the work is, in the record type's own stages. */
export const StageSteps = ({ view }: { readonly view: RecordView }) => {
  const here = view.stages.findIndex(({ id }) => id === view.stage);
  if (here < 0) return null;
  return (
    <ol className={styles['stops']} aria-label="Stage of the work">
      {view.stages.map(({ id, label }, index) => {
        const at = index < here ? 'done' : index === here ? 'here' : 'ahead';
        const Icon = at === 'done' ? IconCircleCheck : at === 'here' ? IconCircleDot : IconCircle;
        return (
          <li key={id} className={styles['stop']} data-at={at} aria-current={at === 'here' ? 'step' : undefined}>
            <Icon size={15} aria-hidden />
            {label}
          </li>
        );
      })}
    </ol>
  );
};
