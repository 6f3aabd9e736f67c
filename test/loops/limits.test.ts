// Row R09 over the whole loop: GitHub asks one installation for a pause, and its neighbour does not notice.
import { afterEach, expect, test } from '@jest/globals';
import type { RequestMade } from '../../src/github/connect.ts';
import type { Pull } from '../stand-in/world.ts';
import { CONFIG, procedure, startWorld, type World } from './world.ts';

const PAUSE_S = 5;

let world: World;
afterEach(() => world.close());

test.each(['secondary-429', 'secondary-403', 'primary'] as const)(
  '%s',
  async (kind) => {
    const made: (RequestMade & { readonly ended: number; readonly began: number })[] = [];
    world = await startWorld({
      github: { organisations: { acme: ['ada'], beta: ['grace'] } },
      service: {
        // As it waits where people run it.
        retries: { readLagMs: 0 },
        onRequest: (request) => {
          const ended = performance.now();
          made.push({ ...request, ended, began: ended - request.milliseconds });
        },
      },
    });
    const { github } = world;
    /** Opens so many pull requests at once. */
    const prepare = async (owner: string, by: string, count: number) => {
      const files = { [CONFIG]: 'enforce: new\n', 'runbooks/a.md': procedure('A', `@${by}`) };
      const repository = await github.createRepository({ owner, name: 'ops', files });
      for (let at = 0; at < count; at++) {
        await github.createBranch(repository, `b${at}`, { by });
        await github.commit(repository, `b${at}`, { [`runbooks/b${at}.md`]: `# B ${at}\n` }, { author: by });
      }
      const open = (at: number) => github.openPull({ repository, head: `b${at}`, title: 'B', author: by });
      return (): Promise<readonly Pull[]> => Promise.all(Array.from({ length: count }, (_, at) => open(at)));
    };
    const openOurs = await prepare('acme', 'ada', 5);
    const openOthers = await prepare('beta', 'grace', 3);
    github.fault({ operation: 'graphql', kind, retryAfter: PAUSE_S });
    const [limited, neighbour] = [github.installation('acme').id, github.installation('beta').id];
    const pulls = await openOurs();
    while (!github.requests.some(({ fault }) => fault === kind)) await new Promise((resolve) => setTimeout(resolve, 2));
    const others = await openOthers();
    await world.settled();

    const struck = made.find(({ installation, route }) => installation === limited && route === 'POST /graphql');
    const [from, until] = [struck?.ended ?? 0, (struck?.ended ?? 0) + (PAUSE_S - 1) * 1_000];
    const inPause = (of: number) =>
      made.filter(({ installation, began }) => installation === of && began > from && began < until);
    expect(inPause(limited)).toEqual([]);
    expect(inPause(neighbour).length).toBeGreaterThan(3);
    const concluded = (owner: string, some: readonly Pull[]) =>
      some.map(({ head }) => github.checkRuns(`${owner}/ops`, head.sha).map(({ conclusion }) => conclusion));
    expect(concluded('beta', others)).toEqual(others.map(() => ['failure']));
    expect(concluded('acme', pulls)).toEqual(pulls.map(() => ['failure']));
    const metrics = await (await fetch(`${world.service.metricsUrl}/metrics`)).text();
    expect(metrics).toMatch(new RegExp(`github_pauses_total\\{limit="${kind.split('-')[0]}"\\} 1$`, 'm'));
    expect(metrics).toMatch(/writes_total\{kind="check-run",outcome="done"\} 8$/m);
    expect(metrics).toMatch(/github_budget_remaining\{resource="graphql"\} \d+$/m);
    expect(metrics).toMatch(/^runbook_steward_installations 2$/m);
    expect(github.violations).toEqual([]);
  },
  240_000,
);
