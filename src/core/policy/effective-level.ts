// core/policy: the level of one finding, from its rule, the finding itself and the configuration.
import type { Level, Problem } from '../finding.ts';
import { configuredLevel } from './configured-level.ts';
import type { Policy } from './read-policy.ts';
import type { Rule } from './rule.ts';

const WEIGHT: Readonly<Record<Level, number>> = { off: 0, notice: 1, warning: 2, failure: 3 };

/**
 * What a finding of `rule` in `path` weighs. `said`: the level that the finding asks for itself. Where the configuration names the
 * rule, that level holds; a finding that is milder than its rule (an owner that the change did not set) stays milder.
 */
export function effectiveLevel(
  policy: Policy,
  rule: Pick<Rule, 'id' | 'level'>,
  said: Problem['level'],
  path: string | null,
  today: string,
): Level {
  const configured = configuredLevel(policy, rule.id, path, today);
  if (configured === null) return said ?? rule.level;
  const isMilder = said !== undefined && WEIGHT[said] < WEIGHT[rule.level] && WEIGHT[said] < WEIGHT[configured];
  return isMilder ? said : configured;
}
