// bench: who owns each of 100,000 paths under 5,000 rules, against the libraries that others use for it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ignore from 'ignore';
import { findDeadRules } from '../src/core/codeowners/analyse.ts';
import { decidingRule, indexCodeowners, ownersOf } from '../src/core/codeowners/match.ts';
import { parseCodeowners } from '../src/core/codeowners/parse.ts';
import { type CodeownersData, codeownersData } from './codeowners-data.ts';
import { markdownTable, median } from './table.ts';

const ROUNDS = 5;
const SAMPLE = 300;

/** Gives the owners of a path, joined by blanks. */
type Matcher = (path: string) => string;
type Peer = {
  readonly name: string;
  readonly sample: number;
  readonly load: (folder: string, text: string) => Matcher;
};

const requireCjs = createRequire(import.meta.url);

const PEERS: readonly Peer[] = [
  { name: 'ignore 7.0.16, one instance a rule', sample: SAMPLE, load: (_, text) => ignoreMatcher(text) },
  { name: 'codeowners 5.1.1', sample: SAMPLE, load: (folder) => codeownersMatcher(folder) },
  { name: '@snyk/github-codeowners 1.1.0', sample: SAMPLE, load: (folder) => snykMatcher(folder) },
  // It compiles every rule anew for every path.
  { name: 'codeowners-utils 1.0.2', sample: SAMPLE / 10, load: (_, text) => utilsMatcher(text) },
];

/**
 * A table: the time for all paths, and how many times the steward's time that is. The steward's time is the median of whole runs,
 * reading and indexing the file included; a peer's is that of a sample of paths, scaled, its loading left out.
 */
export function benchCodeowners(): string {
  const data = codeownersData();
  const own = stewardTimes(data);
  const index = indexCodeowners(parseCodeowners('CODEOWNERS', data.text));
  const ours: Matcher = (path) =>
    ownersOf(index, path)
      .map(({ handle }) => handle)
      .join(' ');
  const row = (name: string, seconds: number, same: string) => [
    name,
    shown(seconds),
    `${Math.round(seconds / own.whole)}×`,
    same,
  ];
  const peers = inFolder(data.text, (folder) =>
    PEERS.map((peer) => ({
      name: peer.name,
      ...timePeer(peer.load(folder, data.text), peer.sample, data.paths, ours),
    })),
  );
  const best = Math.min(...peers.map(({ seconds }) => seconds));
  const head = [`5,000 rules × 100,000 paths (${data.from})`, 'time', 'of ours', 'same answers'];
  const rows = [
    row('steward: read, index, match', own.whole, ''),
    ...peers.map(({ name, seconds, same }) => row(name, seconds, same)),
  ];
  const notes = `The best peer takes ${Math.round(best / own.whole)} times as long. Of the ${shown(own.whole)}: reading ${shown(own.parse)}, indexing ${shown(own.index)}, matching ${shown(own.match)}. Finding the dead rules takes ${shown(own.dead)} more.`;
  return `${markdownTable(head, rows)}\n${notes}\n`;
}

/** Medians, in seconds. */
function stewardTimes({ text, paths }: CodeownersData) {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    const parsed = parseCodeowners('CODEOWNERS', text);
    const read = performance.now();
    const index = indexCodeowners(parsed);
    const indexed = performance.now();
    for (const path of paths) decidingRule(index, path);
    const matched = performance.now();
    findDeadRules(index, paths);
    const told = performance.now();
    return {
      whole: matched - start,
      parse: read - start,
      index: indexed - read,
      match: matched - indexed,
      dead: told - matched,
    };
  });
  const of = (part: keyof (typeof rounds)[number]) => median(rounds.map((round) => round[part])) / 1000;
  return { whole: of('whole'), parse: of('parse'), index: of('index'), match: of('match'), dead: of('dead') };
}

/** The paths of the sample are spread over all; as many others warm the peer up, since the peers remember paths they have seen. */
function timePeer(match: Matcher, sample: number, paths: readonly string[], ours: Matcher) {
  const step = Math.floor(paths.length / sample);
  const chosen = paths.filter((_, i) => i % step === 0).slice(0, sample);
  for (const path of paths.filter((_, i) => i % step === 1).slice(0, sample)) match(path);
  const start = performance.now();
  const answers = chosen.map(match);
  const seconds = ((performance.now() - start) / 1000 / chosen.length) * paths.length;
  const same = chosen.filter((path, i) => answers[i] === ours(path)).length;
  return { seconds, same: `${same} of ${chosen.length}` };
}

function ignoreMatcher(text: string): Matcher {
  const rules = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/))
    .map(([pattern = '', ...owners]) => ({ rule: ignore().add(pattern), owners: owners.join(' ') }))
    .reverse();
  return (path) => rules.find(({ rule }) => rule.ignores(path))?.owners ?? '';
}

function codeownersMatcher(folder: string): Matcher {
  const Codeowners = requireCjs('codeowners') as new (folder: string) => { getOwner: (path: string) => string[] };
  const codeowners = new Codeowners(folder);
  return (path) => codeowners.getOwner(path).join(' ');
}

function snykMatcher(folder: string): Matcher {
  const { OwnershipEngine } = requireCjs('@snyk/github-codeowners/dist/lib/ownership') as {
    OwnershipEngine: { FromCodeownersFile: (path: string) => { calcFileOwnership: (path: string) => string[] } };
  };
  const engine = OwnershipEngine.FromCodeownersFile(join(folder, 'CODEOWNERS'));
  return (path) => engine.calcFileOwnership(path).join(' ');
}

function utilsMatcher(text: string): Matcher {
  type Entry = { readonly owners: readonly string[] };
  const { parse, matchFile } = requireCjs('codeowners-utils') as {
    parse: (text: string) => Entry[];
    matchFile: (path: string, entries: Entry[]) => Entry | null;
  };
  const entries = parse(text);
  return (path) => matchFile(path, entries)?.owners.join(' ') ?? '';
}

/** What `use` gives for a folder that holds the CODEOWNERS file. */
function inFolder<T>(text: string, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'steward-bench-'));
  try {
    writeFileSync(join(folder, 'CODEOWNERS'), text);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function shown(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Math.round(seconds)} s`;
}

if (import.meta.main) process.stdout.write(benchCodeowners());
