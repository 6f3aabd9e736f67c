// core/feedback: what an issue says, filled in by the form or written freely.
import { FORM_LABELS } from './form.ts';
import { withCode } from './prose.ts';
import { readSeverity, type Severity } from './severity.ts';

/** What was read of an issue's body as it is now: an edited body is read like a new one. */
export type Feedback = {
  readonly isForm: boolean;
  /** What stands in the form's field for the procedure. */
  readonly procedure: string | null;
  /** The reporter's own words: without the other fields, without what is quoted from the procedure. */
  readonly what: string;
  readonly severity: Severity | null;
  readonly quote: string | null;
  /** Hexadecimal, 7 to 40 characters. */
  readonly commit: string | null;
};

/** GitHub's own limit of an issue's body. */
const MOST_CHARACTERS = 65_536;

type Field = keyof typeof FORM_LABELS;

/**
 * Reads an issue's body. Of a heading that stands there twice the last counts, for only short fields follow it in the form, while the
 * text before may hold another issue pasted whole. Never throws; linear in the text.
 */
export function readFeedback(body: string): Feedback {
  const text = body.slice(0, MOST_CHARACTERS).replace(/\r\n?/g, '\n');
  const { fields, rest } = sections(text);
  const value = (field: Field) => answered(fields.get(field) ?? null);
  const isForm = fields.has('what') || (fields.has('procedure') && fields.has('severity'));
  const free = isForm ? [fields.get('what') ?? '', rest].join('\n') : text;
  return {
    isForm,
    procedure: value('procedure') ?? (isForm ? null : keyLine(text, 'procedure')),
    what: free.trim(),
    severity: readSeverity(value('severity') ?? keyLine(free, 'severity') ?? ''),
    quote: unfenced(value('quote')),
    commit: /(?<![\da-z])[\da-f]{7,40}(?![\da-z])/i.exec(value('commit') ?? '')?.[0].toLowerCase() ?? null,
  };
}

/**
 * Whether an issue is feedback: it has the label, or was made with the form (whose label GitHub leaves out where the repository does
 * not have it yet).
 */
export function isFeedback(
  issue: { readonly labels: readonly string[]; readonly body: string },
  label: string,
): boolean {
  const wanted = label.toLowerCase();
  return issue.labels.some((name) => name.toLowerCase() === wanted) || readFeedback(issue.body).isForm;
}

const HEADINGS = new Map(Object.entries(FORM_LABELS).map(([field, label]) => [label.toLowerCase(), field as Field]));

/** The text under each heading of the form, and what stands above the first one. */
function sections(text: string): { readonly fields: ReadonlyMap<Field, string>; readonly rest: string } {
  const fields = new Map<Field, string>();
  let [field, lines, rest]: [Field | null, string[], string] = [null, [], ''];
  const close = (): void => {
    const all = lines.join('\n');
    if (field === null) rest = all;
    else if (field === 'what' && fields.has('what')) fields.set('what', `${fields.get('what')}\n${all}`);
    else fields.set(field, all);
  };
  for (const { line, isCode } of withCode(text)) {
    const heading = isCode ? undefined : /^#{2,4}[ \t]+(.{1,60}?)[ \t:#]*$/.exec(line)?.[1]?.toLowerCase();
    const next = heading === undefined ? undefined : HEADINGS.get(heading);
    if (next === undefined) {
      lines.push(line);
      continue;
    }
    close();
    [field, lines] = [next, []];
  }
  close();
  return { fields, rest };
}

function answered(text: string | null): string | null {
  const answer = text?.trim() ?? '';
  return answer === '' || /^_no response_$/i.test(answer) ? null : answer;
}

/** `Procedure: x`, `**Severity:** wrong`, on a line of its own in the first lines. */
function keyLine(text: string, key: string): string | null {
  const lines = text.slice(0, 4_000).split('\n', 40);
  const pattern = new RegExp(`^[\\s*_>-]{0,6}${key}[*_\\s]{0,4}[:=][*_\\s]{0,4}(\\S.*)$`, 'i');
  for (const line of lines) {
    const found = pattern.exec(line)?.[1]?.replace(/[*_\s]+$/, '');
    if (found) return found;
  }
  return null;
}

/** The form puts the quote in a code block. */
function unfenced(text: string | null): string | null {
  if (text === null) return null;
  const inside = /^(`{3,})[^\n`]*\n([\s\S]*?)\n?\1`*$/.exec(text)?.[2];
  return answered(inside ?? text);
}
