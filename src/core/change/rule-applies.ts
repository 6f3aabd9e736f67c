// core/change: whether a rule of `approval.rules` is about a change.
import { compileGlobs } from '../policy/globs.ts';
import type { ApprovalRule } from '../policy/settings.ts';
import type { ChangedProcedure, OneSide } from './changed-procedures.ts';

/** Whether the author is, or belongs to, `handle`; null where that is not known. */
export type AuthorBelongs = (handle: string) => boolean | null;

/**
 * Whether `rule` is about `changed`. Each condition is tried on what the procedure was and on what it becomes, and what is not known
 * (a side that cannot be read, an author nobody asked about) counts as meant: no content can get out of a rule that was about it.
 */
export function ruleApplies({ when }: ApprovalRule, changed: ChangedProcedure, authorBelongs: AuthorBelongs): boolean {
  const sides = [changed.before, changed.after].filter((side) => side.state !== 'none');
  const holds = <T>(wanted: readonly T[] | null, ofSide: (side: Read) => T): boolean =>
    wanted === null || sides.some((side) => !isKnown(side) || wanted.includes(ofSide(side)));
  const isFile = when.files === null ? null : compileGlobs({ include: when.files, exclude: [] });
  return (
    holds(when.risk, ({ entry }) => entry.risk ?? 'medium') &&
    holds(when.change, ({ entry }) => entry.procedure.metadata.change?.value.type ?? 'normal') &&
    holds(when.status, ({ entry }) => entry.procedure.status) &&
    (isFile === null || sides.some((side) => isFile(side.path))) &&
    (when.kind === null || isBlind(sides) || when.kind.some((kind) => changed.kinds.has(kind))) &&
    (when.author === null || when.author.some((handle) => authorBelongs(handle) !== false))
  );
}

type Read = Extract<OneSide, { readonly state: 'read' }>;

/** What a block says that cannot be read, nobody knows. */
function isKnown(side: OneSide): side is Read {
  return side.state === 'read' && side.entry.procedure.frontMatter.state !== 'broken';
}

/** Of what becomes of a procedure that is there before and after, and cannot be read, every kind may be true. */
function isBlind(sides: readonly OneSide[]): boolean {
  return sides.length > 1 && !sides.every(isKnown);
}

/** The conditions of a rule in words: `risk high or critical, path docs/**`; null where it has none. */
export function conditionsOf({ when }: ApprovalRule): string | null {
  const parts = [
    said('risk', when.risk),
    said('change type', when.change),
    said('status', when.status),
    said('path', when.files?.map((glob) => `\`${glob.replaceAll('`', "'")}\``) ?? null),
    said('kind of change', when.kind),
    said('author of', when.author),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

function said(name: string, values: readonly string[] | null): string | null {
  if (values === null) return null;
  const listed = values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
  return `${name} ${listed}`;
}
