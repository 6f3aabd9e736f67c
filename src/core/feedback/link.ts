// core/feedback: the address that opens the form, filled in.
import { FORM_FILE } from './form.ts';

/** What the form is to say already. `webUrl` is the site without a slash at its end; `repository` is `owner/name`. */
export type FeedbackAbout = {
  readonly webUrl: string;
  readonly repository: string;
  /** Null: the form as it is, for feedback on any procedure. */
  readonly path: string | null;
  readonly title?: string | null;
  readonly quote?: string | null;
  readonly commit?: string | null;
  /** Whether the repository has the form; without it the link opens a plain issue with its first line written. */
  readonly hasForm?: boolean;
};

/** GitHub answers 414 somewhere above 8,000 characters. */
export const MOST_LINK_CHARACTERS = 7_000;

const MOST_QUOTE_CHARACTERS = 1_000;
const MOST_TITLE_CHARACTERS = 120;

/**
 * The address of a feedback form about one procedure: at most 7,000 characters, everything in it encoded, so that it can stand in
 * Markdown, HTML and a terminal. What is too long is left out from the least needed on: quote, title, commit, and last the path.
 */
export function feedbackLink(about: FeedbackAbout): string {
  const fields = fieldsOf(about);
  for (let kept = fields.length; kept > 0; kept -= 1) {
    const link = address(about, fields.slice(0, kept));
    if (link.length <= MOST_LINK_CHARACTERS) return link;
  }
  return address(about, []);
}

type FieldOf = readonly [name: string, value: string];

/** In the order of need. */
function fieldsOf({ path, title, quote, commit, hasForm = true }: FeedbackAbout): readonly FieldOf[] {
  if (path === null) return [];
  const subject: FieldOf = ['title', `Feedback: ${cut(title ?? path, MOST_TITLE_CHARACTERS)}`];
  if (!hasForm) return [['body', `Procedure: ${path}\n\n`], subject];
  const given: readonly (readonly [string, string | null | undefined])[] = [
    ['procedure', path],
    ['commit', commit],
    ['title', title ? subject[1] : null],
    ['quote', quote ? cut(quote, MOST_QUOTE_CHARACTERS) : null],
  ];
  return given.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

function address({ webUrl, repository, hasForm = true }: FeedbackAbout, fields: readonly FieldOf[]): string {
  const all = hasForm ? [['template', FORM_FILE] as const, ...fields] : fields;
  const query = all.map(([name, value]) => `${name}=${encoded(value)}`).join('&');
  return `${webUrl}/${repository.split('/').map(encoded).join('/')}/issues/new${query ? `?${query}` : ''}`;
}

/** Slashes stay readable; parentheses, quotes and stars, which Markdown would read, do not stay. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/%2F/g, '/')
    .replace(/[()'!*_~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
