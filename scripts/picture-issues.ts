// scripts: `npm run picture:issues` draws the pictures of issues in docs/pictures (`HEIGHTS`), as the app writes them.
import { createPrivateKey } from 'node:crypto';
import { indexRepository } from '../src/flows/index-repository.ts';
import { reviewIssues } from '../src/flows/review-issues.ts';
import { showDashboard } from '../src/flows/show-dashboard.ts';
import { tellReport } from '../src/flows/tell-report.ts';
import type { Tools } from '../src/flows/tools.ts';
import { connect } from '../src/github/connect.ts';
import { createLog } from '../src/log/log.ts';
import { saveInstallation } from '../src/store/installations.ts';
import { openStore } from '../src/store/store.ts';
import type { SeenIssue } from '../test/stand-in/look.ts';
import { startStandIn } from '../test/stand-in/stand-in.ts';
import { drawIssue } from './draw-issue.ts';

const FAIL_OVER = `---
title: Fail over the orders database
owner: "@acme/database"
risk: critical
contacts: {slack: "#database-oncall"}
requires: {permissions: [orders-db-admin], tools: [patronictl]}
approvers: ["@acme/cab"]
last_reviewed_on: 2026-08-05
review_in: 3 months
---

# Fail over the orders database

Look at the [dashboard](https://grafana.acme.example/d/orders) first.

\`\`\`sh
patronictl list orders
patronictl switchover orders --force
\`\`\`
`;
const page = (title: string, more: string, command: string) =>
  `---\ntitle: ${title}\n${more}\n---\n\n# ${title}\n\n\`\`\`sh\n${command}\n\`\`\`\n`;
const FILES = {
  '.github/runbook-steward.yml': 'dashboard: true\nowners: {fallback: "@acme/ops-leads"}\n',
  '.github/CODEOWNERS': '/runbooks/ @acme/ops-leads\n/runbooks/storage/ @acme/database\n',
  'runbooks/database/fail-over-orders.md': FAIL_OVER,
  'runbooks/sre/rotate-certificates.md': page(
    'Rotate the certificates of the edge',
    'owner: "@acme/sre"\nlast_reviewed_on: 2025-10-28',
    'certbot renew --force-renewal',
  ),
  'runbooks/sre/drain-node.md': page(
    'Drain a node',
    'owner: "@acme/sre"\nrisk: low\nlast_reviewed_on: 2025-11-03',
    'kubectl drain "$NODE" --ignore-daemonsets',
  ),
  'runbooks/sre/first-look.md': page('First look at a slow cluster', 'owner: "@acme/sre"', 'kubectl top nodes'),
  'runbooks/storage/grow-volume.md': page(
    'Grow a volume',
    'owner: "@acme/storage"\nrisk: high\nlast_reviewed_on: 2026-06-01',
    'lvextend -r -L +50G /dev/vg0/data',
  ),
  'runbooks/storage/restore.md': page(
    'Restore a backup',
    'owner: "@acme/storage"\nrisk: critical\nlast_reviewed_on: 2026-09-20\nreview_in: 3 months',
    'restic restore latest --target /restore',
  ),
};
const TEAMS = { database: ['ada', 'grace'], sre: ['linus'], 'ops-leads': ['hedy'] };

async function issues(): Promise<readonly SeenIssue[]> {
  const github = await startStandIn({
    organisations: { acme: ['ada', 'grace', 'hedy', 'linus'] },
    now: () => Date.parse('2026-11-20T10:00:00Z'),
  });
  const store = await openStore({ folder: null }, { isSupervised: false });
  try {
    const repository = await github.createRepository({ owner: 'acme', name: 'ops', files: FILES });
    for (const [slug, members] of Object.entries(TEAMS))
      github.setTeam({ organisation: 'acme', slug, members, grants: { 'acme/ops': 'write' } });
    const text = FILES['runbooks/storage/restore.md'].replace('latest', 'latest --verify');
    await github.commit(repository, 'main', { 'runbooks/storage/restore.md': text }, { author: 'grace' });
    const { id: appId, privateKey: pem } = github.app;
    const privateKey = createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString();
    const installation = github.installation('acme').id;
    await saveInstallation(store, {
      ...{ id: installation, account: 'acme', accountId: 1, isOrganisation: true },
      ...{ permissions: null, isSuspended: false },
    });
    const tools: Tools = {
      ...{ connection: connect({ appId, privateKey, apiUrl: github.url }), store, policyRepository: null },
      ...{ clock: () => '2026-11-23', hour: () => 10, webUrl: 'https://github.com', seal: (sealed) => sealed },
      ...{
        isDryRun: false,
        readLagMs: 0,
        storesBodies: true,
        delivery: null,
        since: null,
        lease: { assertHeld: () => {} },
      },
      ...{ log: createLog({ level: 'error', secrets: [] }), send: async () => {}, takeIn: async () => 'known' },
    };
    const at = { installation, owner: 'acme', name: 'ops' };
    await indexRepository(tools, { kind: 'index-repository', repository: at });
    await reviewIssues(tools, { kind: 'review-issues', repository: at });
    await showDashboard(tools, { kind: 'show-dashboard', repository: at });
    const policies = { installation, owner: 'acme', name: '.github-private' };
    await github.createRepository({ ...policies, files: { 'runbook-steward.yml': 'enforce: new\n' } });
    await indexRepository(tools, { kind: 'index-repository', repository: policies });
    await tellReport({ ...tools, clock: () => '2026-11-16' }, installation);
    const owned = {
      'runbooks/sre/first-look.md': FILES['runbooks/sre/first-look.md'].replace(
        '"\n',
        '"\nlast_reviewed_on: 2026-11-18\n',
      ),
    };
    await github.commit(repository, 'main', owned, { author: 'linus' });
    await indexRepository(tools, { kind: 'index-repository', repository: at });
    await tellReport(tools, installation);
    return [...(await github.issues('acme/ops')), ...(await github.issues('acme/.github-private'))];
  } finally {
    await store.close();
    await github.close();
  }
}

const HEIGHTS: Readonly<Record<string, readonly [name: string, height: number]>> = {
  'Review due: Fail over the orders database': ['review-issue.png', 830],
  'Reviews due: procedures of @acme/sre': ['review-list.png', 600],
  'Procedures need a new owner: @acme/storage is gone': ['orphan-issue.png', 590],
  'Operations procedures: what there is to do': ['dashboard.png', 790],
  'Operations procedures: the weekly report': ['report.png', 710],
};
const all = await issues();
for (const issue of all) {
  const [name, height] = HEIGHTS[issue.title] ?? [];
  if (name && height) drawIssue(issue, name, height);
  else throw new Error(`No picture is meant for the issue "${issue.title}".`);
}
if (all.length !== Object.keys(HEIGHTS).length) throw new Error('An issue is missing.');
