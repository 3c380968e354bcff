import { layoutChart } from '../../domain/chart/layout.ts';
import { figure } from '../../domain/chart/scale.ts';
import { blankText } from '../../domain/display.ts';
import { everyFormula, type TrendValue } from '../../domain/trends/index.ts';
import type { Fonts } from '../fonts/fonts.ts';
import type { Block } from '../layout/block.ts';
import { drawing } from '../layout/drawing.ts';
import { paragraph } from '../layout/paragraph.ts';
import { contentWidth, text } from '../layout/style.ts';
import { table } from '../layout/table.ts';
import { fieldTitle, sectionHead } from './sections.ts';

export const trendsTitle = 'Trends';

const chartHeight = 168;

/** The trends that were frozen with the record: each as a chart and as a table of the same figures, with its formula. */
export const trendsBlocks = (fonts: Fonts, trends: readonly TrendValue[], number: number): Block[] => [
  ...sectionHead(fonts, number, trendsTitle, ''),
  paragraph(
    fonts,
    text.note,
    `Computed from the records of the system over ${trends[0]?.start ?? ''} to ${trends[0]?.end ?? ''} when this record ` +
      `was frozen; what is open is open on ${trends[0]?.asOf ?? ''}. ${everyFormula} The record's data names the ids ` +
      'behind every figure.',
    { before: 3 },
  ),
  ...trends.flatMap((trend) => trendBlocks(fonts, trend)),
];

const trendBlocks = (fonts: Fonts, trend: TrendValue): Block[] => {
  const { label, unit, formula, version, total, categories, series } = trend;
  return [
    { ...fieldTitle(fonts, `${label}: ${valueOf(total.value, unit)}`), before: 16 },
    paragraph(fonts, text.note, `${sentence(formula)} Formula ${trend.id}, version ${version}.`, { withNext: true }),
    drawing(layoutChart(trend, { width: contentWidth, height: chartHeight }), 6),
    table(fonts, {
      title: label,
      before: 6,
      columns: [
        { title: '', share: 1.6, align: 'left', rigid: false },
        ...series.map((one) => ({ title: one.label, share: 1, align: 'right' as const, rigid: false })),
      ],
      rows: categories.map((category, index) => [
        category,
        ...series.map(({ cells }) => valueOf(cells[index]?.value ?? null, '')),
      ]),
    }),
  ];
};

const sentence = (formula: string): string => `${formula.charAt(0).toUpperCase()}${formula.slice(1)}.`;

const valueOf = (value: number | null, unit: string): string =>
  value === null ? blankText : `${figure(value)}${unit === '' ? '' : ` ${unit}`}`;
