// test/cli: the commands that only look. What they print of acme-ops as text stands in docs/cli.md, which a test compares.
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '../disk/temp-folder.ts';
import { acmeOps, steward, TODAY } from './steward.ts';

const ops = acmeOps();
const said = async (...args: string[]): Promise<string> => (await steward(ops, [...args, ...TODAY])).out;
const pathsOf = (json: string): readonly string[] =>
  JSON.parse(json).procedures.map(({ path }: { path: string }) => path);

describe('list', () => {
  test('CSV: a row a procedure', async () => {
    const lines = (await said('list', '--format', 'csv')).split('\n');
    expect(lines).toHaveLength(18);
    expect(lines.slice(0, 3)).toEqual([
      'id,path,title,type,owner,ownerSource,codeOwners,coverage,risk,status,lastReviewed,nextReview,reviewState',
      "playbooks/call-an-incident.md,playbooks/call-an-incident.md,Call an incident,playbook,'@acme/incident-command,file,'@acme/incident-command,specific,high,active,2026-09-28,2027-03-28,current",
      'playbooks/lose-a-data-centre.md,playbooks/lose-a-data-centre.md,Lose a data centre,playbook,,,,none,critical,active,2026-10-19,2027-01-19,current',
    ]);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('CSV: the title %j is no formula', async (title) => {
    const folder = tempFolder({ 'runbooks/x.md': `---\ntitle: ${JSON.stringify(title)}\n---\n` });
    const { out } = await steward(folder, ['list', '--format', 'csv']);
    const [, , cell = ''] = out.split('\n')[1]?.split(',') ?? [];
    expect(cell).toMatch(/^'?[^=+\-@\t\r]/);
  });

  test('CSV: a comma and a quote stay in their cell', async () => {
    const folder = tempFolder({ 'runbooks/x.md': `---\ntitle: "a, \\"b\\""\n---\n` });
    const { out } = await steward(folder, ['list', '--format', 'csv']);
    expect(out.split('\n')[1]).toBe('runbooks/x.md,runbooks/x.md,"a, ""b""",runbook,,,,none,,active,,,undated');
  });

  test('JSON: the entries of `check`, in code-point order', async () => {
    const list = JSON.parse(await said('list', '--format', 'json'));
    expect(Object.keys(list)).toEqual(['version', 'procedures']);
    const check = JSON.parse(await said('check', '--format', 'json'));
    expect(list.procedures).toEqual(check.procedures);
    const paths = pathsOf(JSON.stringify(list));
    expect(paths).toEqual([...paths].sort());
  });

  test('a folder without procedures is an empty list', async () => {
    const folder = tempFolder();
    expect((await steward(folder, ['list'])).out).toBe('');
    expect((await steward(folder, ['list', '--format', 'json'])).out).toBe(
      '{\n  "version": 1,\n  "procedures": []\n}\n',
    );
  });
});

describe('due', () => {
  const OVERDUE = ['runbooks/database/restore-from-backup.md', 'sop/offboard-an-operator.md'];

  test.each([
    ['as far as the configuration says', [], [OVERDUE[0], 'runbooks/platform/renew-a-certificate.md', OVERDUE[1]]],
    ['only what is overdue, or due today', ['--within', '0d'], OVERDUE],
    ['a week', ['--within', '7 days'], OVERDUE],
    ['eight days', ['--within', 'P8D'], [OVERDUE[0], 'runbooks/platform/renew-a-certificate.md', OVERDUE[1]]],
  ])('looks ahead: %s', async (_, args, paths) => {
    expect(pathsOf(await said('due', ...args, '--format', 'json'))).toEqual(paths);
    const csv = await said('due', ...args, '--format', 'csv');
    expect(csv.trimEnd().split('\n')).toHaveLength(paths.length + 1);
  });

  test.each([
    ['2026-11-30', 'due in 1 day'],
    ['2026-12-01', 'due today'],
    ['2026-12-02', 'overdue by 1 day'],
  ])('what is due on 2026-12-01 is, on %s, %s', async (today, words) => {
    const { out } = await steward(ops, ['due', '--today', today]);
    expect(out).toMatch(new RegExp(`2026-12-01 {2}${words} +runbooks/platform/renew-a-certificate.md`));
  });

  test('today is the day in the configured time zone', async () => {
    // 23:30 in London is 00:30 of the next day in Berlin, where acme-ops keeps its calendar.
    const now = () => Date.UTC(2026, 11, 1, 23, 30);
    const { out } = await steward(ops, ['due'], { now });
    expect(out).toContain('2026-12-01  overdue by 1 day');
  });

  test('of four that fall due together, two are planned earlier, and listed from then on', async () => {
    const page = (owner: string) => `---\nowner: "${owner}"\nlast_reviewed_on: 2026-03-10\n---\n# A page\n`;
    const names = ['a', 'b', 'c', 'd'];
    const folder = tempFolder(Object.fromEntries(names.map((name) => [`runbooks/${name}.md`, page('@acme/sre')])));
    const args = ['due', '--today', '2027-01-10', '--within', '2 months', '--format', 'json'];
    const { procedures, forecast } = JSON.parse((await steward(folder, args)).out);
    const planned: readonly string[] = procedures.map((one: { planned: string }) => one.planned);
    expect(planned.filter((day) => day === '2027-03-10')).toHaveLength(2);
    expect(planned.filter((day) => day >= '2027-01-15' && day < '2027-03-08')).toHaveLength(2);
    expect(forecast.map((week: { due: number }) => week.due)).toEqual([0, 0, 4].slice(-forecast.length));
    const [earliest = ''] = planned.toSorted();
    const early = await steward(folder, ['due', '--today', earliest, '--within', '0d']);
    expect(early.out).toContain(`(planned ${earliest})`);
    expect(early.out.startsWith(`0 overdue, 1 due by ${earliest}\n`)).toBe(true);
  });

  test('nothing is planned earlier where `review.spread` is off', async () => {
    const page = '---\nowner: "@acme/sre"\nlast_reviewed_on: 2026-03-10\n---\n# A page\n';
    const config = { '.github/runbook-steward.yml': 'review: {spread: false}\n' };
    const pages = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`runbooks/${name}.md`, page]));
    const folder = tempFolder({ ...config, ...pages });
    const { out } = await steward(folder, ['due', '--today', '2027-03-01', '--within', '2 months']);
    expect(out).toContain('2027-03-08  @acme/sre  4        4');
    expect(out).not.toContain('(planned');
  });

  test('nothing due is said in one line', async () => {
    const folder = tempFolder({ 'runbooks/x.md': '---\nlast_reviewed_on: 2026-11-01\n---\n# X\n' });
    expect((await steward(folder, ['due', ...TODAY])).out).toBe('0 overdue, 0 due by 2026-12-07\n');
  });
});

describe('who', () => {
  const FOUND: readonly (readonly [name: string, by: string, path: string])[] = [
    ['runbooks/database/fail-over-postgres.md', 'path', 'runbooks/database/fail-over-postgres.md'],
    ['./runbooks/database/fail-over-postgres.md', 'path', 'runbooks/database/fail-over-postgres.md'],
    ['sop/../sop/hand-over-on-call.md', 'path', 'sop/hand-over-on-call.md'],
    ['db-1', 'id', 'runbooks/a.md'],
    ['old/place.md', 'alias', 'runbooks/a.md'],
    ['PostgresPrimaryDown', 'alert', 'runbooks/database/fail-over-postgres.md'],
    ['drain-a-kubernetes-node', 'file name', 'runbooks/platform/drain-a-kubernetes-node.md'],
    ['Drain-a-Kubernetes-Node.md', 'file name', 'runbooks/platform/drain-a-kubernetes-node.md'],
    ['drain a kubernetes node', 'title', 'runbooks/platform/drain-a-kubernetes-node.md'],
    ['-dash', 'file name', 'runbooks/-dash.md'],
  ];
  const folder = acmeOps();
  folder.write({
    'runbooks/a.md': '---\nid: db-1\naliases: [old/place.md]\nalerts: [Twice]\n---\n# A\n',
    'runbooks/b.md': '---\nalerts: [Twice]\n---\n# B\n',
    'runbooks/-dash.md': '# Dash\n',
  });
  const who = (...args: string[]) => steward(folder, ['who', ...TODAY, ...args]);

  test.each(FOUND)('%s is found by its %s', async (name, by, path) => {
    const { out, code } = await who('--format', 'json', '--', name);
    expect(code).toBe(0);
    expect([JSON.parse(out).foundBy, ...pathsOf(out)]).toEqual([by, path]);
  });

  test('several that fit equally are all shown, and counted first', async () => {
    const { out } = await who('Twice');
    expect(out).toBe(`2 procedures with the alert Twice:

A  runbooks/a.md
  owner         nobody  looked in front-matter, then codeowners
  fallback      @acme/ops-leads  owners.fallback of the configuration: ask there
  code owners   @acme/engineering  .github/CODEOWNERS line 2: * (a catch-all)
  review        undated

B  runbooks/b.md
  owner         nobody  looked in front-matter, then codeowners
  fallback      @acme/ops-leads  owners.fallback of the configuration: ask there
  code owners   @acme/engineering  .github/CODEOWNERS line 2: * (a catch-all)
  review        undated
`);
  });

  test('an owner that cannot be read is explained by its line', async () => {
    const { out } = await who('rotate-database-credentials');
    expect(out).toContain(
      'owner         @acme/database  .github/CODEOWNERS line 5, the one owner of a specific rule\n',
    );
  });

  test('an owner by mapping names the mapping', async () => {
    folder.write({ 'runbooks/pay.md': '---\nowner: payments\n---\n# Pay\n' });
    const { out } = await who('pay');
    expect(out).toContain(
      'owner         @acme/payments  runbooks/pay.md line 2 (`owner`), where `payments` is mapped to it\n',
    );
  });

  test('a file that is no procedure still has code owners', async () => {
    const { out, code } = await who('./sop/_procedures.yml', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      foundBy: null,
      procedures: [],
      file: { path: 'sop/_procedures.yml', codeOwners: ['@acme/sre'], codeOwnersLine: 10, coverage: 'specific' },
    });
  });

  test.each([
    ['PostgresPrimaryDwn', ' Did you mean PostgresPrimaryDown?'],
    [
      'database',
      ' Did you mean runbooks/database/fail-over-postgres.md or runbooks/database/restore-from-backup.md or runbooks/database/rotate-database-credentials.md?',
    ],
    ['zzzzzzzz', ''],
    ['../../etc/passwd', ''],
    ['/etc/passwd', ''],
    ['__proto__', ''],
  ])('%j is nobody’s name', async (name, hint) => {
    expect(await who('--', name)).toEqual({
      code: 2,
      out: '',
      err: `steward: No procedure has the path, id, alert, file name or title "${name}".${hint}\n`,
    });
  });
});

describe('report', () => {
  test('several repositories, each with its owners', async () => {
    const world = tempFolder({
      'one/runbooks/a.md': '---\nowner: "@acme/db"\nlast_reviewed_on: 2026-11-01\n---\n# A\n',
      'one/CODEOWNERS': '/runbooks/ @acme/db\n',
      'two/runbooks/b.md': '# B\n',
    });
    const { out, code, err } = await steward(world, ['report', 'one', 'two', ...TODAY]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`REPOSITORY  OWNER     PROCEDURES  OWNED     RESOLVABLE  SPECIFIC  DATED     CURRENT   OVERDUE
one         all       1           1 (100%)  ?           1 (100%)  1 (100%)  1 (100%)  0
one         @acme/db  1           1 (100%)  ?           1 (100%)  1 (100%)  1 (100%)  0
two         all       1           0 (0%)    ?           0 (0%)    0 (0%)    0 (0%)    0
two         nobody    1           0 (0%)    ?           0 (0%)    0 (0%)    0 (0%)    0
Not checked: resolvable, orphaned, waiting, answered (need GitHub: whether the owners can act, which issues are open).
`);
    const md = await steward(world, ['report', 'two', ...TODAY, '--format', 'md']);
    expect(md.out).toBe(`| repository | owner | procedures | owned | resolvable | specific | dated | current | overdue |
|---|---|---|---|---|---|---|---|---|
| \`two\` | \`all\` | 1 | 0 (0%) | ? | 0 (0%) | 0 (0%) | 0 (0%) | 0 |
| \`two\` | \`nobody\` | 1 | 0 (0%) | ? | 0 (0%) | 0 (0%) | 0 (0%) | 0 |

Not checked: resolvable, orphaned, waiting, answered (need GitHub: whether the owners can act, which issues are open).
`);
    const json = await steward(world, ['report', 'two', ...TODAY, '--format', 'json']);
    const counts = {
      procedures: 1,
      owned: 0,
      resolvable: null,
      specificallyCovered: 0,
      dated: 0,
      current: 0,
      overdue: 0,
    };
    expect(JSON.parse(json.out)).toEqual({
      version: 1,
      repositories: [{ repository: 'two', total: counts, owners: [{ owner: null, ...counts }] }],
      notChecked: [
        { measure: 'resolvable', reason: 'needs GitHub: whether the owners exist and can act' },
        { measure: 'orphaned', reason: 'needs GitHub: whether the owners exist and can act' },
        { measure: 'waiting', reason: 'needs GitHub: which issues are open' },
        { measure: 'answered', reason: 'needs GitHub: which issues are open' },
      ],
    });
  });

  test('100% is all and 0% is none, however many there are', async () => {
    const world = tempFolder({ 'runbooks/none.md': '# X\n' });
    for (let i = 0; i < 300; i++) world.write({ [`runbooks/${i}.md`]: '---\nowner: "@acme/db"\n---\n# X\n' });
    world.write({ 'runbooks/0.md': '---\nowner: "@acme/db"\nlast_reviewed_on: 2026-11-01\n---\n# X\n' });
    const { out } = await steward(world, ['report', '.', ...TODAY]);
    expect(out.split('\n')[1]).toMatch(/ all +301 +300 \(99%\) +\? +0 \(0%\) +1 \(1%\) +1 \(1%\) +0$/);
  });

  test('one folder that is not there stops the whole', async () => {
    const { code, out, err } = await steward(ops, ['report', '.', 'none']);
    expect({ code, out, err }).toEqual({
      code: 2,
      out: '',
      err: `steward: There is no folder ${ops.path}/none: check the path.\n`,
    });
  });
});

describe('config', () => {
  test('each fault at its place, failures and warnings counted', async () => {
    const folder = tempFolder({ '.github/runbook-steward.yml': 'enforce: nwe\nreviw: 3\n' });
    expect(await steward(folder, ['config', ...TODAY])).toEqual({
      code: 1,
      out: `.github/runbook-steward.yml:1:10: failure: \`enforce\` is \`nwe\`; it must be new, touched or off. Correct it or remove it; until then it counts as not written.
.github/runbook-steward.yml:2:1: warning: \`reviw\` is not a key of the configuration; it is ignored. Write \`review\`.
Configuration: .github/runbook-steward.yml of the folder; 1 failure, 1 warning.
`,
      err: '',
    });
  });

  test('warnings alone are fine', async () => {
    const folder = tempFolder({ '.github/runbook-steward.yml': 'reviw: 3\n' });
    expect((await steward(folder, ['config'])).code).toBe(0);
  });

  test('a file that is not in use yet can be tried', async () => {
    const folder = tempFolder({ 'new.yml': 'enforce: touched\n' });
    const { out, code } = await steward(folder, ['config', '--config', 'new.yml', '--explain']);
    expect(code).toBe(0);
    expect(out).toContain(`enforce                        repository ${folder.path}/new.yml:1`);
  });
});
