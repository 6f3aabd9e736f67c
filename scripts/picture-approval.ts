// scripts: `npm run picture:approval` draws docs/pictures/approval.png: a check run that waits for the change board.
import type { CheckRun } from '../test/stand-in/world.ts';
import { startDemoWorld } from './demo-world.ts';
import { drawCheckRun } from './draw-check-run.ts';

const PATH = 'runbooks/database/fail-over-orders.md';
const procedure = (step: string) => `---
title: Fail over the orders database
owner: "@acme/database"
risk: critical
last_reviewed_on: 2026-10-05
review_in: 3 months
---

# Fail over the orders database

${step}
`;
const CONFIG = `approval:
  board: "@acme/cab"
  rules: [{when: {risk: [high, critical]}, from: ["@acme/cab"]}]
owners: {fallback: "@acme/ops-leads"}
`;

async function waitingRun(): Promise<CheckRun> {
  const people = { organisations: { acme: ['ada', 'grace', 'hedy', 'linus'] }, users: [] };
  const world = await startDemoWorld(people, () => '2026-11-23');
  try {
    const { github } = world;
    const files = {
      '.github/runbook-steward.yml': CONFIG,
      '.github/CODEOWNERS': '/runbooks/database/ @acme/database\n/.github/ @acme/ops-leads\n',
      [PATH]: procedure('Promote the replica.'),
    };
    const repository = await github.createRepository({ owner: 'acme', name: 'ops', files });
    for (const [slug, members] of Object.entries({
      database: ['ada', 'grace'],
      cab: ['hedy', 'linus'],
      'ops-leads': ['linus'],
    }))
      github.setTeam({ organisation: 'acme', slug, members, grants: { 'acme/ops': 'write' } });
    const changes = { [PATH]: procedure('Stop the writers, then promote the replica.') };
    const { pull } = await world.propose({ repository, title: 'Stop the writers first', author: 'ada', changes });
    await github.review(pull, 'grace', 'APPROVED');
    const find = () =>
      github
        .checkRuns('acme/ops', pull.head.sha)
        .findLast(({ name, title }) => name === 'Procedure approval' && title?.includes('@acme/cab'));
    for (let tries = 0; tries < 100; tries++) {
      const run = find();
      if (run) return run;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('The check run does not wait for the board.');
  } finally {
    await world.close();
  }
}

drawCheckRun(await waitingRun(), 'approval.png', 320);
