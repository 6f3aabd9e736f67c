// flows: `/steward reviewed` on the issue that looks back at an emergency change → it is closed.

import { EMERGENCY } from '../core/change/emergency.ts';
import { sentence } from '../core/code-span.ts';
import { readMarker } from '../core/marker.ts';
import { ISSUE_RIGHTS, type IssueSaved, readIssue, updateIssue } from '../github/issues.ts';
import { permissionOf } from '../github/read-user.ts';
import { issueAt, issuePlace, saveIssue } from '../store/issues.ts';
import { reactToCommand, refuseCommand } from './answer-command.ts';
import { applyEffect } from './apply-effect.ts';
import { issueNumberKey } from './effect-keys.ts';
import type { EndEmergency } from './job.ts';
import type { Tools } from './tools.ts';

/** Whoever may write here may close it by hand as well. An issue of another kind is not this flow's. */
export async function endEmergency(tools: Tools, job: EndEmergency): Promise<void> {
  const { connection, store, isDryRun, log } = tools;
  const { repository, issue: number, comment, by } = job;
  const place = await issuePlace(store, repository.installation, repository);
  const kept = place && (await issueAt(store, { repository: place.id, number }));
  if ((kept?.kind ?? (await kindOnGitHub(tools, job))) !== EMERGENCY) return;
  const permission = await permissionOf(connection.reading(repository.installation), repository, by);
  if (permission !== 'write' && permission !== 'admin') {
    const text = `${sentence(`@${by}`)}, nothing was done: only whoever may write to this repository may say so.`;
    return refuseCommand(tools, { repository, number, comment }, text);
  }
  const close = () =>
    updateIssue(
      connection.writing(repository, ISSUE_RIGHTS),
      { repository, number },
      { state: 'closed', reason: 'completed' },
    );
  await applyEffect<IssueSaved>(tools, {
    ...{ repository, kind: 'issue-update', key: issueNumberKey({ repository, number }), find: close, write: close },
    ...{ what: { issue: number, state: 'closed' }, why: 'an emergency change was looked back at', isConvergent: true },
  });
  if (kept && !isDryRun) await saveIssue(store, { ...kept, isOpen: false });
  await reactToCommand(tools, job);
  log.info({ issue: number }, 'An emergency change was looked back at.');
}

/** The store may have been lost. */
async function kindOnGitHub(
  { connection }: Tools,
  { repository, issue: number }: EndEmergency,
): Promise<string | null> {
  const now = await readIssue(connection.readingIssues(repository.installation), { repository, number });
  return now?.isOurs ? (readMarker(now.body)?.kind ?? null) : null;
}
