import { expect, test } from '@jest/globals';
import type { Finding } from '../../../../src/core/finding.ts';
import { toAnnotations, toWorkflowCommands } from '../../../../src/core/policy/report/annotations.ts';
import { CODEOWNERS, CONFIG, verdictOn } from '../rules/told.ts';
import { commandsIn } from './runner.ts';

const VERDICT = verdictOn({
  head: {
    [CONFIG]: '',
    [CODEOWNERS]: '* @acme/all\n',
    'runbooks/a.md': '---\nlast_reviewed_on: 2026-11-01\nowner: TBD\n---\n',
  },
});
const FINDING: Finding = {
  rule: 'metadata-valid',
  level: 'warning',
  enforced: false,
  path: 'runbooks/a.md',
  line: 2,
  column: 7,
  message: 'Wrong.',
  fix: null,
  docs: '',
};
const withFinding = (finding: Partial<Finding>) => ({ ...VERDICT, findings: [{ ...FINDING, ...finding }] });

test('failures and warnings are annotated on their line, notices are not', () => {
  expect(toAnnotations(VERDICT.findings).filter(({ path }) => path === 'runbooks/a.md')).toEqual([
    {
      path: 'runbooks/a.md',
      start_line: 1,
      end_line: 1,
      annotation_level: 'warning',
      title: 'codeowners-specific',
      message:
        'Only the catch-all of CODEOWNERS (line 1, `*`) owns this path. Declare the owner first; then give the path to its owner in CODEOWNERS.',
    },
    {
      path: 'runbooks/a.md',
      start_line: 3,
      end_line: 3,
      annotation_level: 'failure',
      title: 'owner-valid',
      message: '`TBD` is a placeholder, not an owner. Name the GitHub team that is accountable, as `"@org/team"`.',
    },
  ]);
  expect(VERDICT.findings.map(({ rule }) => rule)).toContain('risk-classified');
});

test("an endless message is cut below GitHub's 64 KB, and never inside a character", () => {
  const [annotation] = toAnnotations([{ ...FINDING, message: `${'x'.repeat(9999)}😀${'y'.repeat(70_000)}` }]);
  expect(Buffer.byteLength(annotation?.message ?? '')).toBeLessThan(64 * 1024);
  expect(annotation?.message.isWellFormed()).toBe(true);
});

test('a workflow command a finding, then the title', () => {
  const fix = { text: 'Write `low`.', edits: [], certain: false };
  expect(toWorkflowCommands({ ...withFinding({ fix }), summary: { ...VERDICT.summary, warnings: 1 } })).toBe(
    '::warning file=runbooks/a.md,line=2,col=7,title=metadata-valid::Wrong. Write `low`.\n1 warning in 1 procedure\n',
  );
});

test.each([
  ['failure', 'error'],
  ['warning', 'warning'],
  ['notice', 'notice'],
] as const)('a %s is an %s', (level, name) => {
  expect(commandsIn(toWorkflowCommands(withFinding({ level }))).map((command) => command.name)).toEqual([name]);
});

test.each([
  ['the end of a line', 'a\n::error::b', 'a\\n::error::b'],
  ['a carriage return', 'a\r::error::b', 'a\\r::error::b'],
  ['a command in the text', '::stop-commands::x', '::stop-commands::x'],
  ['an old command', '##[add-matcher]x', '##[add-matcher]x'],
  ['percent signs', '100%0A::error::', '100%0A::error::'],
])('%s in a message stays in it', (_, message, data) => {
  const commands = commandsIn(toWorkflowCommands(withFinding({ message })));
  expect(commands.map((command) => [command.name, command.data])).toEqual([['warning', data]]);
});

test.each(['a,line=1', 'a::b', 'a:b', '100%', 'a\nb', 'a\r\n::error::x', 'a=b', ' a '])(
  'the file %j is the one that is annotated',
  (path) => {
    const [command, ...others] = commandsIn(toWorkflowCommands(withFinding({ path: `runbooks/${path}.md` })));
    expect([command?.properties.get('file'), command?.properties.get('line'), others]).toEqual([
      `runbooks/${path}.md`,
      '2',
      [],
    ]);
  },
);
