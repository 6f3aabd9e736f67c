// flows: it is an hour at which people may be asked → the issues of every place whose people are at work.
import { isOpenHour } from '../core/review/open-hours.ts';
import { fullName } from '../github/github.ts';
import { readInstallation } from '../store/installations.ts';
import { reviewHours } from '../store/review-sources.ts';
import type { Job } from './job.ts';
import { placeOf } from './review-place.ts';
import type { Tools } from './tools.ts';

/** What changes at other hours is told by the events that change it; only issues to be opened wait for their hour. */
export async function startReviews({ store, clock, hour, send }: Tools, installation: number): Promise<void> {
  const known = await readInstallation(store, installation);
  if (known === null || known.isSuspended) return;
  const places = new Map<string, Job>();
  for (const { timeZone, openOn, central, ...own } of await reviewHours(store, installation)) {
    if (!isOpenHour(openOn, clock(timeZone), hour(timeZone))) continue;
    const { owner, name } = placeOf(central) ?? own;
    places.set(fullName({ owner, name }).toLowerCase(), {
      kind: 'review-issues',
      repository: { installation, owner, name },
    });
  }
  await send([...places.values()]);
}
