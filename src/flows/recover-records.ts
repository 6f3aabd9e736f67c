// flows: a repository that the store knows nothing of → what the app once wrote there. GitHub is the truth, also of the app's own records.
import { readOverride } from '../core/change/override-record.ts';
import { carriedBy } from '../core/command/proposed.ts';
import { readBotLogin } from '../github/issues.ts';
import { remember } from '../github/memory.ts';
import { type OwnIssue, readOwnRecords } from '../github/own-records.ts';
import { unedited } from '../github/read-editors.ts';
import { saveOverride } from '../store/approvals.ts';
import { saveAttestations } from '../store/attestations.ts';
import { knownCheckRun } from '../store/checks.ts';
import { saveIssue } from '../store/issues.ts';
import { saveCarried } from '../store/own-pulls.ts';
import type { RepositoryRef } from './job.ts';
import { OWNERSHIP_CHECK, type Tools } from './tools.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Brings back which issues are the app's and what they are about, who let which heads pass, and what its own pull requests carry. */
export async function recoverRecords(tools: Tools, repository: RepositoryRef, id: number): Promise<void> {
  const { connection, store, log } = tools;
  const { installation } = repository;
  const { memory } = connection.reading(installation);
  const bot = await remember(memory, { text: 'login of the bot', keptForMs: DAY_MS }, () =>
    readBotLogin(connection.asApp),
  );
  const reading = connection.reading(installation);
  const { issues, pulls } = await readOwnRecords(connection.readingIssues(installation), repository, bot);
  for (const { number, isOpen, marker } of issues) {
    const { kind, key } = marker;
    await saveIssue(store, { repository: id, installation, number, kind, key, isOpen, bodyHash: null });
  }
  for (const issue of issues) await recoverOverride(tools, installation, issue);
  const told = pulls.flatMap((pull) => {
    const read = carriedBy(pull.body);
    return read ? [{ ...pull, ...read }] : [];
  });
  // A text of the app's is its own as long as nobody else has edited it.
  const trusted = await unedited(
    reading,
    repository,
    told.map(({ number }) => number),
    bot,
  );
  let attestations = 0;
  for (const { number, state, marker, carried } of told.filter((pull) => trusted.has(pull.number))) {
    const at = { repository: id, installation, pull: number };
    if (carried.proposal === 'reviewed') {
      attestations += carried.items.length;
      await saveAttestations(store, at, carried.items);
    }
    if (state === 'open') await saveCarried(store, { ...at, key: marker.key }, carried);
  }
  if (issues.length + attestations > 0)
    log.info({ issues: issues.length, attestations }, 'What the app wrote here before was found again.');
}

/** A head that was judged before the override was known again is judged once more. */
async function recoverOverride(tools: Tools, installation: number, { marker, isOpen }: OwnIssue): Promise<void> {
  const { store, seal, send } = tools;
  const record = readOverride(marker, seal);
  if (record === null) return;
  const [owner = '', name = ''] = record.repository.split('/');
  const { number, sha } = record;
  const repository = { installation, owner, name };
  await saveOverride(store, { ...record, repository });
  const isJudged = (await knownCheckRun(store, { repository, sha, name: OWNERSHIP_CHECK })) !== null;
  if (isOpen || isJudged) await send([{ kind: 'check-head', repository, sha, pulls: [number] }]);
}
