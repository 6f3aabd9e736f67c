// A repository with procedures, those who own them, and the feedback that people file there.
import { FORM_LABELS } from '../../src/core/feedback/form.ts';
import { SEVERITY_CHOICES, type Severity } from '../../src/core/feedback/severity.ts';
import type { SeenIssue } from '../stand-in/look.ts';
import type { Repository } from '../stand-in/world.ts';
import { CODEOWNERS, CONFIG, startWorld, type World, type WorldOptions } from './world.ts';

/** The day, which a test sets forward. */
export type Days = { today: string };

/** So many days from the real one, for GitHub dates issues by the real clock. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

export const GROW = 'runbooks/grow-a-volume.md';
export const BLOCK = 'runbooks/block-an-address.md';

const PEOPLE = ['ada', 'grace', 'hedy', 'linus', 'kim', 'maya', 'noor'];

export async function startFeedback(days: Days, options: WorldOptions = {}): Promise<World> {
  return startWorld({
    ...{ hasCatalog: true, ...options },
    github: { organisations: { acme: PEOPLE }, users: ['eve'], ...options.github },
    service: { clock: () => days.today, ...options.service },
  });
}

export function procedureOf(title: string, owner: string | null, more = ''): string {
  const owned = owner === null ? '' : `owner: "${owner}"\n`;
  return `---\ntitle: ${title}\n${owned}risk: high\nlast_reviewed_on: 2026-11-01\n${more}---\n\n# ${title}\n\n1. Look at \`<volume>\`.\n2. Do it.\n`;
}

/** `acme/<name>`, handled: storage (ada, grace) owns one procedure, network (hedy) the other; linus leads. */
export async function feedbackRepository(
  world: World,
  name = 'ops',
  files: Readonly<Record<string, string | null>> = {},
  visibility: Repository['visibility'] = 'private',
): Promise<Repository> {
  const { github } = world;
  const all = {
    [CONFIG]: 'owners: {fallback: "@acme/leads"}\n',
    [CODEOWNERS]: '/.github/ @acme/leads\n/runbooks/ @acme/storage\n',
    [GROW]: procedureOf('Grow a volume', '@acme/storage', 'approvers: ["@acme/leads"]\n'),
    [BLOCK]: procedureOf('Block an address', '@acme/network'),
    ...files,
  };
  const kept = Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
  const repository = await github.createRepository({ owner: 'acme', name, visibility });
  const grants = { [`acme/${name}`]: 'write' } as const;
  github.setTeam({ organisation: 'acme', slug: 'storage', members: ['ada', 'grace'], grants });
  github.setTeam({ organisation: 'acme', slug: 'network', members: ['hedy'], grants });
  github.setTeam({ organisation: 'acme', slug: 'leads', members: ['linus'], grants });
  await github.commit(repository, 'main', kept, { author: 'linus' });
  await world.settled();
  return repository;
}

export type Filled = {
  readonly what?: string;
  readonly procedure?: string;
  readonly severity?: Severity;
};

/** What GitHub makes of the form. */
export function formOf({ what = 'It does not work.', procedure, severity }: Filled): string {
  const answers: readonly (readonly [string, string | undefined])[] = [
    [FORM_LABELS.what, what],
    [FORM_LABELS.procedure, procedure],
    [FORM_LABELS.severity, severity && SEVERITY_CHOICES[severity]],
    [FORM_LABELS.quote, undefined],
    [FORM_LABELS.commit, undefined],
  ];
  return answers.map(([label, answer]) => `### ${label}\n\n${answer ?? '_No response_'}`).join('\n\n');
}

/** Feedback of kim's, handled. */
export async function file(world: World, repository: Repository, filled: Filled, by = 'kim'): Promise<number> {
  const number = await world.github.openIssue(repository, by, { title: 'Feedback: ', body: formOf(filled) });
  await world.settled();
  return number;
}

export async function issueNow(world: World, repository: Repository, number: number): Promise<SeenIssue | undefined> {
  const issues = await world.github.issues(`${repository.owner.login}/${repository.name}`);
  return issues.find((issue) => issue.number === number);
}

/** The texts of the comments on an issue, without their markers. */
export async function saidOn(world: World, repository: Repository, number: number): Promise<readonly string[]> {
  const comments = await world.github.comments(`${repository.owner.login}/${repository.name}`, number);
  return comments.map(({ body }) => body.replace(/^<!-- runbook-steward: .* -->\n/, ''));
}
