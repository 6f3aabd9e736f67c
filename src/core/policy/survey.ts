// core/policy: one side of a snapshot, read: its CODEOWNERS, its procedures, and who owns them.
import { byCodePoint } from '../code-point-order.ts';
import { CODEOWNERS_PATHS } from '../codeowners/codeowners.ts';
import { findCodeowners } from '../codeowners/find-codeowners.ts';
import { decidingRule, indexCodeowners } from '../codeowners/match.ts';
import type { Procedure } from '../procedure/procedure.ts';
import type { MetadataSettings } from '../procedure/read-procedure.ts';
import { reviewOf } from '../review/due.ts';
import type { Change, CodeownersError, Side, Snapshot, SnapshotFile } from '../snapshot.ts';
import { accountable } from './accountable.ts';
import { catalogOwners } from './catalog-owner.ts';
import { configProblems, type PolicyInForce } from './policy-of.ts';
import { procedureReader } from './procedure-reader.ts';
import type { Survey } from './rule.ts';
import type { Entry } from './verdict.ts';

/**
 * The head, with the CODEOWNERS that will hold after the merge: the head's own file where the change touches that place, else the
 * base tip's.
 */
export function surveyHead(snapshot: Snapshot, policy: PolicyInForce): Survey {
  const { head, base, changes } = snapshot;
  const codeowners = base && changes ? afterMerge(head, base, changes) : head.files;
  return surveySide(snapshot, head, codeowners, policy, null);
}

/** The base; null where nothing is compared. Procedures that are the same on both sides are not read twice. */
export function surveyBase(snapshot: Snapshot, policy: PolicyInForce, head: Survey): Survey | null {
  const { base } = snapshot;
  return base && surveySide(snapshot, base, base.files, policy, head);
}

function afterMerge(head: Side, base: Side, changes: readonly Change[]): readonly SnapshotFile[] {
  const touched = new Set(changes.flatMap(({ path, previousPath }) => [path, previousPath]));
  return CODEOWNERS_PATHS.flatMap(
    (place) => (touched.has(place) ? head : base).files.find((file) => file.path === place) ?? [],
  );
}

function surveySide(
  snapshot: Snapshot,
  side: Side,
  codeownersFiles: readonly SnapshotFile[],
  policy: PolicyInForce,
  other: Survey | null,
): Survey {
  const files = new Map(side.files.map((file) => [file.path, file]));
  const codeowners = codeownersOf(codeownersFiles, side.codeownersErrors ?? []);
  const { read, problems } = procedureReader(files, policy, metadataSettings(snapshot, policy), other);
  const toEntry = entryReader(files, policy, codeowners);
  const procedures = side.files
    .filter((file) => policy.isProcedure(file.path))
    .sort((a, b) => byCodePoint(a.path, b.path));
  return {
    side,
    files,
    codeowners,
    entries: procedures.flatMap((file) => ('text' in file ? [toEntry(read(file))] : [])),
    unreadable: [...procedures, ...deniedFolders(side)].filter((file) => 'unreadable' in file),
    absent: side.isPartial ? [] : (side.paths ?? []).filter((path) => policy.isProcedure(path) && !files.has(path)),
    configProblems: [...configProblems(snapshot, side, policy), ...problems],
  };
}

/** A folder that may not be listed stands among the files and not in the tree; nobody knows what is in it. */
function deniedFolders({ files, paths }: Side): readonly SnapshotFile[] {
  const denied = files.filter((file) => 'unreadable' in file && file.unreadable === 'denied');
  if (denied.length === 0 || !paths) return [];
  const known = new Set(paths);
  return denied.filter(({ path }) => !known.has(path));
}

/** Where GitHub calls a pattern invalid it skips the line, whatever we make of it. */
function codeownersOf(files: readonly SnapshotFile[], errors: readonly CodeownersError[]): Survey['codeowners'] {
  const { codeowners: found, ignored } = findCodeowners(files);
  if (!found) return null;
  const skipped = new Set(
    errors.filter(({ path, kind }) => path === found.path && kind === 'Invalid pattern').map(({ line }) => line),
  );
  const parsed = { ...found, rules: found.rules.filter(({ line }) => !skipped.has(line)) };
  return { parsed, index: indexCodeowners(parsed), ignored };
}

function entryReader(
  files: ReadonlyMap<string, SnapshotFile>,
  policy: PolicyInForce,
  codeowners: Survey['codeowners'],
): (procedure: Procedure) => Entry {
  const catalogOwner = catalogOwners(files);
  return (procedure) => {
    const rule = codeowners ? decidingRule(codeowners.index, procedure.path) : null;
    const owned = { procedure, rule, codeownersPath: codeowners?.parsed.path ?? null };
    return {
      procedure,
      owner: accountable(owned, policy.settings.owners, () => catalogOwner(procedure.path)),
      codeOwners: rule?.owners.map((owner) => owner.handle) ?? [],
      codeOwnersRule: rule,
      coverage: !rule || rule.owners.length === 0 ? 'none' : rule.isCatchAll ? 'catch-all' : 'specific',
      risk: procedure.metadata.risk?.value ?? null,
      review: reviewOf(procedure, policy.settings.review, policy.today),
    };
  };
}

function metadataSettings({ repository }: Snapshot, { settings }: PolicyInForce): MetadataSettings {
  return {
    aliases: settings.metadata.aliases,
    dates: settings.metadata.dates,
    ownersMap: settings.owners.map,
    organisation: repository.organisation,
  };
}
