// test/storm: a GitHub with thousands of pull requests. One `git fast-import` a repository, and what git would be asked is known beforehand.
import { createHash } from 'node:crypto';
import type { ChangedFile } from '../stand-in/git/read-diff.ts';
import type { StandIn } from '../stand-in/stand-in.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { EXAMPLES } from '../web/examples.ts';

export const TODAY = '2026-11-23';

/** A pull request, and what its check has to end with. */
export type Head = { readonly pull: Pull; readonly conclusion: 'success' | 'failure' | 'skipped' };

type Kind = {
  readonly conclusion: Head['conclusion'];
  /** What a pull request adds; `at` is in no other's path. */
  readonly file: (at: string, owner: string) => readonly [string, string];
};

const KINDS: readonly [Kind, ...Kind[]] = [
  { conclusion: 'success', file: (at, owner) => [`runbooks/good-${at}.md`, procedure(`Good ${at}`, owner)] },
  { conclusion: 'failure', file: (at) => [`runbooks/bad-${at}.md`, `# Bad ${at}\n\nDo it.\n`] },
  { conclusion: 'skipped', file: (at) => [`src/code-${at}.txt`, `${at}\n`] },
  { conclusion: 'success', file: (at, owner) => [`runbooks/fine-${at}.md`, procedure(`Fine ${at}`, owner)] },
];

/** Who installed the app. GitHub grants each 180 check runs a minute, and the service keeps within that. */
export const ORGANISATIONS: readonly [string, ...string[]] = [
  'acme',
  ...Array.from({ length: 59 }, (_, at) => `org-${at + 1}`),
];

function procedure(title: string, owner: string): string {
  return `---\ntitle: ${title}\nowner: "${owner}"\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n\n# ${title}\n\nDo it.\n`;
}

/** A repository `ops-<at>` whose files are in order, and `count` pull requests that each add `filesEach`. Nothing is told. */
export async function addHeads(github: StandIn, at: number, count: number, filesEach = 1): Promise<readonly Head[]> {
  const name = `ops-${at}`;
  const organisation = ORGANISATIONS[at % ORGANISATIONS.length] ?? ORGANISATIONS[0];
  const owner = `@${organisation}/sre`;
  const files = {
    '.github/runbook-steward.yml': 'enforce: new\n',
    '.github/CODEOWNERS': `/.github/ ${owner}\n/runbooks/ ${owner} @ada\n`,
    'runbooks/a.md': procedure('A', owner),
  };
  const repository = await github.createRepository({ owner: organisation, name, files });
  const grants = { [`${organisation}/${name}`]: 'write' } as const;
  github.setTeam({ organisation, slug: 'sre', members: ['ada'], grants });
  return addPulls(github, repository, count, filesEach);
}

async function addPulls(
  github: StandIn,
  repository: Repository,
  count: number,
  filesEach: number,
): Promise<readonly Head[]> {
  const { store } = repository;
  const base = repository.refs.get('refs/heads/main') ?? '';
  const wanted = Array.from({ length: count }, (_, at) => {
    const { conclusion, file } = KINDS[at % KINDS.length] ?? KINDS[0];
    const fileOf = (_: unknown, n: number) => file(n === 0 ? `${at}` : `${at}-${n}`, `@${repository.owner.login}/sre`);
    return { number: at + 1, conclusion, files: Array.from({ length: filesEach }, fileOf) };
  });
  const shas = await importCommits(repository, base, wanted);
  const author = github.world.users.get('ada');
  if (!author) throw new Error('There is no ada.');
  return wanted.map(({ number, conclusion, files }, at) => {
    const sha = shas[at] ?? '';
    const ref = `work-${number}`;
    repository.refs.set(`refs/heads/${ref}`, sha);
    const changed = files.map(toChanged);
    void store.once(`merge-base ${base} ${sha}`, async () => base);
    void store.once(`diff ${base} ${sha}`, async () => changed);
    void store.once(`between ${base} ${sha}`, async () => [sha]);
    github.world.nextId += 1;
    const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const pull: Pull = {
      ...{
        id: github.world.nextId,
        number,
        repository,
        author,
        title: `Work ${number}`,
        body: null,
        editor: null,
        draft: false,
      },
      ...{ head: { repository, ref, sha }, base: { ref: 'main', sha: base }, createdAt: now, updatedAt: now },
      ...{ state: 'open', closedAt: null, mergedAt: null, mergeCommit: null },
      requestedReviewers: new Set(),
      requestedTeams: new Set(),
    };
    github.world.pulls.push(pull);
    return { pull, conclusion };
  });
}

type Wanted = { readonly number: number; readonly files: readonly (readonly [string, string])[] };

function toChanged([path, text]: readonly [string, string]): ChangedFile {
  const lines = text.split('\n').slice(0, -1);
  return {
    ...{ path, status: 'added', sha: blobSha(text), additions: lines.length, deletions: 0 },
    patch: `@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join('\n')}`,
  };
}

async function importCommits({ store }: Repository, base: string, wanted: readonly Wanted[]): Promise<string[]> {
  const parts = wanted.map(({ number, files }) => {
    const who = `ada <ada@users.noreply.github.com> ${1_790_000_000 + number} +0000`;
    const message = `Work ${number}`;
    return [
      `reset refs/stand-in/import\n\ncommit refs/stand-in/import\nmark :${number}\nauthor ${who}\ncommitter ${who}\n`,
      `data ${message.length}\n${message}\nfrom ${base}\n`,
      ...files.map(([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`),
      `get-mark :${number}\n`,
    ].join('');
  });
  const words = ['-c', 'fastimport.unpackLimit=1', 'fast-import', '--quiet', '--force', '--cat-blob-fd=1'];
  const output = await store.alone(() => store.git([...words, '--date-format=raw'], parts.join('')));
  return output.toString('utf8').trim().split('\n');
}

function blobSha(text: string): string {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0`)
    .update(text)
    .digest('hex');
}

type Payload = {
  readonly pull_request: { readonly head: object };
  readonly repository: { readonly owner: object };
};

const example = EXAMPLES.find(
  ({ event, payload }) => event === 'pull_request' && 'action' in payload && payload.action === 'opened',
)?.payload as Payload;

/** Tells that the pull request was opened, or what else became of it, in GitHub's own words (its example of 20 KB). */
export function tellOpened(github: StandIn, { pull }: Head, action = 'opened'): void {
  const { repository, number, head } = pull;
  const { id, name, owner } = repository;
  const installation = github.installation(owner.login).id;
  github.hooks.emit({
    ...{ event: 'pull_request', action, installation, repository: id },
    payload: {
      ...example,
      action,
      number,
      pull_request: { ...example.pull_request, number, head: { ...example.pull_request.head, sha: head.sha } },
      repository: {
        ...example.repository,
        ...{ id, name, full_name: `${owner.login}/${name}`, default_branch: 'main' },
        owner: { ...example.repository.owner, id: owner.id, login: owner.login, type: 'Organization' },
      },
      installation: { id: installation },
    },
  });
}

/** Tells of a push to the default branch, by default one that may have touched the organisation policy: the catalog and one issue follow from it. */
export function tellPushed(github: StandIn, repository: Repository, modified = ['runbook-steward.yml']): void {
  const { id, name, owner } = repository;
  const installation = github.installation(owner.login).id;
  github.hooks.emit({
    ...{ event: 'push', action: null, installation, repository: id },
    payload: {
      ...{ ref: 'refs/heads/main', forced: false, installation: { id: installation } },
      commits: [{ added: [], modified, removed: [] }],
      repository: {
        ...{ id, name, full_name: `${owner.login}/${name}`, default_branch: 'main' },
        owner: { id: owner.id, login: owner.login, type: 'Organization' },
      },
    },
  });
}
