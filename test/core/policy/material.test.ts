import { expect, test } from '@jest/globals';
import { isMaterial } from '../../../src/core/policy/material.ts';
import { read } from '../procedure/read.ts';

const PRE = 'change: {type: standard, preapproval: {by: "@acme/cab", ref: CHG-1, on: 2026-01-01, expires: 2026-07-01}}';
const page = (metadata: string, body = '# A\n\nDo this.\n') => `---\ntitle: A\n${metadata}\n---\n${body}`;
const pre = (changed: string, to: string) => page(PRE.replace(changed, to));

test.each<readonly [what: string, before: string, after: string, material: boolean]>([
  ['nothing', page(PRE), page(PRE), false],
  ['line endings', page(PRE), page(PRE).replaceAll('\n', '\r\n'), false],
  ['a BOM', page(PRE), `\uFEFF${page(PRE)}`, false],
  ['trailing blanks', page(PRE), page(PRE, '# A  \n\nDo this.\t\n\n'), false],
  ['leading blanks', page(PRE), page(PRE, '# A\n\n    Do this.\n'), true],
  ['one letter', page(PRE), page(PRE, '# A\n\nDo that.\n'), true],
  ['a blank inside a line', page(PRE), page(PRE, '# A\n\nDo  this.\n'), true],
  ['an invisible character', page(PRE), page(PRE, '# A\n\nDo\u200b this.\n'), true],
  ['the order of keys', page('risk: low\nid: a'), page('id: a\nrisk: low'), false],
  ['quotes', page('risk: low'), page('risk: "low"'), false],
  ['the last review', page('risk: low'), page('risk: low\nlast_reviewed_on: 2026-01-01'), false],
  ['the last review under another name', page('risk: low'), page('risk: low\nreviewed_on: 2026-01-01'), false],
  ['who reviewed', page('risk: low'), page('risk: low\nlast_reviewed_by: "@jane"'), false],
  ['the next review', page('next_review_on: 2026-01-01'), page('next_review_on: 2027-01-01'), false],
  ['the interval', page('review_in: 3 months'), page('review_in: 10 years'), true],
  ['the risk', page('risk: high'), page('risk: low'), true],
  ['the owner', page('owner: "@acme/a"'), page('owner: "@acme/b"'), true],
  ['the approvers', page('approvers: ["@acme/a"]'), page('approvers: ["@acme/b"]'), true],
  ['the type of change', page('change: {type: normal}'), page('change: {type: standard}'), true],
  ['an unknown key', page('risk: low'), page('risk: low\nx-note: y'), true],
  ['a refresh', page(PRE), page(PRE.replace('2026-01-01', '2026-06-01').replace('2026-07-01', '2026-11-01')), false],
  [
    'a refresh with a new reference',
    page(PRE),
    page(PRE.replace('2026-01-01', '2026-06-01').replace('2026-07-01', '2026-11-01').replace('CHG-1', 'CHG-2')),
    false,
  ],
  [
    'a refresh for one day more',
    page(PRE),
    page(PRE.replace('2026-01-01', '2026-06-01').replace('2026-07-01', '2026-11-30')),
    true,
  ],
  [
    'a refresh for longer',
    page(PRE),
    page(PRE.replace('2026-01-01', '2026-06-01').replace('2026-07-01', '2027-06-01')),
    true,
  ],
  ['a later end alone', page(PRE), pre('2026-07-01', '2026-12-01'), true],
  ['an earlier end alone', page(PRE), pre('2026-07-01', '2026-05-01'), true],
  ['an earlier day', page(PRE), pre('2026-01-01', '2025-12-01'), true],
  ['another board', page(PRE), pre('@acme/cab', '@acme/sre'), true],
  ['another reference alone', page(PRE), pre('CHG-1', 'CHG-2'), true],
  [
    'a reference taken away',
    page(PRE),
    page(PRE.replace('2026-01-01', '2026-06-01').replace('ref: CHG-1, ', '')),
    true,
  ],
  [
    'no term any more',
    page(PRE),
    page(PRE.replace('2026-01-01', '2026-06-01').replace(', expires: 2026-07-01', '')),
    true,
  ],
  ['a day that is none', page(PRE), pre('2026-01-01', '2026-02-31'), true],
  ['a pre-approval taken away', page(PRE), page('change: {type: standard}'), true],
  ['a pre-approval added', page('change: {type: standard}'), page(PRE), true],
  ['the block broken', page('risk: low'), page('risk: low\nowner: @x'), true],
  ['the block taken away', page('risk: low'), '# A\n\nDo this.\n', true],
])('%s', (_, before, after, material) => {
  expect(isMaterial(read(before), read(after))).toBe(material);
});

test('another path is material', () => {
  const procedure = read(page(PRE));
  expect(isMaterial(procedure, { ...procedure, path: `x/${procedure.path}` })).toBe(true);
});
