// core/policy/report: a verdict as SARIF 2.1.0, for code scanning and editors.
import { createHash } from 'node:crypto';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Finding } from '../../finding.ts';
import { docsOf } from '../docs-of.ts';
import { RULES } from '../rules.ts';
import type { Verdict } from '../verdict.ts';

const LEVELS = { failure: 'error', warning: 'warning', notice: 'note', off: 'none' } as const;

/** One run; the rules with their pages, a result a finding, with a fingerprint that survives moved lines. */
export function toSarif(verdict: Verdict): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Runbook Steward',
            informationUri: 'https://github.com/runbook-steward/runbook-steward',
            rules: RULES.map(
              ({ id, level }): ReportingDescriptor => ({
                id,
                helpUri: docsOf(id),
                defaultConfiguration: { level: LEVELS[level], enabled: level !== 'off' },
              }),
            ),
          },
        },
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        results: verdict.findings.map(toResult),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const RULE_INDEX = new Map(RULES.map((rule, index) => [rule.id, index]));

function toResult({ rule, level, path, line, column, message, fix }: Finding): Result {
  return {
    ruleId: rule,
    ruleIndex: RULE_INDEX.get(rule) ?? -1,
    level: LEVELS[level],
    message: { text: (fix ? `${message} ${fix.text}` : message).toWellFormed() },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path), uriBaseId: '%SRCROOT%' },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    partialFingerprints: {
      'steward/v1': createHash('sha256')
        .update(JSON.stringify([rule, path, message]))
        .digest('hex'),
    },
  };
}

/** The path as a relative URI reference; each segment is encoded, so that no name can be taken for a scheme, a query or a fragment. */
function uriOf(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
