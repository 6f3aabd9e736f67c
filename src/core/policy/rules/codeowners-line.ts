// core/policy/rules: the CODEOWNERS line that gives a procedure to its declared owner.
import { lineFor } from '../../codeowners/line-for.ts';
import type { Fix } from '../../finding.ts';
import { textOf } from '../../snapshot.ts';
import type { Context } from '../rule.ts';
import type { Entry } from '../verdict.ts';

/**
 * Add the line at the end of CODEOWNERS, where it wins (the last match decides). Certain where somebody declared the owner (in the
 * file, `_procedures.yml`, defaults or the catalogue): then nothing is guessed. A path that CODEOWNERS cannot express gets the reason and no edit.
 */
export function addCodeownersLine(entry: Entry, { survey }: Context): Fix {
  const { owner, procedure } = entry;
  const file = survey.codeowners?.parsed.path;
  if (!owner || !file) {
    const first = procedure.frontMatter.state === 'broken' ? 'Mend the front matter first' : 'Declare the owner first';
    return { text: `${first}; then give the path to its owner in CODEOWNERS.`, edits: [], certain: false };
  }
  const line = lineFor(procedure.path, [owner.handle]);
  if (!line) return { text: `Rename the file: CODEOWNERS cannot express its name.`, edits: [], certain: false };
  const text = textOf(survey.files.get(file));
  const sentence = `Add \`${line}\` at the end of ${file}.`;
  if (text === null || owner.source.layer === 'codeowners') return { text: sentence, edits: [], certain: false };
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const insert = (added: string) => ({ path: file, start: text.length, end: text.length, insert: added });
  // Several such fixes meet at one place, where equal edits apply once: the last line is ended by an edit of its own.
  const ended = text === '' || text.endsWith('\n') ? [] : [insert(end)];
  return { text: sentence, edits: [...ended, insert(`${line}${end}`)], certain: true };
}
