// core/policy: a refreshed pre-approval as edits of the procedure's own text.
import { applyEdits, type Edit } from '../edit.ts';
import { lineStarts, offsetAt } from '../position.ts';
import { isPlainMap, type Plain } from '../procedure/front-matter.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { readFrontMatter } from '../procedure/read-front-matter.ts';
import type { Preapproval } from './material.ts';

/**
 * The edits that set `on` and `expires` of the recorded pre-approval, and nothing else. What they make is read back; where it does not
 * say exactly that, or the pre-approval does not stand in the file itself, there are none.
 */
export function refreshEdits({ path, text, frontMatter, metadata }: Procedure, fresh: Preapproval): readonly Edit[] {
  const field = metadata.change;
  if (frontMatter.state !== 'read' || field?.source.layer !== 'file' || !fresh.on || !fresh.expires) return [];
  const starts = lineStarts(text);
  const days = [
    ['on', fresh.on],
    ['expires', fresh.expires],
  ] as const;
  const edits = days.flatMap(([key, day]): readonly Edit[] => {
    const at = offsetAt(starts, frontMatter.block.at([field.source.key, 'preapproval', key]));
    const written = /^["']?(\d{4}-\d{1,2}-\d{1,2})/.exec(text.slice(at, at + 20));
    const start = written ? at + written[0].length - (written[1]?.length ?? 0) : at;
    return written ? [{ path, start, end: at + written[0].length, insert: day }] : [];
  });
  return says(path, applyEdits(text, edits), field.source.key, fresh) ? edits : [];
}

function says(path: string, text: string, key: string, fresh: Preapproval): boolean {
  const after = readFrontMatter(path, text);
  if (after.state !== 'read') return false;
  const change = after.block.entries.find((entry) => entry.key === key)?.value ?? null;
  const block = below(change, 'preapproval');
  return below(block, 'on') === fresh.on && below(block, 'expires') === fresh.expires;
}

function below(value: Plain, key: string): Plain {
  return isPlainMap(value) ? (value[key] ?? null) : null;
}
