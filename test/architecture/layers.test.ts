import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const config = createRequire(import.meta.url)('../../.config/dependency-cruiser.cjs') as IConfiguration;

describe('the arrows of the architecture', () => {
  let result: ICruiseResult;

  beforeAll(async () => {
    process.chdir(root);
    const { output } = await cruise(
      ['src-main', 'src-renderer'],
      { ...config.options, ruleSet: config, validate: true },
      undefined,
      { tsConfig: extractTsConfig('src-main/tsconfig.json') },
    );
    result = output as ICruiseResult;
  });

  test('the cruiser read the project: with a TypeScript it cannot parse it reads nothing and passes', () => {
    const own = result.modules.filter((module) => /^src-(main|renderer)\//.test(module.source));
    expect(own.length).toBeGreaterThan(100);
    const imports = own.flatMap((module) => module.dependencies);
    expect(imports.length).toBeGreaterThan(own.length);
  });

  test('nothing imports against an arrow', () => {
    const broken = result.summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`);
    expect(broken).toEqual([]);
  });
});
