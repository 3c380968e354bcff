import { setImmediate as nextTurn } from 'node:timers/promises';

export type ImportStep = 'read' | 'compare' | 'store';

/** Thrown from within an import that was given up; nothing of it was written. */
export class ImportCancelled extends Error {}

/** One import under way: how far it is, and whether it still goes on. */
export class ImportJob {
  readonly recordId: string;
  step: ImportStep = 'read';
  done = 0;
  total = 0;
  cancelled = false;

  constructor(recordId: string) {
    this.recordId = recordId;
  }

  begin(step: ImportStep, total: number): void {
    this.step = step;
    this.done = 0;
    this.total = total;
  }

  /** After a part of the work: leaves the program a turn. @throws ImportCancelled where it was given up */
  readonly rest = async (done: number): Promise<void> => {
    this.done = done;
    await nextTurn();
    if (this.cancelled) throw new ImportCancelled();
  };
}
