// flows: the default branch of a repository → its entries in the catalog.

import { standingOf } from '../core/catalog/owner-standing.ts';
import { toCatalog } from '../core/catalog/to-catalog.ts';
import { FORM_PATH } from '../core/feedback/form.ts';
import { policyBlob, policyPlaces } from '../github/organisation-policy.ts';
import { readRepository } from '../github/read-repository.ts';
import { readRepositoryFacts } from '../github/repository-facts.ts';
import { knownBlobs, replaceCatalog } from '../store/catalog.ts';
import { saveOwners } from '../store/owners.ts';
import { findRepository, removeRepositories, saveRepository } from '../store/repositories.ts';
import { followOpen, routeEarlier } from './follow-open.ts';
import type { IndexRepository } from './job.ts';
import { recoverRecords } from './recover-records.ts';
import { reviewJobOf } from './review-place.ts';
import type { Tools } from './tools.ts';

/**
 * Brings the catalog to what stands on the default branch now. Where neither that nor the organisation policy has moved since the last
 * time, nothing more is read; a repository that is gone, or was taken from the app, goes from the catalog.
 */
export async function indexRepository(tools: Tools, { repository }: IndexRepository): Promise<void> {
  const { connection, store, clock, policyRepository, storesBodies, log } = tools;
  const { installation } = repository;
  const github = connection.reading(installation);
  const places = policyPlaces(repository.owner, policyRepository);
  const read = await readRepositoryFacts(github, repository, places);
  const kept = await findRepository(store, repository);
  if (read === null) {
    if (kept) await removeRepositories(store, installation, [kept.id]);
    log.info({ isKnown: kept !== null }, 'The repository is gone, or out of reach: it has no entries any more.');
    return;
  }
  const { facts, policies } = read;
  const told = { ...facts, installation, defaultBranch: facts.defaultBranch?.name ?? null };
  const policySha = policyBlob(places, policies);
  const { defaultBranch } = facts;
  const today = clock('UTC');
  if (defaultBranch === null) {
    const settings = { isEnabled: false, isAdvisory: true };
    const none = { sha: '', policySha, settings, notes: [], entries: [], files: [], findings: [], today };
    await replaceCatalog(store, { ...none, repository: told });
    return;
  }
  const isSame = kept?.id === facts.id && kept.owner === facts.owner;
  if (isSame && kept.indexedSha === defaultBranch.sha && kept.policySha === policySha) {
    await saveRepository(store.db, told);
    return;
  }
  const { snapshot, blobs, notes } = await readRepository(github, {
    ...{ facts: { ...facts, defaultBranch }, policyPlaces: places, policies, clock },
    known: (wanted) => knownBlobs(store, facts.id, wanted),
  });
  const { entries, findings, settings } = toCatalog(snapshot, clock);
  const texts = new Map(snapshot.head.files.flatMap((file) => ('text' in file ? [[file.path, file.text]] : [])));
  const isEntry = new Set(entries.map(({ path }) => path));
  await replaceCatalog(store, {
    ...{ repository: told, sha: defaultBranch.sha, policySha, notes, findings, today },
    settings: { ...settings, hasForm: snapshot.head.paths?.includes(FORM_PATH) ?? false },
    entries: entries.map((entry) => ({
      ...entry,
      blob: blobs.get(entry.path) ?? '',
      text: storesBodies ? (texts.get(entry.path) ?? null) : null,
    })),
    files: snapshot.head.files
      .filter(({ path }) => !isEntry.has(path))
      .map((file) => ({ ...file, blob: blobs.get(file.path) ?? '' })),
  });
  const owners = new Map(entries.flatMap(({ owner }) => (owner ? [[owner.handle.toLowerCase(), owner]] : [])));
  const states = snapshot.owners ?? [];
  await saveOwners(
    store,
    { id: facts.id, installation },
    [...owners.values()].map(({ handle, kind }) => {
      const state = states.find((one) => one.handle.toLowerCase() === handle.toLowerCase())?.state ?? 'unknown';
      return { handle, kind, standing: standingOf(state) };
    }),
  );
  await followOpen(tools, installation);
  const at = { installation, owner: facts.owner, name: facts.name };
  // Where nothing is enforced, nothing was ever written.
  if (kept === null && !settings.isAdvisory) await recoverRecords(tools, at, facts.id);
  if (kept?.settings['isAdvisory'] !== false && !settings.isAdvisory && facts.hasIssues)
    await routeEarlier(tools, at, settings.whole.settings.labels.feedback);
  const now = await findRepository(store, at);
  const reviews = now && reviewJobOf(now);
  if (reviews) await tools.send([reviews]);
  log.info({ entries: entries.length, findings: findings.length, sha: defaultBranch.sha }, 'Indexed a repository.');
}
