import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told } from './told.ts';

const at = (text: string) => ({ head: { [CONFIG]: '', 'runbooks/a.md': text } });

test.each<RuleCase>([
  [
    'no risk',
    at('---\ntitle: A\n---\n'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No risk class; it counts as medium.',
        fix: 'Add `risk: low`, `medium`, `high` or `critical`.',
      },
    ],
  ],
  [
    'no block',
    at('# A\n'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No risk class; it counts as medium.',
        fix: 'Add `risk: low`, `medium`, `high` or `critical`.',
      },
    ],
  ],
  [
    'an empty risk',
    at('---\nrisk:\n---\n'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No risk class; it counts as medium.',
        fix: 'Add `risk: low`, `medium`, `high` or `critical`.',
      },
    ],
  ],
  ['low', at('---\nrisk: low\n---\n'), []],
  ['small is low', at('---\nrisk: small\n---\n'), []],
  ['an alias', at('---\nrisk_class: critical\n---\n'), []],
  [
    'from _procedures.yml',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'risk: high\n', 'runbooks/a.md': '# A\n' } },
    [],
  ],
  ['from the defaults', { head: { [CONFIG]: 'defaults: {risk: medium}\n', 'runbooks/a.md': '# A\n' } }, []],
  ['a value that is none is metadata-valid, alone', at('---\nrisk: hihg\n---\n'), []],
  ['a block that cannot be read is front-matter-parses, alone', at('---\nowner: @x\n---\n'), []],
])('%s', (_, world, expected) => {
  expect(told('risk-classified', world)).toEqual(expected);
});
