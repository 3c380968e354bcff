import { blankText, displayValue } from '../../domain/display.ts';
import type { MetricValue } from '../../domain/record-type.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from '../layout/block.ts';
import { paragraph } from '../layout/paragraph.ts';
import { text } from '../layout/style.ts';
import { table } from '../layout/table.ts';
import { sectionHead } from './sections.ts';

const valueOf = (metric: MetricValue): string =>
  displayValue(
    { kind: 'number', id: metric.id, label: metric.label, required: false, unit: metric.unit },
    metric.value,
  );

/** The figures that were computed from the record when it was frozen, each with its formula. */
export const metricsBlocks = (fonts: Fonts, metrics: readonly MetricValue[], number: number): Block[] => [
  ...sectionHead(fonts, number, 'Metrics', ''),
  paragraph(
    fonts,
    text.note,
    'Computed from the content of this record when it was frozen. The version tells which edition of a formula was ' +
      `used; ${blankText} stands where there was nothing to compute from.`,
    { before: 3, withNext: true },
  ),
  table(fonts, {
    title: 'Metrics',
    before: 7,
    columns: [
      { title: 'Metric', share: 2.2, align: 'left', rigid: false },
      { title: 'Value', share: 0.9, align: 'right', rigid: true },
      { title: 'Formula', share: 4, align: 'left', rigid: false },
      { title: 'Version', share: 0.7, align: 'right', rigid: true },
    ],
    rows: metrics.map((metric) => [metric.label, valueOf(metric), metric.formula, String(metric.version)]),
  }),
];
