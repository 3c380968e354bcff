import { useElementSize } from '@mantine/hooks';
import { layoutChart, type CellPlace, type ChartData, type Ink, type Shape } from '../../src-main/contract/index.ts';
import styles from './Chart.module.css';

interface Props {
  readonly data: ChartData;
  /** What the chart shows, for who does not see it; its figures stand in a table beside it. */
  readonly label: string;
  /** Told when a bar or point is clicked; the table has a button for each. */
  readonly onCell?: (cell: CellPlace) => void;
}

const height = 220;
const seriesColours = 6;

/** A chart as vectors, from the same shapes as in a sealed PDF. */
export const Chart = ({ data, label, onCell }: Props) => {
  const { ref, width } = useElementSize();
  const drawing = width === 0 ? null : layoutChart(data, { width, height });
  return (
    <div ref={ref} className={styles['frame']}>
      {drawing !== null && (
        <svg
          viewBox={`0 0 ${String(drawing.width)} ${String(drawing.height)}`}
          width="100%"
          height={drawing.height}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- vectors drawn here, not a file
          role="img"
          aria-label={label}
        >
          {drawing.shapes.map((shape, index) => (
            // The shapes are drawn anew as a whole: their order is their identity.
            // oxlint-disable-next-line react/no-array-index-key
            <ShapeView key={index} shape={shape} {...(onCell === undefined ? {} : { onCell })} />
          ))}
        </svg>
      )}
    </div>
  );
};

const named: Readonly<Record<Exclude<Ink, number>, string>> = {
  text: 'var(--mantine-color-text)',
  muted: 'var(--mantine-color-dimmed)',
  grid: 'var(--cs-line)',
  axis: 'var(--mantine-color-dimmed)',
  paper: 'var(--cs-panel)',
};

const colourOf = (ink: Ink): string =>
  typeof ink === 'number' ? `var(--cs-series-${String(ink % seriesColours)})` : named[ink];

const path = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' ');

const ShapeView = ({ shape, onCell }: { readonly shape: Shape; readonly onCell?: (cell: CellPlace) => void }) => {
  const colour = colourOf(shape.ink);
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height: tall, cell } = shape;
      return <rect x={x} y={y} width={width} height={tall} style={{ fill: colour }} {...clickable(cell, onCell)} />;
    }
    case 'mark':
      return <polygon points={path(shape.points)} style={{ fill: colour }} {...clickable(shape.cell, onCell)} />;
    case 'line':
      return (
        <polyline
          points={path(shape.points)}
          style={{ fill: 'none', stroke: colour, strokeWidth: shape.width, strokeDasharray: shape.dash.join(' ') }}
          className={styles['line']}
        />
      );
    case 'text':
      return (
        <text x={shape.x} y={shape.y} fontSize={shape.size} textAnchor={shape.anchor} style={{ fill: colour }}>
          {shape.text}
        </text>
      );
  }
};

/** The pointer's way to the records behind a figure. */
const clickable = (cell: CellPlace | undefined, onCell: ((cell: CellPlace) => void) | undefined) =>
  cell === undefined || onCell === undefined ? {} : { className: styles['cell'], onClick: () => onCell(cell) };
