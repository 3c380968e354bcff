import ts from 'typescript';

/** The clauses that a title claims: `... [11.10(e), A11 9]`. A title without brackets at its end claims none. */
export const tagsOf = (title: string): readonly string[] =>
  / \[([^\][]+)\]$/
    .exec(title)?.[1]
    ?.split(', ')
    .map((tag) => tag.trim()) ?? [];

const runners: ReadonlySet<string> = new Set(['describe', 'it', 'test']);

/** `test`, also of `test.each(cases)(...)` and `describe.skipIf(condition)(...)`. */
const isRunner = (callee: ts.Expression): boolean => {
  if (ts.isIdentifier(callee)) return runners.has(callee.text);
  if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) return isRunner(callee.expression);
  return false;
};

const textOf = (title: ts.Expression): string | null => {
  if (ts.isStringLiteralLike(title)) return title.text;
  return ts.isTemplateExpression(title) ? (title.templateSpans.at(-1)?.literal.text ?? null) : null;
};

/** The titles of the tests and groups of a file; of a title with insertions, what follows the last of them. */
export const titlesIn = (source: string): readonly string[] => {
  const titles: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isRunner(node.expression)) {
      const title = node.arguments[0] && textOf(node.arguments[0]);
      if (title) titles.push(title);
    }
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile('test.ts', source, ts.ScriptTarget.Latest));
  return titles;
};
