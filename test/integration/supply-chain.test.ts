import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import parseLicence from 'spdx-expression-parse';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPermissive, packageFolder } from '../../.config/components.ts';
import { built, projectRoot } from '../support/built.ts';

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly scope?: string;
  readonly cpe?: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses: readonly unknown[];
}

const text = readFileSync(built('reports/sbom.cdx.json'), 'utf8');
const bom = JSON.parse(text) as {
  readonly serialNumber?: string;
  readonly metadata: { readonly timestamp?: string; readonly component: Component };
  readonly components: readonly Component[];
};
const fullName = ({ group, name }: Component): string => (group === undefined ? name : `${group}/${name}`);

describe('the bill of materials of the build', () => {
  it('is CycloneDX 1.6 by the schema of its standard', async () => {
    const errors = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
    expect(errors).toBeNull();
  });

  it('names what the application ships, and none of the tools that made it [draft 15]', () => {
    const names = bom.components.map(fullName);
    expect(names).toEqual(
      expect.arrayContaining([
        'electron',
        'better-sqlite3-multiple-ciphers',
        'react',
        'zod',
        'node-forge',
        'pdfjs-dist',
        '@mantine/core',
        '@noble/curves',
        'fflate',
      ]),
    );
    expect(
      names.filter((name) => /vitest|playwright|vite$|oxlint|biome|typescript|electron-builder|ajv|knip/.test(name)),
    ).toEqual([]);
  });

  it('names what has no package of its own: the database engine in the native module, and the fonts [draft 15]', async () => {
    const others = bom.components.filter(({ purl }) => !purl.startsWith('pkg:npm/'));
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(':memory:');
    const asked = (sql: string) => db.prepare(sql).pluck().get() as string;
    const engine = [
      `sqlite ${asked('SELECT sqlite_version()')}`,
      `sqlite3-multiple-ciphers ${asked('SELECT sqlite3mc_version()').replace('SQLite3 Multiple Ciphers ', '')}`,
    ];
    db.close();
    expect(others.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'Inter-Regular.ttf 4.001',
      'Inter-SemiBold.ttf 4.001',
      ...engine,
    ]);
    expect(others.find(({ name }) => name === 'sqlite')?.cpe).toBe(
      `cpe:2.3:a:sqlite:sqlite:${engine[0]?.split(' ')[1] ?? ''}:*:*:*:*:*:*:*`,
    );
    for (const { name, hashes, licenses } of others) {
      expect(licenses).toHaveLength(1);
      if (name.endsWith('.ttf'))
        expect(hashes).toEqual([
          { alg: 'SHA-256', content: hash('sha256', readFileSync(`assets/fonts/${name}`), 'hex') },
        ]);
    }
  });

  it('names what is optional as that, where it is installed and so is packed', () => {
    const optional = bom.components.filter(({ scope }) => scope !== 'required').map(fullName);
    expect(optional).toEqual(existsSync('node_modules/pkcs11js') ? ['pkcs11js'] : []);
  });

  it('gives each its package address, version, licence and the hash of the lock file', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { integrity?: string }>;
    };
    const known = new Set(
      Object.values(packages).map(({ integrity }) =>
        Buffer.from(integrity?.replace(/^sha512-/, '') ?? '', 'base64').toString('hex'),
      ),
    );
    for (const component of bom.components.filter(({ purl }) => !purl.startsWith('pkg:generic/'))) {
      expect(component.purl).toMatch(/^pkg:npm\/.+@\d/);
      expect(component.licenses).toHaveLength(1);
      const [hash] = component.hashes ?? [];
      expect([component.purl, hash?.alg, known.has(hash?.content ?? '')]).toEqual([component.purl, 'SHA-512', true]);
    }
  });

  it('holds no time and no random number: the same state gives the same bytes', () => {
    expect(bom.serialNumber).toBeUndefined();
    expect(bom.metadata.timestamp).toBeUndefined();
    expect(text).not.toContain(projectRoot);
  });
});

describe('the licences of the build', () => {
  const licences = readFileSync(built('reports/licences.txt'), 'utf8');

  it('stand there for every component, with their texts', () => {
    for (const component of bom.components) expect(licences).toContain(`${fullName(component)} ${component.version}\n`);
    expect(licences.match(/Permission is hereby granted/g)?.length).toBeGreaterThan(20);
    expect(licences).toContain('SIL OPEN FONT LICENSE');
    // Of what was compiled into the module for the database.
    expect(licences).toContain('Ulrich Telle');
    expect(licences).toContain('RAD Game Tools and Valve Software');
  });

  it.skipIf(!existsSync('node_modules/pkcs11js'))(
    'have the terms of the headers that a native module was made of',
    () => {
      const own = licences.split(`${'-'.repeat(80)}\n\n`).find((part) => part.startsWith('pkcs11js '));
      expect(own).toContain('Licence: MIT\n');
      expect(own).toContain('RSA Security Inc. PKCS #11 Cryptographic Token Interface');
      expect(own).toContain('Distributed under the terms of the OASIS IPR Policy');
    },
  );

  it.each([
    ['MIT', true],
    ['(BSD-3-Clause OR GPL-2.0)', true],
    ['(MIT AND Zlib)', true],
    ['GPL-3.0-only', false],
    ['AGPL-3.0-only', false],
    ['(MIT AND GPL-2.0)', false],
    ['LGPL-3.0-or-later', false],
  ])('%s is accepted: %s', (licence, accepted) => {
    expect(isPermissive(parseLicence(licence))).toBe(accepted);
  });

  it.each([
    ['/a/node_modules/@x/y/lib/z.js', '/a/node_modules/@x/y'],
    ['/a/node_modules/b/node_modules/c/d.js', '/a/node_modules/b/node_modules/c'],
    ['\0/a/node_modules/b/e.js?commonjs', '/a/node_modules/b'],
    ['/a/src/own.ts', null],
  ])('the module %j belongs to the package %j', (file, folder) => {
    expect(packageFolder(file)).toBe(folder);
  });
});

describe('the report of known vulnerabilities', () => {
  /** A registry that answers the bulk question for advisories with `status` and `body`, and knows what is installed. */
  const registry = async (status: number, body: unknown): Promise<string> => {
    const server = createServer(({ method, url = '' }, response) => {
      const json = { 'content-type': 'application/json' };
      if (method === 'POST') return response.writeHead(status, json).end(JSON.stringify(body));
      const name = decodeURIComponent(url.slice(1));
      const { version } = JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')) as Component;
      const packument = { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version } } };
      return response.writeHead(200, json).end(JSON.stringify(packument));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
  const advisory = (id: number) => [
    {
      id,
      url: 'https://example.invalid/a',
      title: 'Bad',
      severity: 'high',
      vulnerable_versions: '*',
      cwe: [],
      cvss: { score: 8, vectorString: null },
    },
  ];
  const run = async (address: string, settings: Readonly<Record<string, string>> = {}) => {
    const folder = mkdtempSync(join(tmpdir(), 'known-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const out = join(folder, 'vulnerabilities.json');
    const child = spawn(process.execPath, ['.config/vulnerabilities.mjs', out], {
      env: { ...process.env, npm_config_registry: address, npm_config_fetch_retries: '0', ...settings },
      stdio: 'ignore',
    });
    const status = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { status, report: JSON.parse(readFileSync(out, 'utf8')) as Record<string, unknown> };
  };

  it('asks although npm is set to stay off the network, and does not pass for clean where nobody was asked', async () => {
    const offline = { npm_config_offline: 'true' };
    const asked = await run(await registry(200, { zod: advisory(1) }), offline);
    expect([asked.status, asked.report['shipped']]).toMatchObject([1, [{ name: 'zod' }]]);
    const { status, report } = await run('http://127.0.0.1:9/', offline);
    expect(status).toBe(2);
    expect(report).toMatchObject({ answered: false, shipped: null });
  });

  it('says that nothing is known where the registry answers that it knows nothing', async () => {
    const { status, report } = await run(await registry(200, {}));
    expect(status).toBe(0);
    expect(report).toMatchObject({ answered: true, shipped: [], tools: [] });
  });

  it('names a package that is shipped and one that only made it, and fails for the first', async () => {
    const { status, report } = await run(await registry(200, { zod: advisory(1), vitest: advisory(2) }));
    expect(status).toBe(1);
    expect(report['shipped']).toMatchObject([{ name: 'zod', severity: 'high' }]);
    expect((report['tools'] as { name: string }[]).map(({ name }) => name)).toContain('vitest');
  });

  it('says that it has no answer where the registry has none, and does not pass for clean', async () => {
    const { status, report } = await run(await registry(405, { error: 'no' }));
    expect(status).toBe(2);
    expect(report).toMatchObject({ answered: false, shipped: null, tools: null });
  });
});
