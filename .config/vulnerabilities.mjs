// Asks the registry for known vulnerabilities of everything in the lock file and writes what it said:
//   node .config/vulnerabilities.mjs [out/reports/vulnerabilities.json]
// Exit code 0: nothing is known of what is shipped; 1: something is; 2: the registry gave no answer. What is shipped is
// read from the build's bill of materials; the rest are tools.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = process.argv[2] ?? join(root, 'out', 'reports', 'vulnerabilities.json');

const { components } = JSON.parse(readFileSync(join(root, 'out', 'reports', 'sbom.cdx.json'), 'utf8'));
const shippedNames = new Set(components.map(({ group, name }) => (group ? `${group}/${name}` : name)));

// Whoever keeps npm off the network by its settings would be told that nothing is known: it then answers without asking.
const { stdout } = spawnSync('npm', ['audit', '--json', '--offline=false'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
  maxBuffer: 64 * 1024 * 1024,
});
const read = () => {
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
};
const { vulnerabilities, message } = read();
const answered = vulnerabilities !== undefined;

const rows = Object.values(vulnerabilities ?? {}).map(({ name, severity, range, via }) => ({
  name,
  severity,
  range,
  advisories: via.filter((cause) => typeof cause === 'object').map(({ title, url }) => ({ title, url })),
  through: via.filter((cause) => typeof cause === 'string'),
}));
const report = {
  asked: new Date().toISOString(),
  answered,
  reason: answered ? null : (message ?? 'npm audit gave no answer'),
  shipped: answered ? rows.filter(({ name }) => shippedNames.has(name)) : null,
  tools: answered ? rows.filter(({ name }) => !shippedNames.has(name)) : null,
};
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, `${JSON.stringify(report, null, 2)}\n`);
if (answered) {
  console.log(
    `Known vulnerabilities: ${report.shipped.length} in what is shipped, ${report.tools.length} in tools (${target})`,
  );
  process.exitCode = report.shipped.length > 0 ? 1 : 0;
} else {
  console.error(`No answer about known vulnerabilities: ${report.reason}`);
  process.exitCode = 2;
}
