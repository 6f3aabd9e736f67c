// core/policy: where a rule is explained.
import type { RuleId } from '../finding.ts';

/** Where a rule's page is found. */
export function docsOf(rule: RuleId): string {
  return `https://github.com/runbook-steward/runbook-steward/blob/main/docs/rules/${rule}.md`;
}
