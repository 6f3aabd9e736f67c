// What a change needs: one line of the table is a change and who has to approve it.
import { describe, expect, test } from '@jest/globals';
import { asksAdmins, handlesIn } from '../../../src/core/change/requirement.ts';
import { authorConditions, requirementsOf } from '../../../src/core/change/requirements.ts';
import { requirementLines } from '../../../src/core/change/tree-lines.ts';
import { contentHash } from '../../../src/core/procedure/content-hash.ts';
import { snapshotOf } from '../policy/snapshot-of.ts';
import { read } from '../procedure/read.ts';
import {
  A,
  attestation,
  B,
  CODEOWNERS,
  CONFIG,
  caseOf,
  linesIn,
  OWNED,
  page,
  RULES,
  requirementsIn,
  TODAY,
  type World,
} from './world.ts';

const SYMLINK = { unreadable: 'symlink' } as const;
const TOO_LARGE = { unreadable: 'too-large' } as const;
const MORE = '# A\n\nDo that.\n';
const DB = '1 of @acme/db: its owner.';
const WAS_DB = '1 of @acme/db: the owner it had.';
const NET = '1 of @acme/net: its owner.';
const GETS_NET = '1 of @acme/net: the owner it gets.';
const CAB = '1 of @acme/cab: rule 1 of approval.rules (risk high or critical).';
const ORPHAN = '1 of @acme/leads: nobody owns it, and this is the fallback.';
const RULE_CHANGE = '1 of @acme/leads: whoever changes the rules needs the fallback.';
const owned = (more: string, body?: string) => page(`owner: "@acme/db"\n${more}`, body);
const PRE = 'change: {type: standard, preapproval: {by: "@acme/cab", ref: CHG-1, on: 2026-06-01, expires: 2026-12-01}}';
const BOARD_EDIT = '1 of @acme/cab: the change edits what the board pre-approved.';
const BOARD_WRITE = '1 of @acme/cab: the change writes a pre-approval of the board.';
const ruled = (...rules: readonly string[]) => `approval: {rules: [${rules.join(', ')}]}\n`;
const rule = (when: string) => ruled(`{when: ${when}, from: ["@acme/cab"]}`);
const said = (conditions: string) => `1 of @acme/cab: rule 1 of approval.rules (${conditions}).`;

type Row = readonly [
  what: string,
  base: World['base'],
  change: World['change'],
  needs: readonly string[],
  more?: Partial<World>,
];

/** Of the tree, all that is no heading. */
function needsOf(base: World['base'], change: World['change'], more: Partial<World> = {}): readonly string[] {
  return linesIn({ base, change, ...more })
    .filter((line) => !/:$/.test(line))
    .map((line) => line.trim());
}

function table(what: string, rows: readonly Row[]): void {
  describe(what, () => {
    test.each(rows)('%s', (...[, base, change, needs, more]) => {
      expect(needsOf(base, change, more)).toEqual(needs);
    });
  });
}

table('the owner', [
  ['nothing', { [A]: OWNED }, {}, []],
  ['a file that is no procedure', { [A]: OWNED }, { 'src/a.ts': 'x' }, []],
  ['the text', { [A]: OWNED }, { [A]: owned('risk: low', MORE) }, [DB]],
  ['the metadata', { [A]: OWNED }, { [A]: owned('risk: medium') }, [DB]],
  ['a new file', {}, { [A]: OWNED }, [DB]],
  ['a new file without an owner', {}, { [A]: page('risk: low') }, [ORPHAN]],
  ['a new file that is a link', {}, { [A]: SYMLINK }, [ORPHAN, CAB]],
  ['a deletion', { [A]: OWNED }, { [A]: null }, [DB]],
  ['a deletion of what nobody owns', { [A]: page('risk: low') }, { [A]: null }, [ORPHAN]],
  ['a deletion of a link', { [A]: SYMLINK }, { [A]: null }, [ORPHAN, CAB]],
  ['a rename', { [A]: OWNED }, { [A]: null, [B]: OWNED }, [DB], { renamed: { [B]: A } }],
  ['a rename that nobody calls one', { [A]: OWNED }, { [A]: null, [B]: OWNED }, [DB]],
  [
    'a rename out of the globs',
    { [A]: OWNED },
    { [A]: null, 'docs/a.txt': OWNED },
    [DB],
    { renamed: { 'docs/a.txt': A } },
  ],
  [
    'a rename into the globs',
    { 'docs/a.txt': OWNED },
    { 'docs/a.txt': null, [A]: OWNED },
    [DB],
    { renamed: { [A]: 'docs/a.txt' } },
  ],
  [
    'a rename onto another procedure',
    { [A]: OWNED, [B]: page('owner: "@acme/net"\nrisk: low') },
    { [A]: null, [B]: OWNED },
    [DB, '1 of @acme/net: the owner it had.', '1 of @acme/db: the owner it gets.'],
    { renamed: { [B]: A } },
  ],
  [
    'a rename onto another, from outside the globs',
    { 'docs/a.txt': OWNED, [B]: page('owner: "@acme/net"\nrisk: low') },
    { 'docs/a.txt': null, [B]: OWNED },
    ['1 of @acme/net: the owner it had.', '1 of @acme/db: the owner it gets.'],
    { renamed: { [B]: 'docs/a.txt' } },
  ],
  [
    'two that change places',
    { [A]: OWNED, [B]: page('owner: "@acme/net"\nrisk: low') },
    { [B]: OWNED, [A]: page('owner: "@acme/net"\nrisk: low') },
    [WAS_DB, GETS_NET, '1 of @acme/net: the owner it had.', '1 of @acme/db: the owner it gets.'],
    { renamed: { [A]: B, [B]: A } },
  ],
  ['a hand-over', { [A]: OWNED }, { [A]: page('owner: "@acme/net"\nrisk: low') }, [WAS_DB, GETS_NET]],
  ['a hand-over to nobody', { [A]: OWNED }, { [A]: page('risk: low') }, [WAS_DB, ORPHAN]],
  ['a hand-over to what is no owner', { [A]: OWNED }, { [A]: page('owner: tbd\nrisk: low') }, [WAS_DB, ORPHAN]],
  [
    'an orphan that gets an owner',
    { [A]: page('risk: low') },
    { [A]: page('owner: "@acme/net"\nrisk: low') },
    [ORPHAN, GETS_NET],
  ],
  ['an orphan that stays one', { [A]: page('risk: low') }, { [A]: page('risk: low', MORE) }, [ORPHAN]],
  ['the owner in another case', { [A]: OWNED }, { [A]: page('owner: "@ACME/DB"\nrisk: low') }, [DB]],
  [
    'a hand-over while renamed',
    { [A]: OWNED },
    { [A]: null, [B]: page('owner: "@acme/net"\nrisk: low') },
    [WAS_DB, GETS_NET],
    { renamed: { [B]: A } },
  ],
  [
    'an owner who is gone',
    { [A]: OWNED },
    { [A]: owned('risk: low', MORE) },
    [ORPHAN],
    { owners: { '@acme/db': 'missing' } },
  ],
  [
    'an owner in another case who is gone',
    { [A]: OWNED },
    { [A]: owned('risk: low', MORE) },
    [ORPHAN],
    { owners: { '@Acme/DB': 'empty' } },
  ],
  [
    'an owner written in another case who is gone',
    { [A]: page('owner: "@ACME/DB"') },
    { [A]: null },
    [ORPHAN],
    { owners: { '@acme/db': 'missing' } },
  ],
  ['an owner without access', { [A]: OWNED }, { [A]: null }, [ORPHAN], { owners: { '@acme/db': 'no-access' } }],
  ['an owner who may not write', { [A]: OWNED }, { [A]: null }, [ORPHAN], { owners: { '@acme/db': 'no-write' } }],
  ['an owner nobody knows about', { [A]: OWNED }, { [A]: null }, [DB], { owners: { '@acme/db': 'unknown' } }],
  ['an owner who is alive', { [A]: OWNED }, { [A]: null }, [DB], { owners: { '@acme/db': 'alive' } }],
  ['a secret owner', { [A]: OWNED }, { [A]: null }, [DB], { owners: { '@acme/db': 'secret' } }],
  [
    'a hand-over from one who is gone',
    { [A]: OWNED },
    { [A]: page('owner: "@acme/net"\nrisk: low') },
    [ORPHAN, GETS_NET],
    { owners: { '@acme/db': 'missing' } },
  ],
  [
    'a hand-over to one who is gone',
    { [A]: OWNED },
    { [A]: page('owner: "@acme/net"\nrisk: low') },
    [WAS_DB, GETS_NET],
    { owners: { '@acme/net': 'missing' } },
  ],
  ['a new one whose owner is gone', {}, { [A]: OWNED }, [DB], { owners: { '@acme/db': 'missing' } }],
  ['one person', { [A]: page('owner: "@jane"') }, { [A]: page('owner: "@jane"', MORE) }, ['1 of @jane: its owner.']],
  [
    'the first of a list',
    { [A]: page('owner: ["@acme/db", "@acme/net"]') },
    { [A]: page('owner: ["@acme/db", "@acme/net"]', MORE) },
    [DB],
  ],
  [
    'an orphan without a fallback',
    { [A]: page('risk: low') },
    { [A]: null },
    ['1 of an administrator of the repository: nobody owns it, and there is no fallback.'],
    { rules: 'approval: {}\n' },
  ],
  [
    'an orphan without a fallback that a rule for everything owns',
    { [A]: page('risk: low'), [CODEOWNERS]: '* @acme/net @acme/db ops@example.com\n' },
    { [A]: null },
    ['1 of @acme/net, @acme/db: nobody owns it, and CODEOWNERS names these.'],
    { rules: 'approval: {}\n' },
  ],
  [
    'an orphan whom only a mail address owns',
    { [A]: page('risk: low'), [CODEOWNERS]: '/runbooks/ ops@example.com\n' },
    { [A]: null },
    ['1 of an administrator of the repository: nobody owns it, and there is no fallback.'],
    { rules: 'approval: {}\n' },
  ],
]);

table('what cannot be read', [
  ['becomes a link', { [A]: OWNED }, { [A]: SYMLINK }, [DB, CAB]],
  ['grows over the limit', { [A]: OWNED }, { [A]: TOO_LARGE }, [DB, CAB]],
  ['was a link', { [A]: SYMLINK }, { [A]: OWNED }, [ORPHAN, '1 of @acme/db: the owner it gets.', CAB]],
  ['has a block that breaks', { [A]: OWNED }, { [A]: page('owner: @acme/db\nrisk: low') }, [WAS_DB, ORPHAN, CAB]],
  [
    'had a broken block',
    { [A]: page('owner: @acme/db') },
    { [A]: OWNED },
    [ORPHAN, '1 of @acme/db: the owner it gets.', CAB],
  ],
  [
    'may be a hand-over',
    { [A]: OWNED },
    { [A]: SYMLINK },
    [DB, said('kind of change hand-over')],
    { rules: `${rule('{kind: [hand-over]}')}owners: {fallback: "@acme/leads"}` },
  ],
  [
    'is deleted and no more',
    { [A]: SYMLINK },
    { [A]: null },
    [ORPHAN],
    { rules: `${rule('{kind: [hand-over]}')}owners: {fallback: "@acme/leads"}` },
  ],
  ['of an owner who is gone', { [A]: OWNED }, { [A]: SYMLINK }, [ORPHAN, CAB], { owners: { '@acme/db': 'missing' } }],
]);

table('a rule', [
  ['about risk: it was high', { [A]: owned('risk: high') }, { [A]: owned('risk: low') }, [DB, CAB]],
  ['about risk: it becomes high', { [A]: OWNED }, { [A]: owned('risk: critical') }, [DB, CAB]],
  ['about risk: it stays low', { [A]: OWNED }, { [A]: owned('risk: low', MORE) }, [DB]],
  [
    'about risk: none counts as medium',
    { [A]: owned('id: a') },
    { [A]: owned('id: b') },
    [DB, said('risk medium')],
    { rules: rule('{risk: [medium]}') },
  ],
  [
    'about risk: none is not low',
    { [A]: owned('id: a') },
    { [A]: owned('id: b') },
    [DB],
    { rules: rule('{risk: [low]}') },
  ],
  ['about risk: deleted', { [A]: owned('risk: high') }, { [A]: null }, [DB, CAB]],
  [
    'about risk: of a folder',
    { [A]: page('owner: "@acme/db"'), 'runbooks/_procedures.yml': 'risk: high\n' },
    { 'runbooks/_procedures.yml': null },
    [DB, CAB],
  ],
  [
    'without conditions',
    { [A]: OWNED },
    { [A]: owned('risk: low', MORE) },
    [DB, '1 of @acme/cab: rule 1 of approval.rules.'],
    { rules: ruled('{from: ["@acme/cab"]}') },
  ],
  [
    'with a count',
    { [A]: OWNED },
    { [A]: null },
    [DB, '2 of @acme/cab, @jane: rule 1 of approval.rules.'],
    { rules: ruled('{from: ["@acme/cab", "@jane"], count: 2}') },
  ],
  [
    'about the type of change: was',
    { [A]: owned('change: {type: emergency}') },
    { [A]: OWNED },
    [DB, said('change type emergency')],
    { rules: rule('{change: [emergency]}') },
  ],
  [
    'about the type of change: none is normal',
    { [A]: OWNED },
    { [A]: null },
    [DB, said('change type normal')],
    { rules: rule('{change: [normal]}') },
  ],
  ['about the type of change: another', { [A]: OWNED }, { [A]: null }, [DB], { rules: rule('{change: [emergency]}') }],
  [
    'about the status: was',
    { [A]: OWNED },
    { [A]: owned('status: archived') },
    [DB, said('status active')],
    { rules: rule('{status: [active]}') },
  ],
  [
    'about the status: becomes',
    { [A]: owned('status: draft') },
    { [A]: OWNED },
    [DB, said('status active')],
    { rules: rule('{status: [active]}') },
  ],
  [
    'about the status: neither',
    { [A]: owned('status: draft') },
    { [A]: owned('status: archived') },
    [DB],
    { rules: rule('{status: [active]}') },
  ],
  [
    'about a path',
    { [A]: OWNED },
    { [A]: null },
    [DB, said('path `runbooks/**`')],
    { rules: rule('{files: ["runbooks/**"]}') },
  ],
  ['about another path', { [A]: OWNED }, { [A]: null }, [DB], { rules: rule('{files: ["sop/**"]}') }],
  [
    'about the path it had',
    { [A]: OWNED },
    { [A]: null, 'sop/a.md': OWNED },
    [DB, said('path `runbooks/**`')],
    { rules: rule('{files: ["runbooks/**"]}'), renamed: { 'sop/a.md': A } },
  ],
  [
    'about the path it gets',
    { [A]: OWNED },
    { [A]: null, 'sop/a.md': OWNED },
    [DB, said('path `sop/**`')],
    { rules: rule('{files: ["sop/**"]}'), renamed: { 'sop/a.md': A } },
  ],
  [
    'about a path in other case',
    { [A]: OWNED },
    { [A]: null },
    [DB, said('path `RUNBOOKS/**`')],
    { rules: rule('{files: ["RUNBOOKS/**"]}') },
  ],
  [
    'about deletions',
    { [A]: OWNED },
    { [A]: null },
    [DB, said('kind of change deletion')],
    { rules: rule('{kind: [deletion]}') },
  ],
  [
    'about deletions: leaving the globs is one',
    { [A]: OWNED },
    { [A]: null, 'a.txt': OWNED },
    [DB, said('kind of change deletion')],
    { rules: rule('{kind: [deletion]}'), renamed: { 'a.txt': A } },
  ],
  [
    'about deletions: an edit',
    { [A]: OWNED },
    { [A]: owned('risk: low', MORE) },
    [DB],
    { rules: rule('{kind: [deletion]}') },
  ],
  [
    'about renames',
    { [A]: OWNED },
    { [A]: null, [B]: OWNED },
    [DB, said('kind of change rename')],
    { rules: rule('{kind: [rename]}'), renamed: { [B]: A } },
  ],
  [
    'about renames: by case only',
    { [A]: OWNED },
    { [A]: null, 'runbooks/A.md': OWNED },
    [DB, said('kind of change rename')],
    { rules: rule('{kind: [rename]}'), renamed: { 'runbooks/A.md': A } },
  ],
  [
    'about renames: an edit',
    { [A]: OWNED },
    { [A]: owned('risk: low', MORE) },
    [DB],
    { rules: rule('{kind: [rename]}') },
  ],
  [
    'about content',
    { [A]: OWNED },
    { [A]: owned('risk: low', MORE) },
    [DB, said('kind of change content')],
    { rules: rule('{kind: [content]}') },
  ],
  [
    'about content: a new file',
    {},
    { [A]: OWNED },
    [DB, said('kind of change content')],
    { rules: rule('{kind: [content]}') },
  ],
  [
    'about content: renamed and edited',
    { [A]: OWNED },
    { [A]: null, [B]: owned('risk: low', MORE) },
    [DB, said('kind of change content')],
    { rules: rule('{kind: [content]}'), renamed: { [B]: A } },
  ],
  [
    'about content: metadata only',
    { [A]: OWNED },
    { [A]: owned('risk: medium') },
    [DB],
    { rules: rule('{kind: [content]}') },
  ],
  ['about content: blanks only', { [A]: OWNED }, { [A]: `${OWNED}\n\n` }, [DB], { rules: rule('{kind: [content]}') }],
  [
    'about metadata',
    { [A]: OWNED },
    { [A]: owned('risk: medium') },
    [DB, said('kind of change metadata')],
    { rules: rule('{kind: [metadata]}') },
  ],
  [
    'about metadata: of a folder',
    { [A]: page('owner: "@acme/db"') },
    { 'runbooks/_procedures.yml': 'risk: low\n' },
    [DB, said('kind of change metadata')],
    { rules: rule('{kind: [metadata]}') },
  ],
  [
    'about metadata: and text',
    { [A]: OWNED },
    { [A]: owned('risk: medium', MORE) },
    [DB],
    { rules: rule('{kind: [metadata]}') },
  ],
  [
    'about metadata: a refreshed pre-approval',
    { [A]: owned(PRE) },
    { [A]: owned(PRE.replace('2026-06-01', '2026-11-20')) },
    [DB, said('kind of change metadata')],
    { rules: rule('{kind: [metadata]}') },
  ],
  [
    'about hand-overs',
    { [A]: OWNED },
    { [A]: page('owner: "@acme/net"\nrisk: low') },
    [WAS_DB, GETS_NET, said('kind of change hand-over')],
    { rules: rule('{kind: [hand-over]}') },
  ],
  [
    'about hand-overs: with text',
    { [A]: OWNED },
    { [A]: page('owner: "@acme/net"', MORE) },
    [WAS_DB, GETS_NET, said('kind of change hand-over')],
    { rules: rule('{kind: [hand-over]}') },
  ],
  [
    'about hand-overs: to nobody',
    { [A]: OWNED },
    { [A]: page('risk: low') },
    [WAS_DB, ORPHAN, said('kind of change hand-over')],
    { rules: `${rule('{kind: [hand-over]}')}owners: {fallback: "@acme/leads"}` },
  ],
  [
    'about hand-overs: from nobody',
    { [A]: page('risk: low') },
    { [A]: OWNED },
    [ORPHAN, '1 of @acme/db: the owner it gets.', said('kind of change hand-over')],
    { rules: `${rule('{kind: [hand-over]}')}owners: {fallback: "@acme/leads"}` },
  ],
  [
    'about the review keys',
    { [A]: OWNED },
    { [A]: owned('risk: low\nlast_reviewed_on: 2026-11-20') },
    [DB, said('kind of change review')],
    { rules: rule('{kind: [review]}') },
  ],
  [
    'about others: the review keys',
    { [A]: owned('risk: high') },
    { [A]: owned('risk: high\nlast_reviewed_on: 2026-11-20') },
    [DB],
  ],
  [
    'two conditions, one of which holds',
    { [A]: OWNED },
    { [A]: null },
    [DB],
    { rules: rule('{kind: [deletion], risk: [high]}') },
  ],
  [
    'two rules',
    { [A]: owned('risk: high') },
    { [A]: null },
    [
      DB,
      '1 of @acme/cab: rule 1 of approval.rules (risk high).',
      '1 of @acme/net: rule 2 of approval.rules (kind of change deletion).',
    ],
    { rules: ruled('{when: {risk: [high]}, from: ["@acme/cab"]}', '{when: {kind: [deletion]}, from: ["@acme/net"]}') },
  ],
  [
    'two rules, the greater count stays',
    { [A]: owned('risk: high') },
    { [A]: null },
    [DB, '2 of @acme/cab: rule 2 of approval.rules.'],
    { rules: ruled('{from: ["@acme/cab"]}', '{from: ["@acme/cab"], count: 2}') },
  ],
  [
    'two rules, the narrower stays',
    { [A]: owned('risk: high') },
    { [A]: null },
    [DB, '1 of @acme/cab: rule 2 of approval.rules.'],
    { rules: ruled('{from: ["@acme/cab", "@jane"]}', '{from: ["@acme/cab"]}') },
  ],
  [
    'two that say the same, the first stays',
    { [A]: owned('risk: high') },
    { [A]: null },
    [DB, '1 of @ACME/cab: rule 1 of approval.rules.'],
    { rules: ruled('{from: ["@ACME/cab"]}', '{from: ["@acme/cab"]}') },
  ],
  ['that asks the owner again', { [A]: OWNED }, { [A]: null }, [DB], { rules: ruled('{from: ["@acme/db"]}') }],
  ['without any', { [A]: owned('risk: critical') }, { [A]: null }, [DB], { rules: 'approval: {}\n' }],
]);

table('whoever else is named', [
  [
    'the approvers',
    { [A]: owned('approvers: ["@acme/net", "@jane"]') },
    { [A]: null },
    [DB, '1 of @acme/net, @jane: the approvers it names.'],
  ],
  [
    'approvers taken away',
    { [A]: owned('approvers: ["@acme/net"]') },
    { [A]: OWNED },
    [DB, '1 of @acme/net: the approvers it names.'],
  ],
  [
    'approvers that are added',
    { [A]: OWNED },
    { [A]: owned('approvers: ["@acme/net"]') },
    [DB, '1 of @acme/net: the approvers it names.'],
  ],
  [
    'other approvers',
    { [A]: owned('approvers: ["@acme/net"]') },
    { [A]: owned('approvers: ["@jane"]') },
    [DB, '1 of @acme/net: the approvers it names.', '1 of @jane: the approvers it names.'],
  ],
  ['approvers that are none', { [A]: owned('approvers: [tbd]') }, { [A]: null }, [DB]],
  [
    'code owners',
    { [A]: OWNED, [CODEOWNERS]: '/runbooks/ @acme/net\n' },
    { [A]: null },
    [DB, '1 of @acme/net: its code owners.'],
  ],
  ['code owners of everything', { [A]: OWNED, [CODEOWNERS]: '* @acme/net\n' }, { [A]: null }, [DB]],
  ['code owners by mail', { [A]: OWNED, [CODEOWNERS]: '/runbooks/ ops@example.com\n' }, { [A]: null }, [DB]],
  [
    'code owners by mail among others',
    { [A]: OWNED, [CODEOWNERS]: '/runbooks/ ops@example.com @acme/net\n' },
    { [A]: null },
    [DB, '1 of @acme/net: its code owners.'],
  ],
  [
    'code owners of both paths',
    { [A]: OWNED, [CODEOWNERS]: '/runbooks/ @acme/net\n/sop/ @jane\n' },
    { [A]: null, 'sop/a.md': OWNED },
    [DB, '1 of @acme/net: its code owners.', '1 of @jane: its code owners.'],
    { renamed: { 'sop/a.md': A } },
  ],
  [
    'code owners that the change takes away',
    { [A]: OWNED, [CODEOWNERS]: '/runbooks/ @acme/net\n' },
    { [A]: null, [CODEOWNERS]: '' },
    [DB, '1 of @acme/net: its code owners.', RULE_CHANGE],
  ],
  [
    'code owners that the change adds',
    { [A]: OWNED },
    { [A]: null, [CODEOWNERS]: '/runbooks/ @acme/net\n' },
    [DB, RULE_CHANGE],
  ],
  ['an owner by CODEOWNERS', { [A]: page('risk: low'), [CODEOWNERS]: '/runbooks/ @acme/net\n' }, { [A]: null }, [NET]],
]);

table('the rules themselves', [
  ['the configuration', { [A]: OWNED }, { [CONFIG]: `${RULES}# x\n` }, [RULE_CHANGE]],
  ['the configuration goes', { [A]: OWNED }, { [CONFIG]: null }, [RULE_CHANGE]],
  [
    'the configuration is moved away',
    { [A]: OWNED },
    { [CONFIG]: null, 'x.yml': RULES },
    [RULE_CHANGE],
    { renamed: { 'x.yml': CONFIG } },
  ],
  ['CODEOWNERS', { [A]: OWNED }, { [CODEOWNERS]: '* @acme/db\n' }, [RULE_CHANGE]],
  ['CODEOWNERS of the root', { [A]: OWNED }, { CODEOWNERS: '* @acme/db\n' }, [RULE_CHANGE]],
  ['CODEOWNERS of docs', { [A]: OWNED }, { 'docs/CODEOWNERS': '* @acme/db\n' }, [RULE_CHANGE]],
  ['CODEOWNERS becomes a link', { [CODEOWNERS]: '* @acme/db\n' }, { [CODEOWNERS]: SYMLINK }, [RULE_CHANGE]],
  [
    'CODEOWNERS in other case takes it away',
    { [CODEOWNERS]: '* @acme/db\n' },
    { [CODEOWNERS]: null, '.github/codeowners': '* @acme/db\n' },
    [RULE_CHANGE],
    { renamed: { '.github/codeowners': CODEOWNERS } },
  ],
  [
    'no fallback',
    { [A]: OWNED },
    { [CONFIG]: null },
    [
      '1 of an administrator of the repository: whoever changes the rules needs an administrator, as there is no fallback.',
    ],
    { rules: 'approval: {}\n' },
  ],
  [
    'a fallback that the change names',
    { [A]: OWNED },
    { [CONFIG]: RULES.replace('@acme/leads', '@author') },
    [RULE_CHANGE],
  ],
  [
    'an owner by CODEOWNERS that it changes',
    { [A]: page('risk: low'), [CODEOWNERS]: '/runbooks/ @acme/db\n' },
    { [CODEOWNERS]: '/runbooks/ @acme/net\n' },
    [WAS_DB, GETS_NET, RULE_CHANGE],
  ],
  [
    '_procedures.yml',
    { [A]: page('risk: low'), 'runbooks/_procedures.yml': 'owner: "@acme/db"\n' },
    { 'runbooks/_procedures.yml': 'owner: "@acme/net"\n' },
    [WAS_DB, GETS_NET],
  ],
  ['_procedures.yml that decides nothing', { [A]: OWNED }, { 'sop/_procedures.yml': 'owner: "@acme/net"\n' }, []],
  [
    '_procedures.yml that dates a review',
    { [A]: page('owner: "@acme/db"') },
    { 'runbooks/_procedures.yml': 'tags: [x]\n' },
    [DB],
  ],
  [
    'the catalogue',
    { [A]: page('risk: low'), 'catalog-info.yaml': 'spec: {owner: "@acme/db"}\n' },
    { 'catalog-info.yaml': 'spec: {owner: "@acme/net"}\n' },
    [WAS_DB, GETS_NET],
    { rules: 'owners: {from: [catalog-info]}\napproval: {}\n' },
  ],
]);

table('a pre-approval', [
  ['that stays', { [A]: owned(PRE) }, { [A]: `${owned(PRE)}\n` }, [DB]],
  ['whose procedure is edited', { [A]: owned(PRE) }, { [A]: owned(PRE, MORE) }, [DB, BOARD_EDIT]],
  ['whose procedure is deleted', { [A]: owned(PRE) }, { [A]: null }, [DB]],
  ['that is given up', { [A]: owned(PRE) }, { [A]: owned('change: {type: normal}') }, [DB]],
  [
    'that is refreshed',
    { [A]: owned(PRE) },
    { [A]: owned(PRE.replace('2026-06-01', '2026-11-20')) },
    [DB, BOARD_WRITE],
  ],
  [
    'that is made longer',
    { [A]: owned(PRE) },
    { [A]: owned(PRE.replace('2026-12-01', '2027-12-01')) },
    [DB, BOARD_EDIT],
  ],
  ['that is new', { [A]: OWNED }, { [A]: owned(PRE) }, [DB, BOARD_WRITE]],
  ['of a new file', {}, { [A]: owned(PRE) }, [DB, BOARD_WRITE]],
  [
    'behind a link',
    { [A]: SYMLINK },
    { [A]: owned(PRE) },
    [
      ORPHAN,
      '1 of @acme/db: the owner it gets.',
      CAB.replace('rule 1 of approval.rules (risk high or critical)', 'the change writes a pre-approval of the board'),
    ],
  ],
  [
    'that is claimed by the type alone',
    { [A]: owned(PRE.replace('standard', 'normal')) },
    { [A]: owned(PRE) },
    [DB, BOARD_WRITE],
  ],
  [
    'refreshed in a folder',
    { [A]: page('owner: "@acme/db"'), 'runbooks/_procedures.yml': `${PRE}\n` },
    { 'runbooks/_procedures.yml': `${PRE.replace('2026-06-01', '2026-11-20')}\n` },
    [DB, BOARD_WRITE],
  ],
  [
    'that is missing',
    { [A]: OWNED },
    { [A]: owned('change: {type: standard}') },
    [DB, 'The change type is `standard`, and no pre-approval is recorded.', BOARD_WRITE],
  ],
  [
    'that expired',
    { [A]: OWNED },
    { [A]: owned(PRE.replace('2026-12-01', '2026-11-22')) },
    [DB, 'The pre-approval expired on 2026-11-22.', BOARD_WRITE],
  ],
  ['that expires today', { [A]: OWNED }, { [A]: owned(PRE.replace('2026-12-01', '2026-11-23')) }, [DB, BOARD_WRITE]],
  [
    'by another',
    { [A]: OWNED },
    { [A]: owned(PRE.replace('@acme/cab', '@acme/net')) },
    [DB, 'The pre-approval is by `@acme/net`, and the change board is @acme/cab.', BOARD_WRITE],
  ],
  [
    'of high risk',
    { [A]: OWNED },
    { [A]: owned(`${PRE}\nrisk: high`) },
    [DB, 'The change type is `standard` and the risk is high; only low and medium can be pre-approved.', BOARD_WRITE],
  ],
  ['where there is no board', { [A]: owned(PRE) }, { [A]: owned(PRE, MORE) }, [DB], { rules: 'approval: {}\n' }],
]);

describe('the review keys alone', () => {
  const before = owned('risk: high');
  const reviewed = (more = '') => owned(`risk: high\nlast_reviewed_on: 2026-11-20\nlast_reviewed_by: "@dan"${more}`);
  const hashOf = (text: string) => read(text).contentHash;
  const good = attestation({ contentHash: hashOf(before) });
  const NOTHING_ELSE = 'Nothing but the review keys changes, and @dan attested this review on 2026-11-20';
  const needs = (after: string, attestations = [good], old = before) =>
    linesIn({ base: { [A]: old }, change: { [A]: after } }, { attestations }).map((line) => line.trim());

  test('need nothing but the attestation', () => {
    expect(needs(reviewed())).toEqual([
      'This change needs:',
      '`runbooks/a.md`:',
      'A review is recorded, one of this:',
      `${NOTHING_ELSE}.`,
      DB,
    ]);
  });

  test.each([
    ['no attestation', reviewed(), []],
    [
      'an attestation of another content',
      reviewed(),
      [attestation({ contentHash: contentHash('x', { state: 'none', insertAt: 0 }, new Map()) })],
    ],
    ['an attestation of another path', reviewed(), [{ ...good, path: B }]],
    ['an attestation of another day', reviewed(), [{ ...good, on: '2026-11-19' }]],
    ['an attestation by another', reviewed(), [{ ...good, by: '@dora' }]],
    ['another team', reviewed().replace('@dan', '@acme/net'), [good]],
    ['what is no owner', reviewed().replace('@dan', 'somebody'), [good]],
    ['a later next review', reviewed('\nnext_review_on: 2030-01-01'), [good]],
  ])('with %s need the owner', (_, after, attestations) => {
    expect(needs(after, attestations)).toEqual(['This change needs:', '`runbooks/a.md`:', DB]);
  });

  test.each([
    ['the owner for whom they reviewed', reviewed().replace('@dan', '@ACME/db'), good],
    [
      'the next review that was attested',
      reviewed('\nnext_review_on: 2027-01-01'),
      { ...good, nextReviewOn: '2027-01-01' },
    ],
    ['a second attestation', reviewed(), good],
  ])('with %s are attested', (_, after, attested) => {
    expect(needs(after, [{ ...good, on: '2020-01-01' }, attested])[3]).toBe(`${NOTHING_ELSE}.`);
  });

  test('with nobody named before and after, are attested', () => {
    expect(needs(owned('risk: high\nlast_reviewed_on: 2026-11-20'))[3]).toBe(`${NOTHING_ELSE}.`);
  });

  test('and the next review that was there, are attested', () => {
    const old = owned('risk: high\nnext_review_on: 2030-01-01');
    expect(needs(reviewed('\nnext_review_on: 2030-01-01'), [good], old)[3]).toBe(`${NOTHING_ELSE}.`);
  });

  test('and one more letter are no review', () => {
    expect(needs(`${reviewed()}x`)).toEqual(['This change needs:', '`runbooks/a.md`, all of this:', DB, CAB]);
  });

  test('and one more tag are no review', () => {
    expect(needs(reviewed('\ntags: [x]'))).toEqual(['This change needs:', '`runbooks/a.md`, all of this:', DB, CAB]);
  });

  test('and another name are no review', () => {
    const world = { base: { [A]: before }, change: { [A]: null, [B]: reviewed() }, renamed: { [B]: A } };
    expect(
      linesIn(world, { attestations: [good, { ...good, path: B }] })
        .at(-1)
        ?.trim(),
    ).toBe(CAB);
  });

  test('set for a whole folder date nothing', () => {
    const world = { base: { [A]: before }, change: { 'runbooks/_procedures.yml': 'last_reviewed_on: 2026-11-20\n' } };
    expect(linesIn(world)).toEqual([]);
  });
});

describe('the tree', () => {
  test('has procedures of which the same is required in one node, by path', () => {
    const files = Object.fromEntries([5, 3, 4, 2, 1].map((n) => [`runbooks/${n}.md`, OWNED]));
    expect(linesIn({ base: {}, change: { ...files, [A]: page('owner: "@acme/net"\nrisk: low') } })).toEqual([
      'This change needs, all of this:',
      '  `runbooks/1.md`, `runbooks/2.md`, `runbooks/3.md` and 2 more:',
      `    ${DB}`,
      '  `runbooks/a.md`:',
      `    ${NET}`,
    ]);
  });

  test('has no code span that a path could end', () => {
    expect(linesIn({ base: {}, change: { 'runbooks/a`b.md': OWNED } })[1]).toBe('  Runbooks/a`b.md:');
  });

  test('is missing where nothing is affected', () => {
    expect(requirementsIn({ base: { [A]: OWNED }, change: { 'x.ts': '' } })).toMatchObject({
      tree: null,
      procedures: [],
      isConfigured: true,
    });
  });

  test('is the same on every run, in whatever order the files come', () => {
    const world: World = {
      base: { [A]: OWNED, [B]: OWNED },
      change: { [A]: null, [B]: owned('risk: high'), [CONFIG]: null },
    };
    const snapshot = snapshotOf(caseOf(world));
    const { head, base, changes } = snapshot;
    const turned = {
      ...world,
      base: Object.fromEntries(Object.entries(world.base).reverse()),
      change: Object.fromEntries(Object.entries(world.change).reverse()),
    };
    expect([head.files.length, base?.files.length, changes?.length]).toEqual([1, 3, 3]);
    expect(requirementsIn(turned).tree).toEqual(requirementsIn(world).tree);
  });

  test('names whom to look up', () => {
    const { tree } = requirementsIn({
      base: { [A]: owned('approvers: ["@Zoe", "@acme/net"]'), [B]: OWNED },
      change: { [A]: null, [B]: null },
    });
    expect(tree && handlesIn(tree)).toEqual(['@Zoe', '@acme/db', '@acme/net']);
    expect(tree && asksAdmins(tree)).toBe(false);
    const admins = requirementsIn({ base: {}, change: { [CODEOWNERS]: 'x' }, rules: 'approval: {}\n' }).tree;
    expect(admins && [handlesIn(admins), asksAdmins(admins)]).toEqual([[], true]);
  });

  test('without a comparison says what a change of each procedure would need', () => {
    const { head } = caseOf({ base: { [A]: owned('risk: high'), [B]: OWNED }, change: {} });
    const { tree, procedures, cannotDecide } = requirementsOf(snapshotOf({ head }), { today: TODAY });
    expect(tree && requirementLines(tree).map(({ text }) => text)).toEqual([
      'This change needs, all of this:',
      '`runbooks/a.md`, all of this:',
      DB,
      CAB,
      '`runbooks/b.md`:',
      DB,
    ]);
    expect(procedures.map(({ kinds }) => [...kinds])).toEqual([['content'], ['content']]);
    expect(cannotDecide).toEqual([]);
  });

  test('without a comparison is told what is wrong in the configuration, and decides', () => {
    const alone = requirementsOf(snapshotOf({ head: { [CONFIG]: 'approval: 3\n', [A]: OWNED } }), { today: TODAY });
    expect([alone.configProblems.length, alone.cannotDecide]).toEqual([1, []]);
    const given = requirementsOf(snapshotOf({ head: { [A]: OWNED }, config: 'approval: 3\n' }), { today: TODAY });
    expect(given.cannotDecide).toHaveLength(1);
  });
});

describe('the configuration', () => {
  test('that is not there asks for the owner and is not configured', () => {
    const none = requirementsIn({ base: { [A]: OWNED }, change: { [A]: null }, rules: '' });
    expect(none).toMatchObject({
      isConfigured: false,
      overrideBy: [{ kind: 'admins' }],
      requestReviewers: 0,
      board: null,
      botsAllowed: [],
    });
  });

  test('is the base’s, whatever the change makes of it', () => {
    const rules = `${RULES}override: {by: ["@acme/leads"]}\nbots: {allow: ["renovate[bot]"]}\n`;
    const world = { base: { [A]: OWNED }, rules };
    const changed = {
      [A]: null,
      [CONFIG]: 'approval: {board: "@author", requestReviewers: 9}\noverride: {by: ["@author"]}\nbots: {allow: [x]}\n',
    };
    expect(requirementsIn({ ...world, change: changed })).toMatchObject({
      isConfigured: true,
      board: '@acme/cab',
      requestReviewers: 1,
      overrideBy: [{ kind: 'team', handle: '@acme/leads' }],
      botsAllowed: ['renovate[bot]'],
    });
  });

  test('that is broken on the base decides nothing', () => {
    const { cannotDecide, configProblems } = requirementsIn({
      base: { [A]: OWNED },
      change: { [A]: null },
      rules: 'approval: {rules: 3}\nx: 1\n',
    });
    expect(cannotDecide.map(({ at }) => at.line)).toEqual([1]);
    expect(configProblems.map(({ at }) => at.line).sort()).toEqual([1, 2]);
  });

  test('that only warns decides', () => {
    expect(requirementsIn({ base: {}, change: {}, rules: `${RULES}x: 1\n` }).cannotDecide).toEqual([]);
  });

  test('that the change breaks decides as it was', () => {
    expect(requirementsIn({ base: {}, change: { [CONFIG]: 'approval: 3' } })).toMatchObject({
      cannotDecide: [],
      isConfigured: true,
    });
  });

  test('of the organisation is a rule where it is kept', () => {
    const world = { base: { 'runbook-steward.yml': 'x' }, change: { 'runbook-steward.yml': 'y' } };
    expect(linesIn(world)).toEqual([]);
    expect(
      linesIn(world, { policyFiles: ['runbook-steward.yml'] })
        .at(-1)
        ?.trim(),
    ).toBe(RULE_CHANGE);
  });
});

describe('the author', () => {
  const world: World = {
    base: { [A]: OWNED },
    change: { [A]: null },
    rules: rule('{author: ["@acme/contractors", "@acme/guests"]}'),
  };
  const CONTRACTORS = said('author of @acme/contractors or @acme/guests');
  const needs = (belongs: (handle: string) => boolean | null) =>
    linesIn(world, { authorBelongs: belongs })
      .map((line) => line.trim())
      .slice(2);

  test('who belongs is meant', () => {
    expect(needs((handle) => handle === '@acme/guests')).toEqual([DB, CONTRACTORS]);
  });
  test('who does not belong is not', () => {
    expect(needs(() => false)).toEqual([DB]);
  });
  test('of whom nobody knows is meant', () => {
    expect(needs((handle) => (handle === '@acme/guests' ? null : false))).toEqual([DB, CONTRACTORS]);
    expect(
      linesIn(world)
        .map((line) => line.trim())
        .slice(2),
    ).toEqual([DB, CONTRACTORS]);
  });
  test('is looked up by the names of the rules, each once', () => {
    const twice = ruled(
      '{when: {author: ["@a", "@b"]}, from: ["@x"]}',
      '{when: {author: ["@a"]}, from: ["@x"]}',
      '{from: ["@y"]}',
    );
    expect(authorConditions(snapshotOf(caseOf({ ...world, rules: twice })), TODAY)).toEqual(['@a', '@b']);
    expect(authorConditions(snapshotOf(caseOf({ ...world, rules: '' })), TODAY)).toEqual([]);
  });
});

test('what the base went on to change is not the change’s', () => {
  const snapshot = snapshotOf(
    caseOf({ base: { [A]: OWNED, [B]: page('owner: "@acme/net"\nrisk: high') }, change: { [A]: null, [B]: OWNED } }),
  );
  const changes = snapshot.changes?.filter(({ path }) => path === A) ?? [];
  expect(changes).toHaveLength(1);
  const { procedures } = requirementsOf({ ...snapshot, changes }, { today: TODAY });
  expect(procedures.map(({ path }) => path)).toEqual([A]);
});
