// core/feedback: addresses in a text that may lead to a procedure.

/** What an address names. `paths`: the likeliest first, for a branch's name may hold slashes. */
export type LinkedTo =
  | { readonly repository: string; readonly paths: readonly string[] }
  /** What a feedback link fills in; as if it stood in the form. */
  | { readonly repository: string; readonly named: string }
  | { readonly alert: string };

const MOST_LINKS = 200;
const MOST_STEPS = 40;
const URL_FORM = /https?:\/\/[^\s<>"`|\\^{}\p{Ps}\p{Pe}\u3000-\u303F\uFF00-\uFF0F]+/giu;

/** The addresses of a text, and the text without them (a blank in the place of each). */
export function takeLinks(text: string): { readonly links: readonly LinkedTo[]; readonly rest: string } {
  const links: LinkedTo[] = [];
  let seen = 0;
  const rest = text.replace(URL_FORM, (url) => {
    seen += 1;
    const linked = seen > MOST_LINKS ? null : linkedTo(url.replace(/[.,;:!?'*_~]+$/, ''));
    if (linked) links.push(linked);
    return ' ';
  });
  return { links, rest };
}

/**
 * What an address on any GitHub (github.com, an Enterprise Server, its raw files) or on the portal names. The ref and the anchor do not
 * matter: what an old commit shows is the same procedure.
 */
export function linkedTo(url: string): LinkedTo | null {
  const [address = '', query = ''] = (url.split('#')[0] ?? '').split('?', 2);
  const [host = '', ...steps] = address
    .replace(/^https?:\/\//i, '')
    .split('/')
    .map(decoded)
    .slice(0, MOST_STEPS);
  if (/^raw\.githubusercontent\.com$/i.test(host)) return fileAt(steps[0], steps[1], steps.slice(2));
  const at = steps.findIndex((step) => step !== '');
  const [first = '', second = '', third = '', fourth = ''] = steps.slice(Math.max(0, at));
  const from = steps.slice(Math.max(0, at));
  if (first === 'procedures' && from.length > 3)
    return { repository: `${second}/${third}`, paths: [from.slice(3).join('/')] };
  if (first === 'go' && second === 'alert' && third !== '') return { alert: third };
  if (third === 'issues' && fourth === 'new') return filledIn(`${first}/${second}`, query);
  if (first === 'raw') return fileAt(second, third, from.slice(3));
  if (/^(?:blob|tree|raw|edit|blame|commits|delete)$/.test(third)) return fileAt(first, second, from.slice(3));
  return null;
}

/** `rest` is the ref and the path. */
function fileAt(owner: string | undefined, name: string | undefined, rest: readonly string[]): LinkedTo | null {
  if (!owner || !name || rest.length < 2) return null;
  const steps = rest[0] === 'refs' && rest.length > 3 ? rest.slice(2) : rest;
  const paths = steps.slice(1).map((_, at) =>
    steps
      .slice(at + 1)
      .join('/')
      .replace(/\/+$/, ''),
  );
  return { repository: `${owner}/${name}`, paths: paths.flatMap((path) => [path, withoutTail(path)].filter(unique)) };
}

function unique<T>(value: T, at: number, all: readonly T[]): boolean {
  return all.indexOf(value) === at;
}

/** Words in scripts without blanks may stand right behind an address. */
function withoutTail(path: string): string {
  return path.replace(/(\.(?:mdx?|markdown|md\.erb|adoc))(?=[^\w./-]).*$/i, '$1');
}

function filledIn(repository: string, query: string): LinkedTo | null {
  for (const pair of query.split('&')) {
    const [name, value = ''] = pair.split('=', 2);
    if (name === 'procedure' && value) return { repository, named: decoded(value.replaceAll('+', ' ')) };
  }
  return null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray percent sign is part of the name.
  }
}
