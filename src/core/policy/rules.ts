// core/policy: the rules, in the order of the contract. A new rule is one file, one line here, one case table, one docs page.
import type { Rule } from './rule.ts';
import { changePreapproved } from './rules/change-preapproved.ts';
import { codeownersAgrees } from './rules/codeowners-agrees.ts';
import { codeownersCovers } from './rules/codeowners-covers.ts';
import { codeownersLive } from './rules/codeowners-live.ts';
import { codeownersPresent } from './rules/codeowners-present.ts';
import { codeownersSpecific } from './rules/codeowners-specific.ts';
import { codeownersValid } from './rules/codeowners-valid.ts';
import { configValid } from './rules/config-valid.ts';
import { contactIsGroup } from './rules/contact-is-group.ts';
import { frontMatterParses } from './rules/front-matter-parses.ts';
import { idUnique } from './rules/id-unique.ts';
import { metadataValid } from './rules/metadata-valid.ts';
import { ownerCanAct } from './rules/owner-can-act.ts';
import { ownerDeclared } from './rules/owner-declared.ts';
import { ownerExists } from './rules/owner-exists.ts';
import { ownerIsTeam } from './rules/owner-is-team.ts';
import { ownerRecorded } from './rules/owner-recorded.ts';
import { ownerSingle } from './rules/owner-single.ts';
import { ownerValid } from './rules/owner-valid.ts';
import { policyOwned } from './rules/policy-owned.ts';
import { preapprovalHolds } from './rules/preapproval-holds.ts';
import { procedureLinked } from './rules/procedure-linked.ts';
import { procedureReadable } from './rules/procedure-readable.ts';
import { reviewCurrent } from './rules/review-current.ts';
import { reviewDated } from './rules/review-dated.ts';
import { reviewEvidence } from './rules/review-evidence.ts';
import { riskClassified } from './rules/risk-classified.ts';
import { riskPlausible } from './rules/risk-plausible.ts';
import { sectionsPresent } from './rules/sections-present.ts';
import { supersededResolves } from './rules/superseded-resolves.ts';

export const RULES: readonly Rule[] = [
  configValid,
  procedureReadable,
  frontMatterParses,
  metadataValid,
  ownerDeclared,
  ownerValid,
  ownerExists,
  ownerCanAct,
  ownerSingle,
  ownerIsTeam,
  ownerRecorded,
  codeownersPresent,
  codeownersValid,
  codeownersCovers,
  codeownersSpecific,
  codeownersAgrees,
  codeownersLive,
  policyOwned,
  idUnique,
  reviewDated,
  reviewCurrent,
  reviewEvidence,
  riskClassified,
  riskPlausible,
  changePreapproved,
  preapprovalHolds,
  contactIsGroup,
  sectionsPresent,
  supersededResolves,
  procedureLinked,
];
