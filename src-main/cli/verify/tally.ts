import { Indication } from '../../domain/indication.ts';
import { ExitCode, exitCodeOf } from '../exit-code.ts';
import type { FileVerdict } from './verdict.ts';

/** How many files came to which verdict: all that is kept of a run. */
export class Tally {
  passed = 0;
  indeterminate = 0;
  failed = 0;
  /** Neither read nor judged. */
  unreadable = 0;
  /** Of these, by a bug of ours. */
  internal = 0;

  add(verdict: FileVerdict): void {
    if ('error' in verdict) {
      this.unreadable += 1;
      if (verdict.error.code === 'verify/internal') this.internal += 1;
    } else if (verdict.indication === Indication.Passed) this.passed += 1;
    else if (verdict.indication === Indication.Failed) this.failed += 1;
    else this.indeterminate += 1;
  }

  get total(): number {
    return this.passed + this.indeterminate + this.failed + this.unreadable;
  }

  get exitCode(): ExitCode {
    if (this.failed === 0 && this.internal > 0) return ExitCode.Internal;
    return exitCodeOf([
      ...(this.failed > 0 ? [Indication.Failed] : []),
      ...(this.unreadable > 0 ? [null] : []),
      ...(this.indeterminate > 0 ? [Indication.Indeterminate] : []),
      ...(this.passed > 0 ? [Indication.Passed] : []),
    ]);
  }

  /** `12 files: 9 passed, 1 failed, 2 indeterminate`, and the rate. */
  words(seconds: number): string {
    const parts = [
      `${this.passed} passed`,
      `${this.failed} failed`,
      `${this.indeterminate} indeterminate`,
      ...(this.unreadable > 0 ? [`${this.unreadable} not readable`] : []),
    ];
    return `${this.total} ${this.total === 1 ? 'file' : 'files'}: ${parts.join(', ')} (${rate(this.total, seconds)})`;
  }
}

/** `412 files/s`; of a slow run with a decimal. */
const rate = (files: number, seconds: number): string => {
  const perSecond = seconds > 0 ? files / seconds : 0;
  return `${perSecond.toFixed(perSecond < 10 ? 1 : 0)} files/s`;
};
