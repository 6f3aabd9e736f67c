// bench: from a webhook to the completed check run, against the same requests sent back to back by a bare script.
import { createPrivateKey } from 'node:crypto';
import { createLog } from '../src/log/log.ts';
import { startService } from '../src/service.ts';
import { startStandIn } from '../test/stand-in/stand-in.ts';
import type { Pull, Repository } from '../test/stand-in/world.ts';
import { markdownTable, median } from './table.ts';

const ROUNDS = 10;
/** What a request takes on its way, in milliseconds: none, as beside the stand-in, and about what the real GitHub takes at its fastest. */
const WAYS = [0, 50] as const;
const SIZES = [1, 10, 50] as const;

type Sent = { readonly url: string; readonly init: RequestInit };

/** One warm pull request for each round and size: the medians, and the ratio round by round. */
export async function benchCheckRun(): Promise<string> {
  const github = await startStandIn({ organisations: { acme: ['ada'] } });
  const sent: Sent[] = [];
  const plainFetch = globalThis.fetch;
  let answeredAt = 0;
  let way = 0;
  const slowFetch: typeof fetch = async (url, init) => {
    const response = await plainFetch(url, init);
    if (way > 0) await new Promise((resolve) => setTimeout(resolve, way));
    return response;
  };
  globalThis.fetch = async (url, init = {}) => {
    const isOurs = String(url).startsWith(github.url);
    if (isOurs) sent.push({ url: String(url), init });
    const response = await slowFetch(url, init);
    if (isOurs) answeredAt = performance.now();
    return response;
  };
  const privateKey = createPrivateKey(github.app.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  const settings = {
    ...{ appId: github.app.id, privateKey, webhookSecrets: [github.app.webhookSecret], apiUrl: github.url },
    ...({ host: '127.0.0.1', port: 0, metricsPort: 0, logLevel: 'silent', isDryRun: false } as const),
    ...({ policyRepository: null, timeZone: null, role: 'all' } as const),
    ...({ databaseUrl: null, dataDir: null, storesBodies: true } as const),
  };
  const service = await startService(settings, { log: createLog({ level: 'silent' }), clock: () => '2026-11-23' });
  github.hooks.fate(({ event }) => (event === 'pull_request' ? 'send' : 'lose'));
  github.hooks.url = `${service.url}/api/github/webhooks`;
  try {
    const rows: string[][] = [];
    for (const next of WAYS) {
      for (const size of SIZES) {
        way = next;
        rows.push([`${way} ms`, ...(await measured(size, `ops-${way}-${size}`))]);
      }
    }
    return markdownTable(
      [
        'each request on its way',
        'affected procedures',
        'requests',
        'webhook → completed check run',
        'the same requests, bare',
        'ratio',
      ],
      rows,
    );
  } finally {
    globalThis.fetch = plainFetch;
    await service.stop(1_000);
    await github.close();
  }

  async function measured(size: number, name: string): Promise<string[]> {
    const repository = await github.createRepository({ owner: 'acme', name, files: filesOf(size, 0) });
    github.setTeam({ organisation: 'acme', slug: `sre`, members: ['ada'], grants: { [`acme/${name}`]: 'write' } });
    const [ours, bare]: [number[], number[]] = [[], []];
    let last: { readonly pull: Pull; readonly sent: readonly Sent[] } | null = null;
    for (let round = 1; round <= ROUNDS + 2; round++) {
      const pull = await proposed(repository, size, round);
      // The stand-in starts git for what it is asked for the first time; neither side is to pay for that.
      if (last) await replay(adapted(last.sent, last.pull, pull));
      sent.length = 0;
      const start = performance.now();
      github.hooks.resume();
      await github.hooks.settled();
      await service.idle();
      const took = answeredAt - start;
      last = { pull, sent: sent.splice(0) };
      const again = await replay(last.sent);
      if (round <= 2) continue; // Two rounds to warm up.
      ours.push(took);
      bare.push(again);
    }
    const ratio = median(ours.map((took, round) => took / (bare[round] ?? took)));
    return [
      String(size),
      String(last?.sent.length),
      `${median(ours).toFixed(0)} ms`,
      `${median(bare).toFixed(0)} ms`,
      `${ratio.toFixed(2)}×`,
    ];
  }

  async function proposed(repository: Repository, size: number, round: number): Promise<Pull> {
    github.hooks.pause();
    const branch = `work-${round}`;
    await github.createBranch(repository, branch, { by: 'ada' });
    await github.commit(repository, branch, filesOf(size, round), { author: 'ada' });
    return github.openPull({ repository, head: branch, title: branch, author: 'ada' });
  }

  /** Milliseconds. */
  async function replay(requests: readonly Sent[]): Promise<number> {
    const start = performance.now();
    for (const { url, init } of requests) await (await slowFetch(url, { ...init, signal: null })).text();
    return performance.now() - start;
  }
}

/** What was read for one pull request, as it would be read for another. */
function adapted(requests: readonly Sent[], from: Pull, to: Pull): readonly Sent[] {
  const changed = (text: string) =>
    text
      .replaceAll(from.head.sha, to.head.sha)
      .replace(`/pulls/${from.number}/`, `/pulls/${to.number}/`)
      .replace(`"number":${from.number}`, `"number":${to.number}`);
  return requests
    .filter(({ url, init }) => init.method === 'GET' || url.endsWith('/graphql'))
    .map(({ url, init }) => ({
      url: changed(url),
      init: typeof init.body === 'string' ? { ...init, body: changed(init.body) } : init,
    }));
}

/** Procedures of 4 KB with an owner and an impossible date, so that each has an annotation. */
function filesOf(size: number, round: number): Record<string, string> {
  const procedures = Array.from({ length: size }, (_, n) => {
    const steps = Array.from(
      { length: 40 },
      (_, step) => `${step + 1}. Look at instance ${step} of service ${n} and note what it says about round ${round}.`,
    );
    return [
      `runbooks/r${n}.md`,
      `---\nowner: "@acme/sre"\nrisk: low\nlast_reviewed_on: 2026-02-31\n---\n# Service ${n}\n\n${steps.join('\n')}\n`,
    ];
  });
  const deciding = {
    '.github/runbook-steward.yml': 'enforce: new\n',
    '.github/CODEOWNERS': '/runbooks/ @acme/sre\n/.github/ @acme/sre\n',
  };
  return { ...deciding, ...Object.fromEntries(procedures) };
}

if (import.meta.main) process.stdout.write(await benchCheckRun());
