// core/policy/rules: a removed or renamed procedure or heading that another procedure still links to.
import { headingsOf, type Link, linksOf } from '../../procedure/outline.ts';
import { resolvePath } from '../resolve.ts';
import { advise, type Context, type Located, onlyAffected, type RepositoryRule } from '../rule.ts';

/** The finding stands at the link, in the file that still has it; it is a warning and never fails a change for another's file. */
export const procedureLinked: RepositoryRule = {
  id: 'procedure-linked',
  level: 'warning',
  about: 'repository',
  notChecked: (context) => (context.base ? onlyAffected(context) : 'needs a comparison: `--base REF`'),
  *check(context) {
    const gone = goneTargets(context);
    if (gone.size === 0) return;
    const { survey, neighbours } = context;
    const known = neighbours ? new Set([...survey.files.keys(), ...neighbours.map(({ path }) => path)]) : survey.files;
    for (const { procedure } of survey.entries) yield* brokenLinks(procedure.path, linksOf(procedure), gone, known);
    for (const { path, links } of neighbours ?? []) yield* brokenLinks(path, links, gone, known);
  },
};

/** What is gone, by page key or `key#anchor`: what it was, and where it is now. */
function goneTargets({ base, changes, survey }: Context): ReadonlyMap<string, string> {
  const gone = new Map<string, string>();
  if (!base || !changes) return gone;
  const before = new Map(base.entries.map((entry) => [entry.procedure.path, entry]));
  const after = new Map(survey.entries.map((entry) => [entry.procedure.path, entry]));
  for (const change of changes) {
    const old = before.get(change.previousPath ?? change.path);
    if (!old) continue;
    if (change.status === 'removed') gone.set(pageKey(old.procedure.path), `${old.procedure.path} is removed`);
    if (change.status === 'renamed')
      gone.set(pageKey(old.procedure.path), `${old.procedure.path} is now ${change.path}`);
    const now = after.get(change.path);
    if (!now) continue;
    const kept = new Set(headingsOf(now.procedure).map((heading) => heading.anchor));
    for (const { anchor, text } of headingsOf(old.procedure)) {
      if (!kept.has(anchor))
        gone.set(`${pageKey(change.path)}#${anchor}`, `the heading "${text}" of ${change.path} is gone`);
    }
  }
  return gone;
}

function* brokenLinks(
  path: string,
  links: Iterable<Link>,
  gone: ReadonlyMap<string, string>,
  known: { readonly has: (path: string) => boolean },
): Iterable<Located> {
  for (const link of links) {
    if (/^[a-z][a-z\d+.-]*:/i.test(link.target) || link.target.startsWith('//')) continue;
    const [page = '', anchor = ''] = link.target.split('#', 2);
    const target = page === '' ? path : resolvePath(page.startsWith('/') ? decoded(page) : `./${decoded(page)}`, path);
    if (target === null || (page !== '' && known.has(target) && anchor === '')) continue;
    const what =
      gone.get(`${pageKey(target)}#${decoded(anchor)}`) ?? (known.has(target) ? undefined : gone.get(pageKey(target)));
    if (!what) continue;
    yield {
      rule: 'procedure-linked',
      path,
      at: { line: link.line, column: link.column },
      message: `The link to \`${link.target}\` leads nowhere: ${what}.`,
      fix: advise('Point the link at what replaces it, or take it out.'),
    };
  }
}

/** A page without its extensions and `index`, for sites link to `x.html`, `x/` or `x` and mean `x.html.md.erb`. */
function pageKey(path: string): string {
  return path
    .replace(/(\.(md|mdx|markdown|erb|html?|adoc))+$/i, '')
    .replace(/(^|\/)(index|_index|readme)$/i, '')
    .replace(/\/$/, '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
