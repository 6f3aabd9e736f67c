// core/policy: what the configuration files say together → settings.
import { configSchema, type ParsedConfig } from './config-schema.ts';
import type { PlainMap } from './config-source.ts';
import { valueAt, without } from './config-tree.ts';
import type { ApprovalRule, Override, Settings } from './settings.ts';

/** The settings that `written` is. It has to be what the schema accepts; anything else is a fault of ours and throws. */
export function toSettings(written: PlainMap): Settings {
  const unset = [['approval'], ['owners', 'fallback'], ['issues', 'repository']];
  const parsed = configSchema.parse(
    without(
      written,
      unset.filter((path) => valueAt(written, path) === null),
    ),
  );
  const { enabled, enforce, procedures, metadata, owners, review, issues, approval } = parsed;
  const { feedback, override, labels, dashboard, bots, rules, overrides } = parsed;
  const { days, hours } = review.openOn;
  return {
    enabled,
    enforce,
    procedures,
    metadata: { ...metadata, aliases: Object.assign(Object.create(null), metadata.aliases) },
    owners: { ...owners, fallback: owners.fallback ?? null },
    review: { ...review, openOn: { days, ...hours } },
    issues: { ...issues, repository: issues.repository ?? null },
    approval: approval ? { ...approval, board: approval.board ?? null, rules: approval.rules.map(approvalRule) } : null,
    feedback,
    override,
    labels,
    dashboard,
    bots,
    rules,
    overrides: overrides.map((exception): Override => ({ ...exception, until: exception.until ?? null })),
  };
}

function approvalRule({ when, from, count }: NonNullable<ParsedConfig['approval']>['rules'][number]): ApprovalRule {
  const { risk = null, change = null, status = null, files = null, kind = null, author = null } = when;
  return { when: { risk, change, status, files, kind, author }, from, count };
}
