#!/usr/bin/env node
// bin: the `steward` command. Plain JavaScript that any Node can read, so that one too old is told so in a sentence.
import { existsSync, readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const [needMajor, needMinor] = manifest.engines.node.match(/\d+/g).map(Number);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < needMajor || (major === needMajor && minor < needMinor)) {
  process.stderr.write(
    `steward needs Node ${needMajor}.${needMinor} or newer, and this is Node ${process.versions.node}. Install a newer Node and run it again.\n`,
  );
  process.exitCode = 2;
} else {
  // Compiled code is kept for the next start, which is then some 60 ms faster. In the user's own cache folder: Node's default place is
  // the common temporary folder, where somebody else could put code first.
  nodeModule.enableCompileCache(join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'runbook-steward'));
  const source = new URL('../src/cli/steward.ts', import.meta.url);
  // A checkout runs its source. A package has none: Node strips no types under node_modules.
  await import(existsSync(source) ? source.href : new URL('../dist/cli/steward.js', import.meta.url).href);
}
