import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
};

/** Where Node would find `name` from the package at `from`, among the locked ones. */
const locked = (from: string, name: string): boolean => {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === '') return false;
  }
};

describe('the lock file', () => {
  it('has every optional dependency, so that the other systems can install too', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !locked(path, name))
        .map((name) => `${path} -> ${name}`),
    );
    expect(Object.keys(packages).length).toBeGreaterThan(300);
    expect(missing).toEqual([]);
  });

  it('names no registry', () => {
    const hosts = readFileSync('package-lock.json', 'utf8').match(/"resolved": "[^"]*/g) ?? [];
    expect(hosts).toEqual([]);
  });
});

describe('the manifest', () => {
  it('has one package to run with; everything else is built in', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['better-sqlite3']);
  });

  it('can do without the one that is compiled', () => {
    expect(Object.keys(manifest.optionalDependencies)).toEqual(['pkcs11js']);
    expect(packages['node_modules/pkcs11js']).toMatchObject({ optional: true });
  });

  it('pins every version', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
      ([, version]) => !/^(npm:(@[\w-]+\/)?[\w-]+@)?\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});
