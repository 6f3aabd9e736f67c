// core/catalog: what the catalog keeps of a repository → what the plan of issues about reviews is made from.
import type { Settings } from '../policy/settings.ts';
import type { AttestationRecord } from '../review/attestation-record.ts';
import { addDays } from '../review/days.ts';
import type { ReviewEntry } from '../review/entry.ts';
import { entryKeys, keysIn } from '../review/entry-keys.ts';
import { firstReviewOn } from '../review/first-review.ts';
import { plannedByOwner } from '../review/planned-by-owner.ts';
import type { CatalogEntry } from './catalog-entry.ts';

/** A procedure as the catalog knows it, as far as reviews go. */
export type ReviewedProcedure = Pick<
  CatalogEntry,
  'path' | 'id' | 'title' | 'codeOwners' | 'risk' | 'review' | 'aliases' | 'contacts' | 'approvers' | 'contentHash'
> & { readonly owner: string | null; readonly ownerSource: string | null };

/** A repository whose procedures are reviewed. */
export type ReviewedRepository = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly settings: Settings;
  /** Since when it is configured: the clock of undated procedures. */
  readonly configuredOn: string;
  readonly procedures: readonly ReviewedProcedure[];
  /** The newest first. */
  readonly attestations: readonly AttestationRecord[];
  /** By path, the open pull request of the app's that records its review. */
  readonly pending: ReadonlyMap<string, number>;
  /** By path, the feedback on it, and whether that makes its review due, since which day. */
  readonly feedback: ReadonlyMap<
    string,
    ReviewEntry['feedback'] & { readonly dueNow: { readonly since: string } | null }
  >;
};

/** Where the issues go: a repository, and the addresses of pages. */
export type ReviewedFrom = {
  readonly place: { readonly id: number; readonly isPrivate: boolean };
  readonly fileUrl: (path: string) => string;
  readonly historyUrl: (path: string, since: string) => string;
  readonly pullUrl: (number: number) => string;
};

/** In the order of the procedures. What has to be read for it (checks, who could be the next owner) is empty. */
export function reviewEntries(repository: ReviewedRepository, from: ReviewedFrom): readonly ReviewEntry[] {
  const planned = plannedDaysOf(repository);
  const keyOf = keysIn(repository, from.place);
  const keys = entryKeys(repository.procedures, repository, from.place);
  const isNameable = !repository.isPrivate || from.place.isPrivate;
  return repository.procedures.map((procedure, index) => {
    const { path, id, review, risk } = procedure;
    const key = keys[index] ?? '';
    const pull = repository.pending.get(path) ?? null;
    const attested = repository.attestations.find((one) => one.path === path || one.id === id) ?? null;
    const said = repository.feedback.get(path) ?? { open: 0, dangerous: 0, dueNow: null };
    const entry: ReviewEntry = {
      key,
      formerKeys: procedure.aliases.map(keyOf).filter((alias) => alias !== key),
      repository: `${repository.owner}/${repository.name}`,
      ...{ path, title: procedure.title, owner: procedure.owner, risk: risk as ReviewEntry['risk'] },
      ...{ last: review.last, due: review.next, interval: review.interval, approvers: procedure.approvers },
      planned: planned.get(path) ?? null,
      url: isNameable ? from.fileUrl(path) : null,
      contentHash: procedure.contentHash,
      attested: attested && { contentHash: attested.contentHash, how: attested.how },
      compareUrl: isNameable && review.last !== null ? from.historyUrl(path, review.last) : null,
      ...{
        feedback: { open: said.open, dangerous: said.dangerous },
        checks: [],
        pendingPull: pull === null ? null : { number: pull, url: isNameable ? from.pullUrl(pull) : '' },
        isNameable,
        successors: [],
      },
    };
    return said.dueNow ? dueSince(entry, said.dueNow.since) : entry;
  });
}

/** Whoever used it found it wrong: it is asked for at once, which is the day after the planned one. */
function dueSince(entry: ReviewEntry, day: string): ReviewEntry {
  return entry.due !== null && entry.due <= day ? entry : { ...entry, due: day, planned: addDays(day, -1) };
}

function plannedDaysOf({ procedures, settings, configuredOn }: ReviewedRepository): ReadonlyMap<string, string | null> {
  const { spread } = settings.review;
  const dated = procedures.filter(({ review }) => review.next !== null);
  const days = plannedByOwner(
    dated.map(({ id, path, owner, review }) => ({
      ...{ id, path, owner, due: review.next ?? '' },
      interval: review.interval,
    })),
    { spread, perWeek: settings.issues.perOwnerWeekly },
  );
  const first = procedures.flatMap(({ path, id, review: { next, kind, interval } }) =>
    next === null && kind !== 'never' && interval !== null
      ? [[path, firstReviewOn({ id, interval: { iso: interval }, clockFrom: configuredOn }, spread)] as const]
      : [],
  );
  return new Map([...dated.map(({ path }, index) => [path, days[index] ?? null] as const), ...first]);
}
