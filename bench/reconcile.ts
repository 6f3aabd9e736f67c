// bench: the nightly reconcile where nothing moved: 10,000 repositories, and 10,000 to 1,000,000 entries, on PostgreSQL (`DATABASE_URL`).
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { openStore } from '../src/store/store.ts';
import { markdownTable } from './table.ts';

const REPOSITORIES = 10_000;
const OWNERS = 100;
const INSTALLATION = 1;
const SHA = 'a'.repeat(40);

type Measured = {
  readonly requests: number;
  readonly jobs: number;
  readonly seconds: number;
  readonly maxRssMb: number;
};

/** One row a size. The sizes are entries. */
export async function benchReconcile(server: string, sizes: readonly number[]): Promise<string> {
  const github = await startGitHub();
  const rows: string[][] = [];
  try {
    for (const entries of sizes) {
      const name = `steward_bench_${randomUUID().replaceAll('-', '')}`;
      const url = new URL(server);
      url.pathname = `/${name}`;
      await onServer(server, `create database ${name}`);
      try {
        await fill(url.href, entries);
        const { requests, jobs, seconds, maxRssMb } = await measure(url.href, github.url);
        rows.push([String(entries), String(requests), String(jobs), seconds.toFixed(1), maxRssMb.toFixed(0)]);
      } finally {
        await onServer(server, `drop database ${name} with (force)`);
      }
    }
  } finally {
    github.close();
  }
  return markdownTable(['entries', 'requests', 'jobs', 'time, s', 'most memory, MB'], rows);
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Entries are spread evenly over the repositories, each of whose owners is a team. */
async function fill(url: string, entries: number): Promise<void> {
  const store = await openStore({ url }, { isSupervised: false });
  const { db } = store;
  await sql`insert into installations (id, account_id, account, is_organisation, permissions)
    values (${INSTALLATION}, 2, 'acme', true, ${JSON.stringify(PERMISSIONS)}::jsonb)`.execute(db);
  await sql`insert into repositories (id, installation_id, owner, name, default_branch, indexed_sha)
    select n, ${INSTALLATION}, 'acme', 'repo-' || lpad(n::text, 5, '0'), 'main', ${SHA}
    from generate_series(1, ${REPOSITORIES}::int) n`.execute(db);
  await sql`insert into owners (repository_id, installation_id, key, handle, kind, state, node_id)
    select n, ${INSTALLATION}, '@acme/team-' || n % ${OWNERS}::int, '@acme/team-' || n % ${OWNERS}::int, 'team', 'alive', 'T' || n % ${OWNERS}::int
    from generate_series(1, ${REPOSITORIES}::int) n`.execute(db);
  const PART = 50_000;
  for (let at = 0; at < entries; at += PART) {
    const until = Math.min(entries, at + PART);
    await sql`insert into entries (repository_id, installation_id, path, procedure_id, title, type, format, owner, owner_kind,
        owner_source, coverage, status, review_kind, content_hash, blob_sha, body)
      select n % ${REPOSITORIES}::int + 1, ${INSTALLATION}, 'runbooks/' || n || '.md', 'p' || n, 'Restart service ' || n, 'runbook', 'markdown',
        '@acme/team-' || (n % ${REPOSITORIES}::int + 1) % ${OWNERS}::int, 'team', 'file', 'specific', 'active', 'dated', md5(n::text), md5(n::text),
        'Restart the service, look at its log, and tell the owner. Step ' || n
      from generate_series(${at}::int, ${until - 1}::int) n`.execute(db);
  }
  await sql`analyze`.execute(db);
  await store.close();
}

async function measure(url: string, apiUrl: string): Promise<Measured> {
  const child = fork(join(import.meta.dirname, 'reconcile-worker.ts'), [url, apiUrl, String(INSTALLATION)]);
  const first = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (typeof first[0] !== 'object' || first[0] === null) throw new Error('The worker ended before it was done.');
  await once(child, 'exit');
  return first[0];
}

const PERMISSIONS = { metadata: 'read', contents: 'read', members: 'read', pull_requests: 'write' };

/** A GitHub that answers what these flows ask, and 404 to everything else. */
async function startGitHub() {
  const server = createServer(async (request, response) => {
    const answer = answerTo(request.url ?? '', await read(request));
    response.writeHead(answer === null ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { message: 'Not Found' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  const port = typeof at === 'object' && at !== null ? at.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

function answerTo(path: string, text: string): object | null {
  if (path.endsWith('/access_tokens'))
    return { token: 'ghs_bench', expires_at: '2030-01-01T00:00:00Z', permissions: PERMISSIONS };
  if (/^\/app\/installations\/\d+$/.test(path))
    return {
      ...{ id: INSTALLATION, permissions: PERMISSIONS, suspended_at: null },
      account: { id: 2, login: 'acme', type: 'Organization' },
    };
  if (path !== '/graphql') return null;
  const { query, variables }: { query: string; variables: Record<string, string> } = JSON.parse(text);
  return {
    data: query.includes('repositoryOwner') ? pageAfter(Number(variables['after'] ?? 0)) : owners(query, variables),
  };
}

function pageAfter(after: number): object {
  const nodes = Array.from({ length: 100 }, (_, at) => ({
    ...{ databaseId: after + at + 1, name: `repo-${String(after + at + 1).padStart(5, '0')}`, isPrivate: true },
    ...{ isArchived: false, hasIssuesEnabled: true, owner: { __typename: 'Organization', login: 'acme' } },
    defaultBranchRef: { name: 'main', target: { oid: SHA } },
  }));
  const hasNextPage = after + 100 < REPOSITORIES;
  return {
    repositoryOwner: {
      repositories: { nodes, pageInfo: { hasNextPage, endCursor: hasNextPage ? `${after + 100}` : null } },
    },
  };
}

function owners(query: string, variables: Readonly<Record<string, string>>): object {
  const team = (slug: string) => ({
    ...{ id: slug.replace('team-', 'T'), slug, privacy: 'VISIBLE', members: { totalCount: 3 } },
    repositories: { edges: [{ permission: 'WRITE', node: { nameWithOwner: `acme/${variables['name']}` } }] },
  });
  const slugs = [...query.matchAll(/(\w+): (?:organization\(login: \$l\d+\) \{ )?team\(slug: \$(s\d+)\)/g)];
  const named = (name = '') => team(variables[name] ?? '');
  if (!query.includes('$org'))
    return Object.fromEntries(slugs.map(([, key = '', name]) => [key, { team: named(name) }]));
  return { organization: Object.fromEntries(slugs.map(([, key = '', name]) => [key, named(name)])) };
}

if (import.meta.main) {
  const sizes = process.argv.slice(2).map(Number);
  const server = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
  process.stdout.write(await benchReconcile(server, sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]));
}
