// Type-checks every project with the native compiler. Each folder's tsconfig decides what that folder may name.
import { spawnSync } from 'node:child_process';

const projects = ['src-main/domain', 'src-main', 'src-renderer', 'test'];
const failed = projects.filter(
  (project) =>
    spawnSync(process.execPath, ['node_modules/@typescript/native/bin/tsc', '-p', project], { stdio: 'inherit' })
      .status !== 0,
);
if (failed.length > 0) {
  console.error(`type errors in ${failed.join(', ')}`);
  process.exit(1);
}
console.log(`typecheck: ${projects.length} projects, no errors`);
