// core: what a user can mend.
import type { Edit } from './edit.ts';
import type { Position } from './position.ts';

/** The rules of the public contract, in its order. An id never changes. */
export const RULE_IDS = [
  'config-valid',
  'procedure-readable',
  'front-matter-parses',
  'metadata-valid',
  'owner-declared',
  'owner-valid',
  'owner-exists',
  'owner-can-act',
  'owner-single',
  'owner-is-team',
  'owner-recorded',
  'codeowners-present',
  'codeowners-valid',
  'codeowners-covers',
  'codeowners-specific',
  'codeowners-agrees',
  'codeowners-live',
  'policy-owned',
  'id-unique',
  'review-dated',
  'review-current',
  'review-evidence',
  'risk-classified',
  'risk-plausible',
  'change-preapproved',
  'preapproval-holds',
  'contact-is-group',
  'sections-present',
  'superseded-resolves',
  'procedure-linked',
] as const;

export type RuleId = (typeof RULE_IDS)[number];

/** How much a finding weighs. `off` is a setting only; no finding has it. */
export type Level = 'failure' | 'warning' | 'notice' | 'off';

/**
 * What to do about a finding. `text` is one imperative sentence for a person. `edits` carry it out in the file as it was read;
 * `certain` says that they may be applied without asking (never a guess). Without edits, `certain` is false.
 */
export type Fix = { readonly text: string; readonly edits: readonly Edit[]; readonly certain: boolean };

/**
 * Something wrong in one file, found while reading or by a rule. `message` names what is wrong (never the file's own path, so that
 * the same problem is recognised on base and head and after a rename). `level` where it differs from the rule's default.
 */
export type Problem = {
  readonly rule: RuleId;
  readonly at: Position;
  readonly message: string;
  readonly fix: Fix | null;
  readonly level?: Exclude<Level, 'off'>;
};

/** A problem of one file, weighed by the policy. `enforced`: it makes the check fail. `docs`: its rule's page. */
export type Finding = {
  readonly rule: RuleId;
  readonly level: Exclude<Level, 'off'>;
  readonly enforced: boolean;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix: Fix | null;
  readonly docs: string;
};
