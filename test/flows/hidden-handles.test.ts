// flows: in a public repository nobody is named whom only a private policy names.
import { expect, test } from '@jest/globals';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { hiddenHandles, withoutHandles } from '../../src/flows/hidden-handles.ts';

const snapshot = (path: string): Snapshot => ({
  ...{
    version: 1,
    repository: { name: 'acme/ops', organisation: 'acme' },
    base: null,
    changes: null,
    givenConfig: null,
  },
  head: { name: 'main', sha: null, paths: null, files: [{ path: 'a.md', text: 'owner: "@acme/sre"' }] },
  organisationPolicy: { path, text: 'owners: {fallback: "@acme/secret-team"}\ndefaults: {owner: "@Acme/SRE"}' },
  owners: null,
});

test.each([
  ['acme/.github-private/runbook-steward.yml', ['@acme/secret-team']],
  ['acme/policies/runbook-steward.yml', ['@acme/secret-team']],
  ['acme/.github/runbook-steward.yml', []],
])('of a policy in %s: %s', (path, handles) => {
  expect(hiddenHandles(snapshot(path))).toEqual(handles);
});

test.each([
  ['Waiting for @acme/secret-team (0 of 1)', 'Waiting for somebody whom the organisation policy names (0 of 1)'],
  ['1 of `@Acme/Secret-Team`: x', '1 of `somebody whom the organisation policy names`: x'],
  ['1 of @\u200Bacme/secret\\-team\\.', '1 of somebody whom the organisation policy names\\.'],
  ['1 of @acme/secret-team-two', '1 of @acme/secret-team-two'],
])('%s', (text, shown) => {
  expect(withoutHandles(text, ['@acme/secret-team'])).toBe(shown);
});
