// core/policy: what a rule is, and what it may see.
import type { Codeowners } from '../codeowners/codeowners.ts';
import type { CodeownersIndex } from '../codeowners/match.ts';
import type { Level, Problem, RuleId } from '../finding.ts';
import type {
  Attested,
  Change,
  IdElsewhere,
  Neighbour,
  OwnerState,
  Side,
  SnapshotFile,
  Unreadable,
} from '../snapshot.ts';
import type { Policy } from './read-policy.ts';
import type { Entry } from './verdict.ts';

/** A problem and the file it is in. */
export type Located = Problem & { readonly path: string };

/** One side of a snapshot, read. */
export type Survey = {
  readonly side: Side;
  readonly files: ReadonlyMap<string, SnapshotFile>;
  /** The CODEOWNERS file that counts; null where there is none. `ignored`: the others, lower in GitHub's order. */
  readonly codeowners: {
    readonly parsed: Codeowners;
    readonly index: CodeownersIndex;
    readonly ignored: readonly string[];
  } | null;
  /** The procedures, by path in code-point order. */
  readonly entries: readonly Entry[];
  /** Files that would be procedures and cannot be read, and folders that cannot be listed. */
  readonly unreadable: readonly { readonly path: string; readonly unreadable: Unreadable; readonly bytes?: number }[];
  /** Procedures of the tree whose text is not at hand (a partial clone without it, a tree that was cut short). */
  readonly absent: readonly string[];
  /** What is wrong in the configuration and in `_procedures.yml` files of this side. */
  readonly configProblems: readonly Located[];
};

export type Context = {
  readonly survey: Survey;
  /** The other side of the comparison; null where nothing is compared. */
  readonly base: Survey | null;
  readonly changes: readonly Change[] | null;
  readonly policy: Policy;
  /** `YYYY-MM-DD` in the policy's time zone. */
  readonly today: string;
  /** What GitHub says of an owner, by lower-case handle; null where nobody was asked. */
  readonly owners: ReadonlyMap<string, OwnerState> | null;
  /** Procedures that were not read, from the catalog; null where all were read, or nothing is known of the others. */
  readonly neighbours: readonly Neighbour[] | null;
  /** By id, where else in the organisation it is used. */
  readonly idsElsewhere: ReadonlyMap<string, IdElsewhere>;
  /** Reviews that somebody attested. */
  readonly attested: readonly Attested[];
  /** The change board has approved the pull request as it is. */
  readonly isBoardApproved: boolean;
  /** The entry of the same procedure on the base, also after a rename; null where it is new or nothing is compared. */
  readonly before: (entry: Entry) => Entry | null;
};

type Common = {
  readonly id: RuleId;
  /** The level where neither the configuration nor the problem says otherwise. */
  readonly level: Level;
  /** Why the rule, or part of it, could not look here; null where it could. */
  readonly notChecked?: (context: Context) => string | null;
};

/** A rule about one procedure: it is asked for every affected one. */
export type ProcedureRule = Common & {
  readonly about: 'procedure';
  readonly check: (entry: Entry, context: Context) => Iterable<Problem>;
};

/** A rule about the repository: it is asked once. */
export type RepositoryRule = Common & {
  readonly about: 'repository';
  readonly check: (context: Context) => Iterable<Located>;
};

export type Rule = ProcedureRule | RepositoryRule;

/** Why a rule that looks across the repository could not look at all of it; null where it could. */
export function onlyAffected({ survey, neighbours }: Context): string | null {
  return survey.side.isPartial && neighbours === null ? 'looked among the affected procedures only' : null;
}

/** A fix that is a sentence only. */
export function advise(text: string): Problem['fix'] {
  return { text, edits: [], certain: false };
}

/** A rule that only passes on what reading the procedure already found. */
export function fromReading(id: RuleId, level: Level): ProcedureRule {
  return {
    id,
    level,
    about: 'procedure',
    check: (entry) => entry.procedure.problems.filter((problem) => problem.rule === id),
  };
}

/** Where a key that is missing is reported: the first line (contract §7). */
export { FILE_START as MISSING } from '../position.ts';
