/** The arrows of docs/architecture.md as rules. A folder may import what stands to its right:
 *  shell, cli -> services -> {documents, vault, pades, package} -> pki -> domain; contract -> domain; src-renderer -> contract. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^src-(main|renderer)/', pathNot: [from, ...allowed].map((folder) => `^${folder}/`) },
});
const m = (folder) => `src-main/${folder}`;

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('domain-is-pure', m('domain'), []),
    only('pki-knows-the-domain', m('pki'), [m('domain')]),
    only('pades-is-a-library', m('pades'), [m('pki'), m('domain')]),
    only('vault', m('vault'), [m('pki'), m('domain')]),
    only('documents', m('documents'), [m('pki'), m('domain')]),
    only('package', m('package'), [m('domain')]),
    only('services', m('services'), ['documents', 'vault', 'pades', 'package', 'pki', 'domain', 'contract'].map(m)),
    only('contract', m('contract'), [m('domain')]),
    only('preload-names-the-contract', m('preload'), [m('contract')]),
    only('cli', m('cli'), ['services', 'documents', 'vault', 'pades', 'package', 'pki', 'domain', 'contract'].map(m)),
    only('shell', m('shell'), ['services', 'documents', 'vault', 'pades', 'pki', 'domain', 'contract'].map(m)),
    only('renderer', 'src-renderer', [m('contract')], 'The renderer sees the wire and the words, never the machinery.'),
    {
      name: 'domain-no-packages',
      severity: 'error',
      from: { path: '^src-main/(domain|contract)/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'renderer-no-node',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-in-the-shell-alone',
      severity: 'error',
      from: { pathNot: '^src-main/(shell|preload)/' },
      to: { path: '(^electron$|node_modules/electron/)' },
    },
    {
      name: 'sqlite-in-the-vault-alone',
      severity: 'error',
      from: { pathNot: '^src-main/vault/' },
      to: { path: '(better-sqlite3)' },
    },
    {
      name: 'pdf-lib-in-documents-and-pades',
      severity: 'error',
      from: { pathNot: '^src-main/(documents|pades)/' },
      to: { path: 'node_modules/pdf-lib/' },
    },
    {
      name: 'git-in-references-alone',
      severity: 'error',
      from: { pathNot: '^src-main/services/references/' },
      to: { path: 'node_modules/isomorphic-git/' },
    },
    {
      name: 'forge-in-pki-alone',
      severity: 'error',
      from: { pathNot: '^src-main/pki/' },
      to: { path: 'node_modules/node-forge/' },
    },
    {
      name: 'verify-reaches-no-database',
      comment: 'countersign verify runs where neither Electron nor SQLite is to be had.',
      severity: 'error',
      from: { path: '^src-main/cli/verify' },
      to: { path: '(better-sqlite3|node_modules/electron/|^src-main/(vault|services|shell)/)', reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'src-main/tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
