import { describe, expect, test } from 'vitest';
import { readSarif, sarifLimits, severityOf } from '../../../src-main/domain/sarif.ts';

type Json = Readonly<Record<string, unknown>>;

const rules = [
  {
    id: 'js/xss',
    name: 'CrossSiteScripting',
    shortDescription: { text: 'Cross-site scripting' },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['security', 'external/cwe/cwe-079'], 'security-severity': '9.1' },
  },
  { id: 'js/unused', messageStrings: { default: { text: "Variable '{0}' is never read." } } },
];
const result: Json = {
  ruleId: 'js/xss',
  ruleIndex: 0,
  message: { text: 'User input reaches the page.' },
  locations: [{ physicalLocation: { artifactLocation: { uri: 'src/label.ts' }, region: { startLine: 12 } } }],
  partialFingerprints: { primaryLocationLineHash: '39fa2ee980eb94b0:1' },
};
const log = (results: readonly Json[], over: Json = {}): string =>
  JSON.stringify({
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'CodeQL', semanticVersion: '2.20.1', rules } }, results }],
    ...over,
  });

const read = (text: string) => {
  const reply = readSarif(text);
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value;
};
const refusal = (text: string) => {
  const reply = readSarif(text);
  return reply.ok
    ? null
    : [reply.error.code, reply.error.details?.['where'] ?? reply.error.details?.['version'] ?? null];
};

describe('a SARIF log', () => {
  test('gives findings with rule, level, score and place', () => {
    expect(read(log([result]))).toEqual([
      {
        place: 'runs[0].results[0]',
        tool: 'CodeQL',
        toolVersion: '2.20.1',
        rule: 'js/xss',
        ruleTitle: 'Cross-site scripting',
        level: 'error',
        score: 9.1,
        security: true,
        message: 'User input reaches the page.',
        location: 'src/label.ts:12',
        setAside: false,
        identity: JSON.stringify(['CodeQL', 'js/xss', 'src/label.ts', 'primaryLocationLineHash=39fa2ee980eb94b0:1']),
      },
    ]);
  });

  test('messages by id are filled in; a result without level is a warning; the rule may be named by its object', () => {
    const [finding] = read(log([{ rule: { id: 'js/unused' }, message: { id: 'default', arguments: ['x'] } }]));
    expect(finding).toMatchObject({
      message: "Variable 'x' is never read.",
      level: 'warning',
      security: false,
      location: null,
    });
  });

  test('passed checks are left out, suppressed and absent results are marked', () => {
    const all = read(
      log([
        { ...result, kind: 'pass' },
        { ...result, suppressions: [{ kind: 'inSource' }] },
        { ...result, baselineState: 'absent' },
      ]),
    );
    expect(all.map(({ setAside }) => setAside)).toEqual([true, true]);
    expect(read(log([]))).toEqual([]);
    expect(
      read(JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: null }] })),
    ).toEqual([]);
  });

  test('a finding is the same when its line moved, and another one in another file or of another rule', () => {
    const moved = {
      ...result,
      locations: [{ physicalLocation: { artifactLocation: { uri: 'src/label.ts' }, region: { startLine: 90 } } }],
    };
    const elsewhere = { ...result, locations: [{ physicalLocation: { artifactLocation: { uri: 'src/other.ts' } } }] };
    const [first, second, third, fourth] = read(
      log([result, moved, elsewhere, { ...result, ruleId: 'js/other', ruleIndex: -1 }]),
    );
    expect(second?.identity).toBe(first?.identity);
    expect(third?.identity).not.toBe(first?.identity);
    expect(fourth?.identity).not.toBe(first?.identity);
  });

  test('a severity is suggested by CVSS bands, else by level', () => {
    const of = (score: number | null, level: 'error' | 'note') => severityOf({ score, level } as never);
    expect([of(9, 'note'), of(8.9, 'note'), of(6.9, 'error'), of(null, 'error'), of(null, 'note')]).toEqual([
      'critical',
      'major',
      'minor',
      'major',
      'minor',
    ]);
  });
});

describe('is refused by name', () => {
  test.each([
    ['no JSON', '{"version": "2.1.0"', ['sarif/not-json', null]],
    ['no object', '[1, 2]', ['sarif/not-sarif', 'version']],
    ['another version', log([], { version: '2.0.0' }), ['sarif/wrong-version', '2.0.0']],
    ['a version that is no text', log([], { version: 3 }), ['sarif/wrong-version', 'none']],
    ['no runs', '{"version":"2.1.0"}', ['sarif/not-sarif', 'runs']],
    ['a result of another shape', log([{ message: 'text' }]), ['sarif/not-sarif', 'runs[0].results[0].message']],
    [
      'a text that turns its direction',
      log([result, { ...result, message: { text: 'safe \u202Eevil' } }]),
      ['sarif/hostile-text', 'runs[0].results[1]'],
    ],
    ['control characters', log([{ ...result, ruleId: 'a\u0000b' }]), ['sarif/hostile-text', 'runs[0].results[0]']],
    [
      'half a surrogate pair',
      log([{ ...result, message: { text: '\uD800' } }]),
      ['sarif/hostile-text', 'runs[0].results[0]'],
    ],
    [
      'a text beyond its bound',
      log([{ ...result, message: { text: 'x'.repeat(sarifLimits.text + 1) } }]),
      ['sarif/text-too-long', 'runs[0].results[0]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(refusal(text)).toEqual(expected);
  });

  test('more results than are read at once', () => {
    expect(refusal(log(Array.from({ length: sarifLimits.results + 1 }, () => ({ kind: 'pass' }))))?.[0]).toBe(
      'sarif/too-many-results',
    );
  });

  test('names that mean something to JavaScript are names like others', () => {
    const text = log([
      { ...result, ruleId: '__proto__', partialFingerprints: JSON.parse('{"__proto__": "polluted"}') as Json },
    ]);
    expect(read(text)[0]?.rule).toBe('__proto__');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(refusal('['.repeat(100_000))).toEqual(['sarif/not-json', null]);
  });
});
