import { useEffect, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useSession } from '../../stores/session.ts';
import { useTrailCheck } from '../../stores/trail-check.ts';
import { useVerify } from '../../stores/verify.ts';
import styles from './Shell.module.css';

/** Files, on a window that is not locked: behind the lock nothing is read. */
const carriesFiles = (event: DragEvent): boolean =>
  (event.dataTransfer?.types.includes('Files') ?? false) && useSession.getState().session.kind !== 'locked';

/**
 * A PDF dropped anywhere on the window is verified; on the audit trail, files are held against the trail. Both screens
 * have a button that does the same (WCAG 2.5.7).
 */
export const DropTarget = ({ children }: { readonly children: ReactNode }) => {
  const [place, go] = useLocation();
  const onTrail = place === '/audit';
  const add = useVerify((store) => store.add);
  const [over, setOver] = useState(false);

  useEffect(() => {
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const hover = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      if (onTrail) {
        void useTrailCheck.getState().run(files);
        return;
      }
      go('/verify');
      void add(files);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', hover);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', hover);
      window.removeEventListener('drop', drop);
    };
  }, [add, go, onTrail]);

  // A PDF that the operating system opens with Countersign takes the same way.
  useEffect(
    () =>
      window.countersign.onOpened(({ name, bytes }) => {
        go('/verify');
        void add([new File([new Uint8Array(bytes)], name, { type: 'application/pdf' })]);
      }),
    [add, go],
  );

  return (
    <>
      {children}
      {over && (
        <div className={styles['drop']}>
          <div className={styles['dropInner']}>
            {onTrail
              ? 'Drop sealed PDFs or checkpoints to hold the trail against'
              : 'Drop PDFs to verify their signatures'}
          </div>
        </div>
      )}
    </>
  );
};
