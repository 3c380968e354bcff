/** An axis from 0 to `top` with a tick every `step`. */
export interface Scale {
  readonly top: number;
  readonly ticks: readonly number[];
}

/** The round scale (1, 2, 2.5 or 5 times a power of ten a step) that holds a value with at most `most` steps. */
export const niceScale = (largest: number, most: number, whole: boolean): Scale => {
  // Figures are shown to two decimals: what lies below them is nothing.
  if (!Number.isFinite(largest) || largest < 0.01) return { top: 1, ticks: [0, 1] };
  const rough = largest / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 2.5, 5, 10].map((factor) => factor * power);
  const fits = steps.find((step) => step >= rough * (1 - 1e-9)) ?? 10 * power;
  // Counts have no halves.
  const step = whole ? Math.max(1, Math.ceil(fits)) : fits;
  const count = Math.max(1, Math.ceil(largest / step - 1e-9));
  return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => tidy(index * step)) };
};

/** Without the last digits that binary fractions leave. */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** A figure for an axis or a label: `1,200`, `0.5`. */
export const figure = (value: number): string => {
  const [whole = '', fraction] = String(tidy(Math.round(value * 100) / 100)).split('.');
  const grouped = /e/.test(whole) ? whole : whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};
