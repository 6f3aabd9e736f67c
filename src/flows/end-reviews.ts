// flows: a pull request is closed → what was attested in it is merged, or was never so.
import { carriedBy } from '../core/command/proposed.ts';
import type { AttestationRecord } from '../core/review/attestation-record.ts';
import { COMMIT_RIGHTS } from '../github/commit-fixes.ts';
import { readBotLogin } from '../github/issues.ts';
import { deleteBranch, OWN_BRANCHES, type PullNow, readPullNow } from '../github/own-pulls.ts';
import { unedited } from '../github/read-editors.ts';
import { attestedIn, forgetAttestations, noteMerged, saveAttestations } from '../store/attestations.ts';
import { endOwnPull, isOwnPull } from '../store/own-pulls.ts';
import { findRepository } from '../store/repositories.ts';
import { applyEffect } from './apply-effect.ts';
import { branchKey } from './effect-keys.ts';
import type { EndReviews, RepositoryRef } from './job.ts';
import { isRefusal } from './refusal.ts';
import { reviewJobOf } from './review-place.ts';
import type { Tools } from './tools.ts';

/** GitHub is asked only where something is known of the pull request. */
export async function endReviews(tools: Tools, { repository, pull }: EndReviews): Promise<void> {
  const { connection, store, send, log } = tools;
  const { installation } = repository;
  const home = await findRepository(store, repository);
  if (home === null) return;
  const at = { repository: home.id, installation, pull };
  const kept = await attestedIn(store, at);
  const isOwn = await isOwnPull(store, at);
  if (kept.length === 0 && !isOwn) return;
  const now = await readPullNow(connection.reading(installation), repository, pull);
  if (now?.isOpen) return;
  await endOwnPull(store, at);
  if (!now || now.mergedAs === null) await forgetAttestations(store, at);
  else {
    // It was closed once, and all of it forgotten; then it was opened again.
    if (kept.length === 0) await saveAttestations(store, at, await carried(tools, repository, now));
    await noteMerged(store, at, now.mergedAs);
    if (isOwn) await tidyUp(tools, repository, now);
  }
  // Issues said in which pull request a review is on its way.
  const job = reviewJobOf(home);
  if (job !== null) await send([job]);
  log.info(
    { pull, attested: kept.length, mergedAs: now?.mergedAs ?? null },
    'What a pull request attested is settled.',
  );
}

/** Anybody who may write may edit a text of the app's; then it says nothing. */
async function carried(
  { connection }: Tools,
  repository: RepositoryRef,
  { number, author, body }: PullNow,
): Promise<readonly AttestationRecord[]> {
  const bot = await readBotLogin(connection.asApp);
  const read = author === bot ? carriedBy(body)?.carried : null;
  if (read?.proposal !== 'reviewed') return [];
  const trusted = await unedited(connection.reading(repository.installation), repository, [number], bot);
  return trusted.has(number) ? read.items : [];
}

/** What is merged needs no branch any more. One that was closed keeps it: somebody may open it again. */
async function tidyUp(tools: Tools, repository: RepositoryRef, { number, branch, author }: PullNow): Promise<void> {
  const { connection } = tools;
  const bot = await readBotLogin(connection.asApp);
  if (author !== bot || !branch.startsWith(OWN_BRANCHES)) return;
  const remove = () => deleteBranch(connection.writing(repository, COMMIT_RIGHTS), repository, branch);
  try {
    await applyEffect(tools, {
      ...{ repository, kind: 'branch-deletion', key: branchKey(repository, branch, 'deleted'), find: remove },
      ...{ what: { pull: number, branch }, why: 'its pull request is merged', write: remove },
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    tools.log.info({ err: error, pull: number }, 'A branch of the app could not be taken away.');
  }
}
