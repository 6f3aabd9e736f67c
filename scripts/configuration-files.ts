// scripts: what is made from the configuration's schema: the JSON Schemas and the page that documents every key.

import { DEFAULTS } from '../src/core/policy/config-defaults.ts';
import { configJsonSchema, type Outline } from '../src/core/policy/config-outline.ts';
import { METADATA_KEYS, OWN_KEYS } from '../src/core/procedure/metadata-keys.ts';

/** A working example for each key of the configuration. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  $schema: '$schema: ../node_modules/runbook-steward/schema/config.schema.json',
  enabled: 'enabled: false',
  enforce: 'enforce: touched',
  procedures: 'procedures:\n  include: ["docs/runbooks/**/*.md"]\n  exclude: ["**/archive/**"]',
  metadata: 'metadata:\n  aliases: {owner: [team], next_review_on: [review_date]}\n  dates: mdy',
  defaults: 'defaults: {owner: "@acme/sre", risk: medium}',
  owners:
    'owners:\n  map: {payments: "@acme/payments-sre"}\n  from: [front-matter, codeowners, catalog-info]\n  fallback: "@acme/ops-leads"',
  review:
    'review:\n  default: 12 months\n  byRisk: {critical: 3 months, high: 6 months}\n  timeZone: Europe/Berlin\n  openOn: {days: mon-thu, hours: 9-16}',
  issues: 'issues: {repository: acme/ops-reviews, assign: person, perOwnerWeekly: 2}',
  approval:
    'approval:\n  rules:\n    - {when: {risk: [high, critical]}, from: ["@acme/cab"], count: 1}\n    - {when: {kind: [deletion, hand-over], author: ["@acme/contractors"]}, from: ["@acme/sre"]}\n  board: "@acme/cab"\n  requestReviewers: 1',
  feedback: 'feedback: {respondIn: {dangerous: 1 day, wrong: 5 days}}',
  override: 'override: {by: ["@acme/ops-leads"]}',
  labels: 'labels: {review: ops/review}',
  dashboard: 'dashboard: true',
  bots: 'bots: {allow: ["renovate[bot]"]}',
  rules: 'rules: {codeowners-agrees: warning, sections-present: notice}',
  overrides: 'overrides:\n  - files: ["docs/legacy/**"]\n    rules: {owner-declared: warning}\n    until: 2027-03-31',
  locked: 'locked: [review.byRisk, rules.owner-declared]',
  unlocked: 'unlocked: [owners.fallback]',
};

/** Every file that is made, by its path from the root. */
export function configurationFiles(): Readonly<Record<string, string>> {
  return {
    'schema/config.schema.json': json({ title: 'Runbook Steward: configuration', ...configJsonSchema() }),
    'schema/procedures.schema.json': json(directorySchema()),
    'docs/configuration.md': page(configJsonSchema() as Outline),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** `_procedures.yml`: values are checked when they are read, in all the forms that front matter accepts; here only the names. */
function directorySchema(): unknown {
  const keys = METADATA_KEYS.filter((key) => !OWN_KEYS.includes(key));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Runbook Steward: _procedures.yml',
    description: 'Metadata of the procedures in this directory and below, where their own files do not say otherwise.',
    type: 'object',
    properties: Object.fromEntries(keys.map((key) => [key, key === 'risk' ? RISK : {}])),
  };
}

const RISK = { enum: ['low', 'medium', 'high', 'critical', 'small'] };

function page(schema: Outline): string {
  const sections = Object.entries(schema.properties ?? {}).map(([key, outline]) => section(key, outline));
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

function section(key: string, outline: Outline): string {
  const rows = key === 'rules' ? [] : rowsOf(outline, `${key}.`);
  const table = rows.length > 0 ? `\n| key | default | meaning |\n|---|---|---|\n${rows.join('\n')}\n` : '';
  const standard = rows.length > 0 ? '' : `\nDefault: ${defaultOf([key])}.\n`;
  return `## \`${key}\`\n\n${outline.description}\n${standard}${table}\n\`\`\`yaml\n${EXAMPLES[key] ?? ''}\n\`\`\`\n`;
}

function rowsOf(outline: Outline, prefix: string): readonly string[] {
  const { properties = {} } = outline.items ?? outline;
  return Object.entries(properties).flatMap(([key, below]) => {
    const standard = defaultOf(`${prefix}${key}`.split('.'), below.default);
    if (!below.description && standard === 'none') return [];
    const row = `| \`${prefix}${key}\` | ${standard} | ${below.description ?? ''} |`;
    const isOfRules = key === 'rules' && !below.items;
    return prefix === 'metadata.' || isOfRules ? [row] : [row, ...rowsOf(below, `${prefix}${key}.`)];
  });
}

function defaultOf(path: readonly string[], otherwise?: unknown): string {
  let value: unknown = DEFAULTS;
  for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  value ??= otherwise;
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.length > 0 ? value.map((item) => `\`${item}\``).join(', ') : 'none';
  if (typeof value === 'object') return Object.keys(value).length > 0 ? 'see below' : 'none';
  return `\`${value}\``;
}

const INTRODUCTION = `# Configuration

<!-- Made by \`node scripts/write-schema.ts\` from the schema; change that. -->

\`.github/runbook-steward.yml\` configures a repository; \`runbook-steward.yml\` in the organisation's \`.github-private\` or \`.github\`
repository is the policy of all its repositories. Both have the same keys, and every key is optional. For completion and checks in an
editor, put this on the first line:

\`\`\`yaml
# yaml-language-server: $schema=../node_modules/runbook-steward/schema/config.schema.json
\`\`\`

\`steward config\` checks the file; \`steward config --explain\` prints each value and where it comes from.

**Where a value comes from.** The repository's file is joined to the policy, and both to the defaults: mappings key by key, so
\`byRisk: {high: 4 months}\` leaves \`critical\` as it was; a list replaces the list below it; only \`overrides\` of both files count, the
repository's last. A key with nothing behind it is as if it were not there.

**What a repository may not change.** The keys that the policy names under \`locked\`, and \`owners.fallback\`, \`approval\` and \`override\`
where the policy sets them and does not name them under \`unlocked\`. An attempt is a finding, and the policy's value holds. The level of
a locked rule cannot be changed through \`overrides\` either.

**What is wrong** is a finding of [\`config-valid\`](rules/config-valid.md) with its line and the nearest right value. Unknown keys are
warnings and ignored. A wrong value counts as not written, and the rest stays in effect; of \`overrides\` and \`approval.rules\` the whole
item is left out. A file that is no YAML at all, or larger than 64 KiB, has no effect.

**Forms.** Times: \`6 months\`, \`90 days\`, \`1 year\`, \`quarterly\`, \`P90D\`, and for reviews \`never (reason)\`. Dates: \`YYYY-MM-DD\`.
Teams and users: \`"@org/team"\` and \`"@user"\`, in quotes, because YAML does not allow a bare \`@\`. Globs: from the root of the
repository without a leading slash, upper and lower case alike, \`*\` also matches a leading dot, \`**\` any folders; at most 1,024
characters, 256 patterns when its braces are written out, and 100 globs in a list.
`;
