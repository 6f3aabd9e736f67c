// core/policy: the level that a configuration gives a rule.
import type { Level, RuleId } from '../finding.ts';
import { compileGlobs } from './globs.ts';
import type { Policy } from './read-policy.ts';
import type { Override } from './settings.ts';

type Levels = { readonly settings: Pick<Policy['settings'], 'rules' | 'overrides'> };

/**
 * The level that the configuration gives `rule`: the last override that matches and still holds (its `until` is its last day), else
 * `rules`; null where it says nothing, so that a rule may weigh the finding itself.
 */
export function configuredLevel(policy: Levels, rule: RuleId, path: string | null, today: string): Level | null {
  const { rules, overrides } = policy.settings;
  const deciding = overrides.findLast(
    (override) =>
      override.rules[rule] !== undefined &&
      (override.until === null || today <= override.until) &&
      path !== null &&
      isAbout(override, path),
  );
  return deciding?.rules[rule] ?? rules[rule] ?? null;
}

const compiled = new WeakMap<Override, (path: string) => boolean>();

/** Compiled once for each override, as it is asked for every rule and file. */
function isAbout(override: Override, path: string): boolean {
  const matches = compiled.get(override) ?? compileGlobs({ include: override.files, exclude: [] });
  compiled.set(override, matches);
  return matches(path);
}
