import { create as readFont } from '@cantoo/fontkit';
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { hash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { PackageURL } from 'packageurl-js';
import parseLicence from 'spdx-expression-parse';
import type { Plugin } from 'vite';

/**
 * What others made and the application ships, told by the build itself: every package of which a module came into a
 * bundle, the packages beside the bundles (an optional one where it is installed: then it is packed), Electron, and what has
 * no package of its own: the database engine inside a native module, and the fonts. Written to `out/reports` with each build:
 * - `sbom.cdx.json`: CycloneDX 1.6, without time and serial number, so that two builds of one state give the same bytes;
 * - `licences.txt`: the licence texts that have to travel with the program.
 * @throws where a package has a licence that is not on the list below: the build fails.
 */

/** Licences that ask for no more than their text being passed on. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Unlicense',
  'Zlib',
]);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Shipped {
  readonly manifest: Manifest;
  readonly folder: string;
}

type Licence = ReturnType<typeof parseLicence>;

/** Whether the expression can be met with permissive licences alone. */
export const isPermissive = (licence: Licence): boolean =>
  'license' in licence
    ? permissive.has(licence.license)
    : licence.conjunction === 'or'
      ? isPermissive(licence.left) || isPermissive(licence.right)
      : isPermissive(licence.left) && isPermissive(licence.right);

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** The folder of the package that a module's file belongs to, or null where it is the project's own. */
export const packageFolder = (file: string): string | null =>
  /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file.replace(/^\0/, ''))?.[1] ?? null;

const byName = (a: Shipped, b: Shipped): number =>
  a.manifest.name < b.manifest.name || (a.manifest.name === b.manifest.name && a.manifest.version < b.manifest.version)
    ? -1
    : 1;

/** The hash that the lock file holds of a package as the registry gave it. */
const integrityOf = (root: string, folder: string): string | undefined => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
  };
  const at = folder.lastIndexOf(`${sep}node_modules${sep}`, folder.length);
  const path = folder.slice(folder.indexOf(`${sep}node_modules${sep}`) + 1).replaceAll(sep, '/');
  return at < 0 ? undefined : packages[path]?.integrity;
};

const licenceFiles = (folder: string): readonly string[] =>
  globSync(['{LICEN[CS]E,NOTICE,COPYING}*', '*/LICEN[CS]E*', 'assets/*LICENSE*'], { cwd: folder })
    .filter((file) => !file.startsWith('node_modules'))
    .toSorted();

/**
 * Terms that stand in sources which were compiled into a native module; the package's own licence does not hold them. Authors
 * who disclaim their rights (SQLite's) set none.
 */
const headerTerms = (folder: string): readonly string[] =>
  globSync(['includes/**/*.h', 'deps/**/*.{c,h}'], { cwd: folder })
    .toSorted()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').match(/\/\*[\s\S]*?\*\/|(?:^\/\/.*\n)+/gm) ?? [])
    .filter((comment) => /copyright|license to/i.test(comment) && !/disclaims copyright/i.test(comment))
    .map((comment) => comment.replaceAll(/^[ /*]+|[ /*]+$/gm, '').trim());

const builder = new Contrib.FromNodePackageJson.Builders.ComponentBuilder(
  new Contrib.FromNodePackageJson.Factories.ExternalReferenceFactory(),
  new Contrib.License.Factories.LicenseFactory(parseLicence),
);

const purl = ({ name, version }: Manifest): PackageURL => {
  const [scope, short] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return new PackageURL('npm', scope, short ?? name, version, undefined, undefined);
};

/** Whether the program runs without it. */
const optional = (root: string, { name }: Manifest): boolean => name in (readManifest(root).optionalDependencies ?? {});

const component = (root: string, { manifest, folder }: Shipped, type: Enums.ComponentType): Models.Component => {
  const made = builder.makeComponent({ ...manifest }, type);
  if (made === undefined) throw new Error(`${folder}: its package.json names no component`);
  made.purl = purl(manifest).toString();
  made.bomRef.value = made.purl;
  made.scope = optional(root, manifest) ? Enums.ComponentScope.Optional : Enums.ComponentScope.Required;
  const integrity = integrityOf(root, folder);
  if (integrity !== undefined) {
    const [algorithm, content] = Contrib.FromNodePackageJson.Utils.parsePackageIntegrity(integrity);
    made.hashes.set(algorithm, content);
  }
  return made;
};

/** What is shipped without a package of its own. */
interface Part {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** By which lists of known vulnerabilities name it (NIST IR 7695); null: none does. */
  readonly cpe: `cpe:2.3:a:${string}` | null;
  /** Of a file that is shipped as it is, lower-case hex. */
  readonly sha256: string | null;
}

/** SQLite and the ciphers around it, as they were compiled into the module for the database. */
const databaseEngine = (root: string): readonly Part[] => {
  const header = readFileSync(join(root, 'node_modules/better-sqlite3/deps/sqlite3/sqlite3.h'), 'utf8');
  const defined = (pattern: RegExp): string => {
    const [, version] = pattern.exec(header) ?? [];
    if (version === undefined) throw new Error(`the database engine names no version by ${String(pattern)}`);
    return version;
  };
  const sqlite = defined(/#define SQLITE_VERSION\s+"([\d.]+)"/);
  const ciphers = defined(/#define SQLITE3MC_VERSION_STRING\s+"SQLite3 Multiple Ciphers ([\d.]+)"/);
  const cpe = `cpe:2.3:a:sqlite:sqlite:${sqlite}:*:*:*:*:*:*:*` as const;
  return [
    { name: 'sqlite', version: sqlite, licence: 'blessing', cpe, sha256: null },
    { name: 'sqlite3-multiple-ciphers', version: ciphers, licence: 'MIT', cpe: null, sha256: null },
  ];
};

const fonts = (root: string): readonly Part[] =>
  globSync('assets/fonts/*.ttf', { cwd: root })
    .toSorted()
    .map((file) => {
      const bytes = readFileSync(join(root, file));
      const { version } = readFont(bytes) as { readonly version: string };
      const [number] = /[\d.]+/.exec(version) ?? [''];
      const sha256 = hash('sha256', bytes, 'hex');
      return { name: basename(file), version: number, licence: 'OFL-1.1', cpe: null, sha256 };
    });

const partsOf = (root: string): readonly Part[] => [...databaseEngine(root), ...fonts(root)];

const partComponent = ({ name, version, licence, cpe, sha256 }: Part): Models.Component => {
  const type = sha256 === null ? Enums.ComponentType.Library : Enums.ComponentType.File;
  const address = new PackageURL('generic', undefined, name, version, undefined, undefined).toString();
  const made = new Models.Component(type, name, { version, purl: address, bomRef: address, ...(cpe && { cpe }) });
  made.scope = Enums.ComponentScope.Required;
  made.licenses.add(new Models.SpdxLicense(licence));
  if (sha256 !== null) made.hashes.set(Enums.HashAlgorithm['SHA-256'], sha256);
  return made;
};

/** The bill of materials of `shipped` as CycloneDX 1.6 in JSON. */
const billOfMaterials = (root: string, shipped: readonly Shipped[]): string => {
  const own = component(root, { manifest: readManifest(root), folder: root }, Enums.ComponentType.Application);
  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: own }) });
  for (const one of shipped) {
    const type = one.manifest.name === 'electron' ? Enums.ComponentType.Framework : Enums.ComponentType.Library;
    const made = component(root, one, type);
    bom.components.add(made);
    own.dependencies.add(made.bomRef);
  }
  for (const made of partsOf(root).map(partComponent)) {
    bom.components.add(made);
    own.dependencies.add(made.bomRef);
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
};

const licenceTexts = (root: string, shipped: readonly Shipped[]): string => {
  const parts = shipped.map(({ manifest, folder }) => {
    const texts = licenceFiles(folder).map((file) => readFileSync(join(folder, file), 'utf8').trim());
    const terms = [...new Set([...texts, ...headerTerms(folder)])];
    return [`${manifest.name} ${manifest.version}`, `Licence: ${manifest.license ?? ''}`, '', ...terms].join('\n');
  });
  const others = partsOf(root).map(({ name, version, licence }) =>
    [`${name} ${version}`, `Licence: ${licence}`].join('\n'),
  );
  const texts = globSync('assets/**/*.txt', { cwd: root }).map((file) =>
    [basename(dirname(file)), '', readFileSync(join(root, file), 'utf8').trim()].join('\n'),
  );
  return `${[...parts, ...others, ...texts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
};

/** Refuses a package whose licence is absent, unreadable or not permissive. */
const checkLicence = ({ manifest }: Shipped): void => {
  let held = false;
  try {
    held = isPermissive(parseLicence(manifest.license ?? ''));
  } catch {
    held = false;
  }
  if (!held)
    throw new Error(`${manifest.name} ${manifest.version}: licence "${manifest.license ?? 'none'}" is not permissive`);
};

/**
 * The plugin, one for all bundles of a build; each bundle's end writes what has been found so far, so the last is complete.
 * `root`: the project's folder.
 */
export const components = (root: string): Plugin => {
  const folders = new Set<string>();
  const report = (): void => {
    const at = (name: string): string => join(root, 'node_modules', name);
    const { dependencies = {}, optionalDependencies = {} } = readManifest(root);
    const options = Object.keys(optionalDependencies).filter((name) => existsSync(at(name)));
    const all = [...folders, ...['electron', ...Object.keys(dependencies), ...options].map(at)];
    const shipped = all.map((folder) => ({ folder, manifest: readManifest(folder) })).toSorted(byName);
    shipped.forEach(checkLicence);
    const target = join(root, 'out', 'reports');
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'sbom.cdx.json'), billOfMaterials(root, shipped));
    writeFileSync(join(target, 'licences.txt'), licenceTexts(root, shipped));
  };
  /** What the names of assets are relative to: the root of the bundle that is being made. */
  let base = root;
  return {
    name: 'countersign:components',
    configResolved: (config) => {
      base = config.root;
    },
    generateBundle: (_options, bundle) => {
      for (const output of Object.values(bundle)) {
        const files = output.type === 'chunk' ? output.moduleIds : output.originalFileNames;
        for (const file of files) {
          const folder = packageFolder(resolve(base, file));
          if (folder !== null) folders.add(folder);
        }
      }
    },
    closeBundle: report,
  };
};
