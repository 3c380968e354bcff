import type { Comparison } from './measure.ts';

const width = 48;

/** A series of measurements as bars, the least disturbed run of each: equal cost a unit is linear. */
export const plot = (name: string, unit: string, series: readonly Comparison[]): string => {
  const most = Math.max(...series.map(({ ours }) => ours.min));
  const bars = series.map(({ ours, at = 0 }) => {
    const bar = '#'.repeat(Math.max(1, Math.round((ours.min / most) * width)));
    return `  ${String(at).padStart(6)} ${bar.padEnd(width)} ${ours.min.toFixed(2).padStart(8)} ms  ${(ours.min / at).toFixed(2).padStart(6)} ms a ${unit}`;
  });
  return [name, ...bars, ''].join('\n');
};

/** The plots of all series among the results. */
export const plots = (results: readonly Comparison[]): readonly string[] => {
  const names = new Set(results.flatMap(({ series }) => series ?? []));
  return [...names].map((name) => {
    const of = results.filter(({ series }) => series === name);
    return plot(`time by ${name}`, name.replace(/.* /, '').replace(/s$/, ''), of);
  });
};
