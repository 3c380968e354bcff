import type { Flow } from './flow.ts';

/** Something that flows: a heading, a paragraph, a table. Heights are in points. */
export interface Block {
  /** Space above it, none at the head of a page. */
  readonly before: number;
  /** The height of what must stand together at its beginning. */
  readonly lead: number;
  /** Whether it must stand with the beginning of the block after it. */
  readonly withNext: boolean;
  draw(flow: Flow): void;
}

/** Draws blocks one below the other; a heading never stands alone at the foot of a page. */
export const drawBlocks = (flow: Flow, blocks: readonly Block[]): void => {
  blocks.forEach((block, index) => {
    let together = block.before + block.lead;
    for (let next = index; blocks[next]?.withNext === true; next++) {
      const follower = blocks[next + 1];
      if (follower) together += follower.before + follower.lead;
    }
    flow.need(together);
    flow.space(block.before);
    block.draw(flow);
  });
};

/** Blocks with one bar in the margin beside them all. */
export const marked = (blocks: readonly Block[]): Block[] =>
  blocks.map((block, index) => ({
    ...block,
    draw(flow) {
      if (index === 0) flow.beginBar();
      block.draw(flow);
      if (index === blocks.length - 1) flow.endBar();
    },
  }));
