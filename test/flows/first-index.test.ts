// flows: the first index of a large repository: 5,000 procedures in at most 60 requests (`npm run reliability`); in every run a tenth of it.
import { expect, test } from '@jest/globals';
import { indexRepository } from '../../src/flows/index-repository.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { startFlowWorld } from './flow-world.ts';

const PROCEDURES = process.env['RELIABILITY'] ? 5_000 : 500;
const TEAMS = 40;
const IN_ONE_QUERY = 200;

test(`${PROCEDURES} procedures of ${TEAMS} teams`, async () => {
  const world = await startFlowWorld();
  const procedures = Array.from({ length: PROCEDURES }, (_, at) => [
    `team-${at % TEAMS}/runbooks/r${at}.md`,
    `---\nowner: "@acme/team-${at % TEAMS}"\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n# Runbook ${at}\n\n1. Do ${at}.\n`,
  ]);
  const codeowners = Array.from({ length: TEAMS }, (_, at) => `/team-${at}/ @acme/team-${at}\n`).join('');
  const files = {
    ...{ '.github/runbook-steward.yml': 'enforce: new\n', '.github/CODEOWNERS': codeowners },
    ...Object.fromEntries(procedures),
  };
  await world.github.createRepository({ owner: 'acme', name: 'large', files });
  for (let at = 0; at < TEAMS; at++)
    world.github.setTeam({
      organisation: 'acme',
      slug: `team-${at}`,
      members: ['ada'],
      grants: { 'acme/large': 'write' },
    });
  const { installation, store, tools, requests } = world;
  const acme = { id: installation, account: 'acme', accountId: 1, isOrganisation: true };
  await saveInstallation(store, { ...acme, permissions: null, isSuspended: false });
  await indexRepository(tools, {
    kind: 'index-repository',
    repository: { installation, owner: 'acme', name: 'large' },
  });

  const { count } = await store.db
    .selectFrom('entries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  expect(Number(count)).toBe(PROCEDURES);
  const blobs = Math.ceil(PROCEDURES / IN_ONE_QUERY);
  // Facts, the files that decide, the procedures, the teams; tree, CODEOWNERS' errors, the app's own records, its feedback; two tokens and the app's name.
  expect(requests.filter((route) => route === 'POST /graphql')).toHaveLength(3 + blobs);
  expect(requests).toHaveLength(3 + blobs + 4 + 3);
  expect(requests.length).toBeLessThanOrEqual(60);
  const standings = await store.db.selectFrom('owners').select('state').distinct().execute();
  expect(standings).toEqual([{ state: 'alive' }]);
  await world.close();
  expect(world.github.violations).toEqual([]);
}, 300_000);
