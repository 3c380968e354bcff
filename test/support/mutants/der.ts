import { below, matchFrom, pick, splice } from './random.ts';

/** An element of DER that can be taken apart and written again. */
interface Node {
  tag: number;
  content: Buffer;
  children: Node[] | null;
}

const parse = (bytes: Buffer, depth = 0): { readonly nodes: Node[]; readonly end: number } => {
  const nodes: Node[] = [];
  let at = 0;
  while (at + 2 <= bytes.length && bytes[at] !== 0) {
    const tag = bytes[at] as number;
    const first = bytes[at + 1] as number;
    const octets = first < 0x80 ? 0 : first & 0x7f;
    if ((tag & 0x1f) === 0x1f || first === 0x80 || octets > 4 || at + 2 + octets > bytes.length) break;
    const length = octets === 0 ? first : bytes.readUIntBE(at + 2, octets);
    const start = at + 2 + octets;
    if (start + length > bytes.length) break;
    const content = bytes.subarray(start, start + length);
    const inner = (tag & 0x20) !== 0 && depth < 30 ? parse(content, depth + 1) : null;
    nodes.push({ tag, content, children: inner !== null && inner.end === content.length ? inner.nodes : null });
    at = start + length;
  }
  return { nodes, end: at };
};

const write = ({ tag, content, children }: Node): Buffer => {
  const body = children === null ? content : Buffer.concat(children.map(write));
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const from = length.findIndex((octet) => octet !== 0);
  return Buffer.concat([Buffer.of(tag, 0x80 | (4 - from)), length.subarray(from), body]);
};

/** Every list of elements in the tree, so that each can lose, gain or change members. */
const listsOf = (nodes: Node[]): Node[][] => [
  nodes,
  ...nodes.flatMap(({ children }) => (children ? listsOf(children) : [])),
];

const edit = (root: Node[], random: () => number): void => {
  const lists = listsOf(root).filter(({ length }) => length > 0);
  if (lists.length === 0) return;
  const list = pick(random, lists);
  const index = below(random, list.length);
  const node = list[index] as Node;
  switch (below(random, 6)) {
    case 0:
      node.tag = below(random, 256);
      break;
    case 1:
      list.splice(index, 1);
      break;
    case 2:
      list.splice(index, 0, node);
      break;
    case 3: {
      const other = pick(random, lists);
      list[index] = { ...pick(random, other), children: null, content: pick(random, other).content };
      break;
    }
    case 4:
      // Nested in itself until readers must stop.
      for (let depth = below(random, 100); depth > 0; depth--)
        list[index] = { tag: 0x30, content: Buffer.alloc(0), children: [list[index] as Node] };
      break;
    default:
      if (node.children === null && node.content.length > 0) {
        const content = Buffer.from(node.content);
        content[below(random, content.length)] = below(random, 256);
        node.content = content;
      } else list.reverse();
  }
};

/** The CMS in a /Contents taken apart, changed, and put together again with fitting lengths; or bytes of it bent. */
export const mutateDer = (source: Buffer, random: () => number): Buffer => {
  const all: number[] = [];
  for (let at = source.indexOf('/Contents'); at >= 0 && all.length < 50; at = source.indexOf('/Contents', at + 1))
    if (matchFrom(source, /^\/Contents\s*<30/, at, 40)) all.push(at);
  const at = pick(random, all);
  if (at === undefined) return source;
  const start = source.indexOf('<', at) + 1;
  const end = source.indexOf('>', start);
  if (end < 0) return source;
  const der = Buffer.from(source.toString('latin1', start, end), 'hex');
  const room = end - start;
  if (random() < 0.3) {
    der[below(random, random() < 0.5 ? Math.min(64, der.length) : der.length)] = below(random, 256);
    return splice(source, start, start + 2 * der.length, der.toString('hex'));
  }
  const { nodes } = parse(der);
  if (nodes.length === 0) return source;
  for (let edits = 1 + below(random, 3); edits > 0; edits--) edit(nodes, random);
  const hex = Buffer.concat(nodes.map(write)).toString('hex');
  return splice(source, start, end, hex.length <= room ? hex.padEnd(room, '0') : hex);
};
