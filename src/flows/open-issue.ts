// flows: an issue of the app's own → GitHub, once, and into the store.
import type { Marker } from '../core/marker.ts';
import {
  createIssue,
  findIssues,
  ISSUE_RIGHTS,
  type IssueNow,
  type IssueSaved,
  type NewIssue,
  readBotLogin,
} from '../github/issues.ts';
import { findIssue, issuePlace, saveIssue } from '../store/issues.ts';
import { applyEffect } from './apply-effect.ts';
import { issueKey } from './effect-keys.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

/** `what`: for the audit. `bodyHash` and `data`: what is kept with it, where it is brought up to date later. */
export type Opening = NewIssue & {
  readonly what: object;
  readonly why: string;
  readonly bodyHash?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** All that decides whether it is opened again where it is gone; unless told, that is never. */
  readonly content?: unknown;
};

/** Null: this is a dry run. Whatever the text is by now, there is one issue of a marker. */
export async function openIssue(tools: Tools, home: RepositoryRef, opening: Opening): Promise<IssueSaved | null> {
  const { connection, store } = tools;
  const { marker, what, why, bodyHash = null, data } = opening;
  const identity: Marker = { kind: marker.kind, key: marker.key };
  const content = opening.content ?? identity;
  const made = await applyEffect<IssueSaved>(tools, {
    ...{ repository: home, kind: 'issue', key: issueKey(home, identity), content, what, why },
    find: () => findOwn(tools, home, identity),
    write: () => createIssue(connection.writing(home, ISSUE_RIGHTS), home, opening),
  });
  const place = made && (await issuePlace(store, home.installation, home));
  if (!made || !place) return made;
  const { installation, id: repository } = place;
  const row = { repository, installation, number: made.number, ...identity, isOpen: true, bodyHash };
  await saveIssue(store, data ? { ...row, data } : row);
  return made;
}

/** The same for an issue that there is once and for all: one that stands there is left as it is, also where the database was lost. */
export async function openOnce(tools: Tools, home: RepositoryRef, opening: Opening): Promise<void> {
  const { store } = tools;
  const { kind, key } = opening.marker;
  const place = await issuePlace(store, home.installation, home);
  if (place && (await findIssue(store, { repository: place.id, kind, key }))) return;
  const standing = await findOwn(tools, home, { kind, key });
  if (standing === null) await openIssue(tools, home, opening);
  else if (place) {
    const { number, isOpen } = standing;
    const row = { repository: place.id, installation: home.installation, number, kind, key, isOpen, bodyHash: null };
    await saveIssue(store, row);
  }
}

async function findOwn({ connection }: Tools, home: RepositoryRef, marker: Marker): Promise<IssueNow | null> {
  const bot = await readBotLogin(connection.asApp);
  return (await findIssues(connection.readingIssues(home.installation), home, { marker, bot }))[0] ?? null;
}
