// scripts: emits dist/ before `npm pack` and where the package is installed from git (pre-commit, npx). Without the compiler there is nothing to do.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const { npm_config_global: isGlobal, npm_execpath: npm = '', ...env } = process.env;

// pre-commit installs globally from git, and then npm puts no development packages beside the clone: they went where the prefix is.
if (isGlobal === 'true' && !existsSync(compiler)) {
  const { status } = spawnSync(process.execPath, [npm, 'ci', '--ignore-scripts'], { stdio: 'inherit', env });
  process.exitCode = status ?? 1;
}
if (existsSync(compiler)) {
  rmSync('dist', { recursive: true, force: true });
  // A type error does not stop the output, and must not stop `npm ci` in a checkout that somebody works in; `prepack` refuses it.
  spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
}
