import { describe, expect, test } from '@jest/globals';
import { toBeValidSarifLog } from '@microsoft/jest-sarif';
import type { Log } from 'sarif';
import { toSarif } from '../../../../src/core/policy/report/sarif.ts';
import { RULES } from '../../../../src/core/policy/rules.ts';
import { CODEOWNERS, CONFIG, verdictOn, type World } from '../rules/told.ts';

const HEAD = {
  [CONFIG]: '',
  [CODEOWNERS]: '/.github/ @acme/leads\n',
  'runbooks/a.md': '---\nrisk: low\nowner: TBD\n---\n',
  'runbooks/what: 100% #1?.md': '# B\n',
};
const logOf = (world: World): Log => JSON.parse(toSarif(verdictOn(world)));
const resultsOf = (world: World) => logOf(world).runs[0]?.results ?? [];

describe('the official schema of SARIF 2.1.0', () => {
  test('accepts a report', () => {
    expect(toBeValidSarifLog(logOf({ head: HEAD })).pass).toBe(true);
  });

  test('accepts one without a finding', () => {
    expect(toBeValidSarifLog(logOf({ base: HEAD, head: { ...HEAD, x: '' } })).pass).toBe(true);
  });

  test('does not accept just anything', () => {
    const log = logOf({ head: HEAD });
    const [run] = log.runs;
    expect(toBeValidSarifLog({ ...log, version: '2.0.0' }).pass).toBe(false);
    expect(toBeValidSarifLog({ ...log, runs: [{ ...run, results: [{ level: 'failure' }] }] }).pass).toBe(false);
  });
});

test('a result has its rule, level, place and message', () => {
  const [first] = resultsOf({ head: { ...HEAD, 'runbooks/what: 100% #1?.md': '' } }).filter(
    ({ ruleId }) => ruleId === 'owner-valid',
  );
  expect(first).toEqual({
    ruleId: 'owner-valid',
    ruleIndex: RULES.findIndex(({ id }) => id === 'owner-valid'),
    level: 'error',
    message: {
      text: '`TBD` is a placeholder, not an owner. Name the GitHub team that is accountable, as `"@org/team"`.',
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'runbooks/a.md', uriBaseId: '%SRCROOT%' },
          region: { startLine: 3, startColumn: 8 },
        },
      },
    ],
    partialFingerprints: { 'steward/v1': expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
});

test('failure, warning and notice are error, warning and note', () => {
  const levels = resultsOf({ head: HEAD }).map(({ ruleId, level }) => `${ruleId} ${level}`);
  expect(levels).toEqual(expect.arrayContaining(['owner-declared error', 'risk-classified note']));
  expect(resultsOf({ head: { ...HEAD, [CODEOWNERS]: '* @acme/all\n' } }).map(({ level }) => level)).toContain(
    'warning',
  );
});

test('a name with every sign of a URI is one relative reference', () => {
  const uris = resultsOf({ head: HEAD }).map(
    (result) => result.locations?.[0]?.physicalLocation?.artifactLocation?.uri,
  );
  expect(uris).toContain('runbooks/what%3A%20100%25%20%231%3F.md');
});

test('the fingerprint survives a moved line and tells different findings apart', () => {
  const prints = (head: World['head']) =>
    resultsOf({ head })
      .filter(({ ruleId }) => ruleId === 'owner-valid')
      .map((result) => result.partialFingerprints?.['steward/v1']);
  const moved = { ...HEAD, 'runbooks/a.md': '---\nrisk: low\ntitle: A\nowner: TBD\n---\n' };
  expect(prints(moved)).toEqual(prints(HEAD));
  expect(prints({ ...HEAD, 'runbooks/a.md': '---\nowner: "#db"\n---\n' })).not.toEqual(prints(HEAD));
  expect(new Set(prints({ ...HEAD, 'runbooks/b.md': HEAD['runbooks/a.md'] })).size).toBe(2);
});

test('every rule is described, with its page and level', () => {
  const rules = logOf({ head: HEAD }).runs[0]?.tool.driver.rules ?? [];
  expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  expect(rules.find(({ id }) => id === 'sections-present')?.defaultConfiguration).toEqual({
    level: 'none',
    enabled: false,
  });
  expect(rules[0]?.helpUri).toBe(
    'https://github.com/runbook-steward/runbook-steward/blob/main/docs/rules/config-valid.md',
  );
});

test('1,000 findings are 1,000 results', () => {
  const pages = Object.fromEntries(
    Array.from({ length: 1000 }, (_, n) => [`runbooks/${n}.md`, '---\nowner: "@a"\nrisk: low\n---\n']),
  );
  const log = logOf({
    head: { [CONFIG]: 'rules: {owner-is-team: off}\n', [CODEOWNERS]: '/.github/ @x\n/runbooks/ @a\n', ...pages },
  });
  expect(log.runs[0]?.results).toHaveLength(1000);
  expect(toBeValidSarifLog(log).pass).toBe(true);
});
