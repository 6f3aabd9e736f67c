// core/feedback: the app's answer to a feedback issue.
import { checkBox } from '../check-box.ts';
import { codeSpan } from '../code-span.ts';
import { linked } from '../review/links.ts';
import type { Hit } from './find-meant.ts';
import { type KnownProcedure, procedureKey } from './known-procedure.ts';
import type { Responsible } from './responsible.ts';
import type { Route } from './route.ts';

/**
 * Where the answer will stand, and the addresses of procedures by `procedureKey`, where there are. `linkedUrl`: of the issue that was
 * opened for it in the procedure's own repository.
 */
export type ReplyPlace = {
  readonly repository: string;
  readonly urls: ReadonlyMap<string, string>;
  readonly linkedUrl: string | null;
};

const CHOOSE = 'Or say it in a comment: `/steward procedure <path or id>`.';

/**
 * The one comment that the app writes on an issue: what it took the issue for, whose it is, by when an answer is due; check boxes where
 * several procedures fit, one question where none does. Everything that somebody else wrote stands in code spans; nobody is mentioned
 * but `route.mention`, and never twice.
 */
export function replyText(route: Route, place: ReplyPlace): string {
  const { meant } = route;
  const said =
    meant.kind === 'one'
      ? foundText(meant.hit, route, place)
      : meant.kind === 'several'
        ? severalText(meant.hits, meant.more, route, place)
        : askText(meant.near, route, place);
  return `${said.join('\n')}\n`;
}

function foundText(hit: Hit, route: Route, place: ReplyPlace): readonly string[] {
  const name = named(hit.procedure, place);
  const guess = hit.isClose
    ? ['', 'It was not written exactly so. If another procedure is meant, comment `/steward procedure <path or id>`.']
    : [];
  const also = place.linkedUrl
    ? ['', `It stands ${linked("in the procedure's repository", place.linkedUrl)} too; both issues close together.`]
    : [];
  return [`Thank you. This is about ${name}${ownedBy(route.responsible)}`, ...told(route), ...also, ...guess];
}

function severalText(hits: readonly Hit[], more: number, route: Route, place: ReplyPlace): readonly string[] {
  return [
    `Thank you. Several procedures fit${ownedBy(route.responsible, 'all of them')}`,
    ...told(route),
    '',
    'Which one is it?',
    '',
    ...hits.map(({ procedure }) => choice(procedure, place)),
    ...(more > 0 ? ['', `_and ${more} more_`] : []),
    '',
    CHOOSE,
  ];
}

function askText(near: readonly KnownProcedure[], route: Route, place: ReplyPlace): readonly string[] {
  const boxes =
    near.length === 0 ? [] : ['', 'Is it one of these?', '', ...near.map((procedure) => choice(procedure, place))];
  return [
    `Thank you. Which procedure is this about? It could not be told${route.responsible ? `, so ${codeSpan(route.responsible.handle)} looks after it until then.` : '.'}`,
    ...told(route),
    ...boxes,
    '',
    near.length === 0 ? CHOOSE.replace('Or say', 'Say') : CHOOSE,
  ];
}

function choice(procedure: KnownProcedure, place: ReplyPlace): string {
  return checkBox(named(procedure, place), { do: 'procedure', key: procedureKey(procedure) });
}

/** The title and the path; with the repository where it is another one. */
function named(procedure: KnownProcedure, { repository, urls }: ReplyPlace): string {
  const isHere = procedure.repository.toLowerCase() === repository.toLowerCase();
  const path = isHere ? procedure.path : `${procedure.repository}/${procedure.path}`;
  const title = procedure.title === procedure.path ? '' : `${codeSpan(procedure.title, 120)} `;
  return `${title}${linked(codeSpan(path, 160), urls.get(procedureKey(procedure)) ?? null)}`;
}

function ownedBy(responsible: Responsible | null, what = 'it'): string {
  if (responsible === null) return what === 'it' ? ', and nobody is known to own it.' : '.';
  const handle = codeSpan(responsible.handle);
  if (responsible.by === 'declared') return `; ${handle} owns ${what}.`;
  if (responsible.by === 'codeowners') return `; ${handle} owns ${what}, says CODEOWNERS.`;
  return `; nobody owns ${what}, so ${handle} looks after it.`;
}

/** A reply as it is without its mention: what an edited comment says, for GitHub would tell nobody of it. */
export function withoutMention(reply: string): string {
  return reply.replace(/^@\S+, please answer by (\S+)\.$/m, 'An answer is due by $1.');
}

function told({ mention, assignee, answerBy, responsible }: Route): readonly string[] {
  if (mention) return ['', `${mention}, please answer by ${answerBy}.`];
  if (assignee) return ['', `${codeSpan(assignee)} is asked to answer by ${answerBy}.`];
  return responsible ? ['', `An answer is due by ${answerBy}.`] : [];
}
