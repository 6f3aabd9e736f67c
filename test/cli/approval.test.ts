import { describe, expect, jest, test } from '@jest/globals';
import { type Files, tempFolder, tempRepository } from '../disk/temp-folder.ts';
import { steward, TODAY } from './steward.ts';

jest.setTimeout(60_000); // Two busy cores may take ten times as long.

const CONFIG = '.github/runbook-steward.yml';
const A = 'runbooks/a.md';
const RULES =
  'owners: {fallback: "@acme/leads"}\napproval:\n  board: "@acme/cab"\n' +
  '  rules: [{when: {risk: [high, critical]}, from: ["@acme/cab"]}]\n';
const page = (metadata: string, body = '# A\n\nDo this.\n') => `---\n${metadata}\n---\n\n${body}`;
const HIGH = page('owner: "@acme/db"\nrisk: high');
const BASE: Files = { [CONFIG]: RULES, '.github/CODEOWNERS': '/sop/ @acme/net\n', [A]: HIGH };
const EXPLAIN = ['approval', '--explain', '--base', 'main', ...TODAY];

/** What the command says of a branch on which `change` was made; `null` takes a file away. */
async function explained(
  change: Readonly<Record<string, string | null>>,
  args: readonly string[] = EXPLAIN,
  base = BASE,
) {
  const repository = tempRepository(base);
  repository.git('switch', '-q', '-c', 'topic');
  for (const [path, text] of Object.entries(change)) {
    if (text === null) repository.git('rm', '-q', path);
    else repository.write({ [path]: text });
  }
  repository.commit('change');
  return steward(repository, args);
}

const CAB = '1 of @acme/cab: rule 1 of approval.rules (risk high or critical).';

describe('on a branch', () => {
  test.each<readonly [string, Readonly<Record<string, string | null>>, readonly string[]]>([
    [
      'an edit',
      { [A]: page('owner: "@acme/db"\nrisk: low', 'x\n') },
      ['  `runbooks/a.md`, all of this:', '    1 of @acme/db: its owner.', `    ${CAB}`],
    ],
    ['a deletion', { [A]: null }, ['  `runbooks/a.md`, all of this:', '    1 of @acme/db: its owner.', `    ${CAB}`]],
    [
      'a hand-over',
      { [A]: HIGH.replace('@acme/db', '@acme/net') },
      [
        '  `runbooks/a.md`, all of this:',
        '    1 of @acme/db: the owner it had.',
        '    1 of @acme/net: the owner it gets.',
        `    ${CAB}`,
      ],
    ],
    [
      'a new one',
      { 'sop/b.md': page('owner: "@acme/db"\nrisk: low') },
      ['  `sop/b.md`, all of this:', '    1 of @acme/db: its owner.', '    1 of @acme/net: its code owners.'],
    ],
    [
      'the configuration',
      { [CONFIG]: 'approval: {}\n' },
      ['  `.github/runbook-steward.yml`:', '    1 of @acme/leads: whoever changes the rules needs the fallback.'],
    ],
  ])('%s', async (_, change, lines) => {
    expect(await explained(change)).toEqual({ code: 0, out: `This change needs:\n${lines.join('\n')}\n`, err: '' });
  });

  test('nothing that matters', async () => {
    expect(await explained({ 'src/a.ts': 'x' })).toEqual({
      code: 0,
      out: 'The change affects nothing that has to be approved.\n',
      err: '',
    });
  });

  test('a pre-approval that does not hold ends with 1', async () => {
    const { code, out } = await explained({ [A]: page('owner: "@acme/db"\nchange: {type: standard}') });
    expect(code).toBe(1);
    expect(out).toContain('    The change type is `standard`, and no pre-approval is recorded.\n');
    expect(
      (await explained({ [A]: page('owner: "@acme/db"\nchange: {type: standard}') }, ['approval', '--base', 'main']))
        .out,
    ).toContain('\n  The change type is `standard`, and no pre-approval is recorded\n');
  });

  test('the day decides whether a pre-approval holds', async () => {
    const standard = page(
      'owner: "@acme/db"\nchange: {type: standard, preapproval: {by: "@acme/cab", ref: C-1, on: 2026-06-01, expires: 2026-12-01}}',
    );
    const on = async (day: string) =>
      (await explained({ [A]: standard }, ['approval', '--base', 'main', '--today', day])).code;
    expect([await on('2026-12-01'), await on('2026-12-02')]).toEqual([0, 1]);
  });

  test('without --explain says only who', async () => {
    expect((await explained({ [A]: null }, ['approval', '--base', 'main', ...TODAY])).out).toBe(
      '1 procedure affected:\n  1 of @acme/db\n  1 of @acme/cab\n\nsteward approval --explain says why.\n',
    );
  });

  test('as JSON, the same tree', async () => {
    const { code, out, err } = await explained({ [A]: null }, [
      'approval',
      '--base',
      'main',
      '--format',
      'json',
      ...TODAY,
    ]);
    const approvals = { kind: 'approvals', count: 1, isBoard: false, isVoid: false };
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      configured: true,
      procedures: [{ path: A, kinds: ['deletion'] }],
      tree: {
        kind: 'all',
        why: 'this change needs',
        of: [
          {
            kind: 'all',
            why: '`runbooks/a.md`',
            of: [
              { ...approvals, why: 'its owner', from: ['@acme/db'] },
              { ...approvals, why: 'rule 1 of approval.rules (risk high or critical)', from: ['@acme/cab'] },
            ],
          },
        ],
      },
    });
  });

  test('as JSON, nothing is null, and an administrator has a name', async () => {
    const nothing = await explained({ 'a.ts': 'x' }, ['approval', '--base', 'main', '--format', 'json']);
    expect(JSON.parse(nothing.out)).toEqual({ version: 1, configured: true, procedures: [], tree: null });
    const admins = await explained({ CODEOWNERS: '* @x\n' }, ['approval', '--base', 'main', '--format', 'json'], {
      [A]: HIGH,
    });
    expect(JSON.parse(admins.out)).toMatchObject({ configured: false, tree: { of: [{ of: [{ from: ['admins'] }] }] } });
  });

  test('two runs give the same bytes', async () => {
    const repository = tempRepository(BASE);
    repository.git('switch', '-q', '-c', 'topic');
    repository.write({ [A]: page('risk: low'), 'sop/b.md': HIGH, CODEOWNERS: 'x' });
    const [first, second] = [await steward(repository, EXPLAIN), await steward(repository, EXPLAIN)];
    expect(second).toEqual(first);
    expect(first.out.split('\n').length).toBeGreaterThan(8);
  });

  test('without a configuration says that nothing is checked', async () => {
    const { code, out, err } = await explained({ [A]: null }, EXPLAIN, { [A]: HIGH });
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      'This change needs:\n  `runbooks/a.md`:\n    1 of @acme/db: its owner.\n\n' +
        'Nothing is checked: the configuration has no `approval`. This is what it would ask for without any rule.\n',
    );
  });

  test('a configuration that the base broke decides nothing', async () => {
    expect(await explained({ [A]: null }, EXPLAIN, { ...BASE, [CONFIG]: 'approval: {rules: 3}\n' })).toEqual({
      code: 2,
      out: '',
      err: expect.stringMatching(
        /^steward: The configuration of main is broken, so nobody can say who approves\. Correct it first:\n\.github\/runbook-steward\.yml:1:\d+: /,
      ),
    });
  });

  test('a configuration that the change breaks does not matter', async () => {
    const { code, out, err } = await explained({ [CONFIG]: 'approval: [' });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('1 of @acme/leads');
  });

  test('a branch that is not there', async () => {
    expect(await explained({}, ['approval', '--base', 'nowhere'])).toMatchObject({ code: 2, out: '' });
  });
});

describe('in a folder', () => {
  test('a broken configuration is told, and its wrong values have their defaults', async () => {
    const { code, out, err } = await steward(tempFolder({ [CONFIG]: 'approval: {rules: 3}\n', [A]: HIGH }), [
      'approval',
      ...TODAY,
    ]);
    expect(code).toBe(0);
    expect(err).toMatch(/^warning: \.github\/runbook-steward\.yml:1:\d+: /);
    expect(out).toContain('A change of each of 1 procedure:\n  1 of @acme/db\n');
  });

  test('nothing found is said', async () => {
    const { code, out, err } = await steward(tempFolder({ 'a.txt': '' }), ['approval', ...TODAY]);
    expect(code).toBe(0);
    expect(err).toContain('0 procedures; looked for ');
    expect(out).toContain('Nothing that has to be approved.\n');
  });

  test('who is asked for twice is said once', async () => {
    const files = { [CONFIG]: RULES, [A]: HIGH, 'runbooks/b.md': page('owner: "@acme/db"\nrisk: low') };
    const { out } = await steward(tempFolder(files), ['approval', ...TODAY]);
    expect(out).toBe(
      'A change of each of 2 procedures:\n  1 of @acme/db\n  1 of @acme/cab\n\nsteward approval --explain says why.\n',
    );
  });

  test('hostile names reach neither the terminal nor the runner of GitHub', async () => {
    const files = {
      'runbooks/\u001b[31m.md': HIGH,
      'runbooks/b.md': page('owner: "@acme/db"\nchange: {type: standard, preapproval: {by: "::error::x"}}'),
    };
    const { out } = await steward(tempFolder({ [CONFIG]: RULES, ...files }), ['approval', '--explain', ...TODAY]);
    expect(out).not.toContain('\u001b');
    expect(out).not.toMatch(/^\s*::/m);
  });
});
