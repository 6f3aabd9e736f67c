// core/policy: which configuration judges a snapshot.
import { type Side, type Snapshot, type SnapshotFile, textOf, type Unreadable } from '../snapshot.ts';
import { CONFIG_PATH } from './config-path.ts';
import { compileGlobs } from './globs.ts';
import { type Policy, type PolicyFile, readPolicy } from './read-policy.ts';

/** A policy with what is worked out from it once. */
export type PolicyInForce = Policy & {
  readonly isProcedure: (path: string) => boolean;
  /** The file it comes from; null where there is none. */
  readonly file: SnapshotFile | null;
  /** The same in words. */
  readonly description: string;
  /** `YYYY-MM-DD` in the policy's time zone. */
  readonly today: string;
};

/** The clock: the calendar day in a time zone; null: in the one that holds where nobody configured any. */
export type Clock = (timeZone: string | null) => string;

/** The configuration that decides: the one given by hand, else the base's, else (nothing is compared) the head's. */
export function judgingPolicy(snapshot: Snapshot, clock: Clock): PolicyInForce {
  const { givenConfig, base, head } = snapshot;
  if (givenConfig) return inForce(snapshot, givenConfig, givenConfig.path, clock);
  const side = base ?? head;
  return inForce(snapshot, configOf(side), `${CONFIG_PATH} of ${side.name}`, clock);
}

/** The head's configuration where the change edits it: it decides nothing, but people are told what it would do. Null elsewhere. */
export function headPolicy(snapshot: Snapshot, clock: Clock): PolicyInForce | null {
  const { givenConfig, base, head, changes } = snapshot;
  const edited = changes?.some(({ path, previousPath }) => path === CONFIG_PATH || previousPath === CONFIG_PATH);
  if (!base || givenConfig || !edited) return null;
  return inForce(snapshot, configOf(head), `${CONFIG_PATH} of ${head.name}`, clock);
}

function configOf(side: Side): SnapshotFile | null {
  return side.files.find((file) => file.path === CONFIG_PATH) ?? null;
}

/** What is wrong in a side's own configuration (or the given one): the base's may be right while the head breaks it. */
export function configProblems(snapshot: Snapshot, side: Side, policy: PolicyInForce): Policy['problems'] {
  const file = configOf(side);
  if (snapshot.givenConfig) return policy.problems;
  if (file === policy.file) return policy.problems.filter(({ path }) => path === CONFIG_PATH);
  return file ? read(snapshot, file, policy.today).problems.filter(({ path }) => path === CONFIG_PATH) : [];
}

function inForce(snapshot: Snapshot, file: SnapshotFile | null, description: string, clock: Clock): PolicyInForce {
  const utcToday = clock('UTC');
  const inUtc = read(snapshot, file, utcToday);
  const today = clock(configuredTimeZone(inUtc));
  const policy = today === utcToday ? inUtc : read(snapshot, file, today);
  const from = [file ? description : null, snapshot.organisationPolicy?.path ?? null].filter((name) => name !== null);
  return {
    ...policy,
    file,
    isProcedure: procedureTest(policy),
    description: from.length > 0 ? from.join(', then ') : 'none (advisory)',
    today,
  };
}

function configuredTimeZone({ settings, sources }: Policy): string | null {
  const isDefault = sources.some(({ key, layer }) => key === 'review.timeZone' && layer === 'default');
  return isDefault ? null : settings.review.timeZone;
}

const procedureTests = new WeakMap<Policy, (path: string) => boolean>();

/** Globs take longer to compile than to use. */
function procedureTest(policy: Policy): (path: string) => boolean {
  const test = procedureTests.get(policy) ?? compileGlobs(policy.settings.procedures);
  procedureTests.set(policy, test);
  return test;
}

/** What was read lately, by its text: one configuration judges many changes, and costs some milliseconds to read. */
const lately = new Map<string, Policy>();
const MOST_KEPT = 100;

/** An unreadable file (a symbolic link, say) is a configuration that says nothing, not the absence of one. */
function read({ organisationPolicy: organisation }: Snapshot, file: SnapshotFile | null, today: string): Policy {
  const key = JSON.stringify([file, organisation, today]);
  const known = lately.get(key);
  if (known) return known;
  const told = readPolicy({ repository: policyFile(file), organisation: policyFile(organisation), today });
  const unread = [file, organisation].flatMap((one) => (one && 'unreadable' in one ? [unreadable(one)] : []));
  const policy = unread.length === 0 ? told : { ...told, problems: [...told.problems, ...unread] };
  if (lately.size >= MOST_KEPT) lately.clear();
  lately.set(key, policy);
  return policy;
}

function policyFile(file: SnapshotFile | null): PolicyFile | null {
  return file && { path: file.path, text: textOf(file) ?? '' };
}

function unreadable({
  path,
  unreadable: why,
}: Extract<SnapshotFile, { unreadable: unknown }>): Policy['problems'][number] {
  return {
    rule: 'config-valid',
    path,
    at: { line: 1, column: 1 },
    message: `The configuration cannot be read: it is ${WHAT[why]}.`,
    fix: { text: 'Make it a plain text file in UTF-8; links are never followed.', edits: [], certain: false },
  };
}

const WHAT: Readonly<Record<Unreadable, string>> = {
  symlink: 'a symbolic link',
  submodule: 'a submodule',
  'lfs-pointer': 'a Git LFS pointer',
  binary: 'a binary file',
  'not-utf8': 'not valid UTF-8',
  'utf-16': 'UTF-16',
  'too-large': 'over 64 KiB',
  denied: 'not to be opened by the user that runs the check',
  'path-not-utf8': 'under a name that is not UTF-8',
};
