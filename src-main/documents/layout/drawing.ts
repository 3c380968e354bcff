import type { Drawing, Ink, Shape } from '../../domain/chart/drawing.ts';
import type { Block } from './block.ts';
import type { Flow } from './flow.ts';
import { widthOf } from './lines.ts';
import { colour, page, text, type Colour, type TextStyle } from './style.ts';

/** Colours of series that people with any colour vision tell apart (Okabe and Ito), dark enough for paper. */
const series: readonly Colour[] = [
  [0, 0.447, 0.698],
  [0.902, 0.624, 0],
  [0, 0.62, 0.451],
  [0.835, 0.369, 0],
  [0.8, 0.475, 0.655],
  [0.337, 0.706, 0.914],
];

const named: Readonly<Record<Exclude<Ink, number>, Colour>> = {
  text: colour.ink,
  muted: colour.muted,
  grid: colour.faintRule,
  axis: colour.muted,
  paper: colour.white,
};

const colourOf = (ink: Ink): Colour =>
  typeof ink === 'number' ? (series[ink % series.length] ?? colour.ink) : named[ink];

/** A laid-out chart as vectors on the page. */
export const drawing = ({ height, shapes }: Drawing, before: number): Block => ({
  before,
  lead: height,
  withNext: false,
  draw(flow) {
    flow.need(height);
    const top = flow.y;
    for (const shape of shapes) drawShape(flow, shape, top);
    flow.y -= height;
  },
});

const drawShape = (flow: Flow, shape: Shape, top: number): void => {
  const { canvas, fonts } = flow;
  const tint = colourOf(shape.ink);
  switch (shape.kind) {
    case 'rect':
      canvas.fill(page.left + shape.x, top - shape.y - shape.height, shape.width, shape.height, tint);
      return;
    case 'line':
      canvas.lines(placed(shape.points, top), shape.width, tint, shape.dash);
      return;
    case 'mark':
      canvas.polygon(placed(shape.points, top), tint);
      return;
    case 'text': {
      const style: TextStyle = { ...text.furniture, size: shape.size, colour: tint };
      const width = widthOf(fonts, style, shape.text);
      const shift = shape.anchor === 'end' ? width : shape.anchor === 'middle' ? width / 2 : 0;
      canvas.text(style, page.left + shape.x - shift, top - shape.y, shape.text);
    }
  }
};

const placed = (points: readonly (readonly [number, number])[], top: number): readonly (readonly [number, number])[] =>
  points.map(([x, y]) => [page.left + x, top - y]);
