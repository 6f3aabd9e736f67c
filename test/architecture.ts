// test: reads a tree of source files and says where it breaks the picture in docs/architecture.md.

/** Source files by path from the project's root (`src/core/edit.ts`), as text. */
export type Tree = ReadonlyMap<string, string>;

type Import = { readonly from: string; readonly specifier: string };

/** Imports go down only, and places on one floor never meet. */
const FLOORS: Readonly<Record<string, number>> = {
  'main.ts': 8,
  'run.ts': 7,
  'service.ts': 6,
  'bot.ts': 5,
  'jobs.ts': 4,
  events: 4,
  flows: 3,
  web: 3,
  cli: 3,
  mcp: 3,
  github: 2,
  store: 2,
  disk: 2,
  start: 2,
  core: 1,
  log: 1,
  metrics: 1,
  'env.ts': 1,
};

/** The same inside core/. Its flat files are the ground. */
const CORE_FLOORS: Readonly<Record<string, number>> = {
  report: 6,
  command: 5,
  catalog: 5,
  change: 5,
  feedback: 5,
  policy: 4,
  review: 3,
  risk: 3,
  procedure: 2,
  codeowners: 2,
};

/** Packages that only these places may import. */
const CONFINED: readonly { readonly name: RegExp; readonly only: RegExp }[] = [
  { name: /^(@octokit\/|octokit$)/, only: /^src\/(github\/|service\.ts$)/ },
  // The bot is a Probot function; it never calls GitHub.
  { name: /^probot$/, only: /^src\/(github\/|service\.ts$|bot\.ts$)/ },
  { name: /^prom-client$/, only: /^src\/metrics\// },
  { name: /^(pg$|pg-boss$|kysely$|@electric-sql\/)/, only: /^src\/store\// },
];

/** What the code of a file must not contain, and where that holds. */
const FORBIDDEN: readonly { readonly code: RegExp; readonly where: RegExp; readonly says: string }[] = [
  {
    code: /\bprocess\s*(\??\.\s*env\b|\[)|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/,
    where: /^src\/(?!env\.ts$)/,
    says: 'reads the environment',
  },
  {
    code: /\bnew Date\(\s*\)|\bnew Date\b(?!\s*\()|\bDate\.now\b|\bTemporal\.Now\b|\bperformance\.now\b/,
    where: /^src\/core\//,
    says: 'reads the clock',
  },
  { code: /\bprocess\b\s*[.?[]/, where: /^src\/core\//, says: 'reads the process' },
  { code: /\beval\s*\(|\bFunction\s*\(/, where: /^src\//, says: 'makes code out of text' },
];

const STATIC_IMPORT = /^[ \t]*(?:import|export)\b(?:[^;'"]*?\bfrom)?\s*['"]([^'"\n]+)['"]/gm;
const DYNAMIC_IMPORT = /\b(?:import|require)\s*\(\s*(?:['"]([^'"\n]+)['"])?/g;

/** Each break of a rule as one sentence, in the order of the paths. An empty list: the house stands. */
export function violations(tree: Tree): readonly string[] {
  const files = [...tree].filter(([path]) => path.startsWith('src/')).sort(([a], [b]) => (a < b ? -1 : 1));
  const imports = files.flatMap(([path, text]) => importsOf(path, text));
  return [
    ...files.flatMap(([path, text]) => [...placeProblems(path), ...contentProblems(path, text)]),
    ...imports.flatMap((found) => importProblems(found)),
    ...circles(imports),
    ...frontMatterProblems(tree, imports),
  ];
}

function importsOf(from: string, text: string): Import[] {
  const code = withoutComments(text);
  const found = [...code.matchAll(STATIC_IMPORT), ...code.matchAll(DYNAMIC_IMPORT)];
  return found.map((match) => ({ from, specifier: match[1] ?? '' }));
}

/** Comments become blanks, line breaks stay. A string keeps what looks like a comment. */
export function withoutComments(text: string): string {
  return text.replace(
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n*[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\/[a-z]*(?=[\s,;.)\]}])|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (token) => (/^\/[/*]/.test(token) ? token.replace(/[^\n]/g, ' ') : token),
  );
}

function placeProblems(path: string): string[] {
  const [, place = '', ...rest] = path.split('/');
  const problems: string[] = [];
  if (FLOORS[place] === undefined) problems.push(`${path}: ${place} has no floor.`);
  if (place === 'core' && rest.length > 1 && CORE_FLOORS[rest[0] ?? ''] === undefined) {
    problems.push(`${path}: core/${rest[0]} has no floor.`);
  }
  if (path.split('/').some((part) => /^(types|utils?|helpers?|common|lib)(\.[a-z]+)?$/.test(part))) {
    problems.push(`${path}: a name that says nothing is where circles begin.`);
  }
  return problems;
}

function contentProblems(path: string, text: string): string[] {
  const code = withoutComments(text);
  return FORBIDDEN.filter(({ code: pattern, where }) => where.test(path) && pattern.test(code)).map(
    ({ says }) => `${path}: ${says}.`,
  );
}

function importProblems({ from, specifier }: Import): string[] {
  const refuse = (why: string) => [`${from}: imports ${specifier || 'what cannot be read here'}, ${why}.`];
  if (!specifier) return refuse('so its floor is unknown');
  if (!specifier.startsWith('.')) return packageProblems(from, specifier, refuse);
  const to = resolve(from, specifier);
  if (!to.startsWith('src/')) return refuse('which is outside src/');
  if (!/\.(ts|json)$/.test(to)) return refuse('which does not end in .ts');
  return floorProblem(from, to, refuse);
}

function packageProblems(from: string, name: string, refuse: (why: string) => string[]): string[] {
  if (name === 'node:vm') return refuse('which makes code out of text');
  if (/^(node:)?process$/.test(name) && from !== 'src/env.ts') return refuse('which holds the environment');
  if (from.startsWith('src/core/') && isOutsideWorld(name)) return refuse('and core/ does no I/O');
  const confined = CONFINED.find((rule) => rule.name.test(name) && !rule.only.test(from));
  return confined ? refuse(`which only ${confined.only.source.replace(/[\\^$]/g, '')} may`) : [];
}

/** A built-in module other than those that only compute. */
function isOutsideWorld(name: string): boolean {
  const bare = name.replace(/^node:/, '');
  if (['crypto', 'buffer', 'path/posix'].includes(bare)) return false;
  return (
    name.startsWith('node:') || /^(fs|child_process|https?|net|tls|os|dns|worker_threads|path|url)(\/|$)/.test(bare)
  );
}

function floorProblem(from: string, to: string, refuse: (why: string) => string[]): string[] {
  const [lower, upper] = [floorOf(to), floorOf(from)];
  if (!lower || !upper || lower.place === upper.place) return [];
  if (lower.floor > upper.floor) return refuse(`which is above ${upper.place}`);
  if (lower.floor === upper.floor) return refuse(`and ${upper.place} and ${lower.place} are neighbours`);
  return [];
}

/** The place of a file and its floor; inside core/ a tenth of a floor a step. */
function floorOf(path: string): { readonly place: string; readonly floor: number } | null {
  const [, place = '', inner = '', ...rest] = path.split('/');
  const floor = FLOORS[place];
  if (floor === undefined) return null;
  if (place !== 'core') return { place, floor };
  if (rest.length === 0) return { place: 'the ground of core', floor };
  return { place: `core/${inner}`, floor: floor + (CORE_FLOORS[inner] ?? 0) / 10 };
}

function resolve(from: string, specifier: string): string {
  return new URL(specifier, `file:///${from}`).pathname.slice(1);
}

/** Each circle once, named from the file on it that comes first. */
function circles(imports: readonly Import[]): string[] {
  const graph = new Map<string, string[]>();
  for (const { from, specifier } of imports) {
    if (specifier.startsWith('.')) graph.set(from, [...(graph.get(from) ?? []), resolve(from, specifier)]);
  }
  const done = new Set<string>();
  const found = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at !== -1) found.add(fromTheFirst(trail.slice(at)));
    if (at !== -1 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return [...found].map((circle) => `${circle}: imports go round in a circle.`);
}

function fromTheFirst(circle: readonly string[]): string {
  const start = circle.indexOf([...circle].sort()[0] ?? '');
  const turned = [...circle.slice(start), ...circle.slice(0, start)];
  return [...turned, turned[0]].join(' → ');
}

/** gray-matter caches and runs code unless it is called with options, so one file calls it, and always with them. */
function frontMatterProblems(tree: Tree, imports: readonly Import[]): string[] {
  const importers = imports.filter(({ specifier }) => specifier === 'gray-matter').map(({ from }) => from);
  const [first, ...others] = importers;
  if (first === undefined) return [];
  return [
    ...others.map((path) => `${path}: imports gray-matter, which only ${first} may.`),
    ...bareCalls(first, withoutComments(tree.get(first) ?? '')),
  ];
}

function bareCalls(path: string, code: string): string[] {
  const name = /import\s+(\w+)[^;'"]*from\s*['"]gray-matter['"]/.exec(code)?.[1];
  if (!name) return [`${path}: imports gray-matter otherwise than by its default export.`];
  const calls = [...code.matchAll(new RegExp(`\\b${name}(\\.\\w+)?\\s*\\(`, 'g'))];
  return calls
    .filter((call) => call[1] !== undefined || !hasSecondArgument(code.slice(call.index + call[0].length)))
    .map((call) => `${path}: calls ${call[0]}…) without options.`);
}

/** Whether the argument list that `code` begins with has a comma of its own. */
function hasSecondArgument(code: string): boolean {
  let depth = 0;
  for (const char of code) {
    if (char === ',' && depth === 0) return true;
    if ('([{'.includes(char)) depth += 1;
    if (')]}'.includes(char)) depth -= 1;
    if (depth < 0) return false;
  }
  return false;
}
