// test: the example repository shows what it was written to show.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');

test('examples/acme-ops has the flaws it is meant to have, and no others', () => {
  const words = ['check', '.', '--today', '2026-11-23', '--format', 'json'];
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'bin/steward.js'), ...words], {
    cwd: join(root, 'examples/acme-ops'),
    encoding: 'utf8',
  });
  const report: { findings: { path: string; line: number; level: string; rule: string }[] } = JSON.parse(stdout);
  expect(report.findings.map(({ path, line, level, rule }) => `${path}:${line} ${level} ${rule}`)).toEqual([
    'playbooks/lose-a-data-centre.md:1 failure codeowners-covers',
    'playbooks/lose-a-data-centre.md:1 failure owner-declared',
    'runbooks/database/restore-from-backup.md:7 warning review-current',
    'runbooks/database/rotate-database-credentials.md:3 failure front-matter-parses',
    'runbooks/mail/unblock-outgoing-mail.md:1 warning codeowners-specific',
    'runbooks/mail/unblock-outgoing-mail.md:4 warning codeowners-agrees',
    'runbooks/network/block-an-address.md:1 notice review-dated',
    'runbooks/platform/clean-up-old-images.md:5 notice contact-is-group',
    'runbooks/platform/clean-up-old-images.md:7 notice review-dated',
    'runbooks/platform/clear-a-queue-backlog.md:4 warning codeowners-agrees',
    'runbooks/platform/drain-a-kubernetes-node.md:1 notice owner-recorded',
    'sop/offboard-an-operator.md:5 warning review-current',
  ]);
  expect(status).toBe(1);
});
