// core/procedure: what labels in a text mean, and their values in the form of the contract.
import { parseDate } from '../calendar-date.ts';
import { describeInterval, parseInterval } from '../interval.ts';
import { parseOwner } from '../owner.ts';
import type { BodyMetadata } from './procedure.ts';

type Key = BodyMetadata['key'];

const WORDS: Readonly<Record<Key, string>> = {
  owner:
    'owner|owners|owned by|owner team|owning team|team owner|document owner|doc owner|page owner|runbook owner|playbook owner|procedure owner|' +
    'process owner|sop owner|maintainer|maintainers|maintained by|responsible team|accountable team',
  last_reviewed_on:
    'last reviewed|last reviewed on|last review|last review date|date last reviewed|date of last review|reviewed on|reviewed|last verified|' +
    'last verified on|last verified at|last tested',
  next_review_on:
    'next review|next review on|next review date|next review due|review due|review due date|date of next review',
  review_in:
    'review interval|review frequency|review cycle|review cadence|review period|review in|review every|reviewed every',
  risk: 'risk|risk level|risk class|risk rating|risk classification',
  contacts: 'contact|contacts|owner slack|slack|slack channel|support channel|escalation contact',
};

const LABELS: ReadonlyMap<string, Key> = new Map(
  (Object.keys(WORDS) as readonly Key[]).flatMap((key) => WORDS[key].split('|').map((word) => [word, key] as const)),
);

/** What a label (`**Last Reviewed:**`, `owner_team`) means; null where it is none of ours. The whole label has to agree. */
export function keyOfLabel(label: string): Key | null {
  const words = label
    .slice(0, 80)
    .replace(/[*`:_-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  return LABELS.get(words) ?? null;
}

/** What stands behind a label, without markup, and its value in the form of the contract where it has one; null for a blank to fill in. */
export function valueOfLabel(
  key: Key,
  text: string,
): { readonly written: string; readonly value: string | null } | null {
  const bare = text.slice(0, 300).replace(/^[\s*_`]+|[\s*_`]+$/g, '');
  const written = withoutMarkup(bare);
  if (written === '' || isBlankToFill(bare)) return null;
  return { written, value: READERS[key](written) };
}

/** A link to a team is the team; of any other link the words count. */
function withoutMarkup(text: string): string {
  return text
    .replace(/\[([^\]]{0,200})\]\(([^)\s]{0,300})\)/g, (_, words: string, target: string) =>
      /\/orgs\/[^/]+\/teams\//.test(target) ? target : words,
    )
    .replace(/^[\s<"']+|[\s>"']+$/g, '');
}

function isBlankToFill(text: string): boolean {
  return /^(?:tbd|tba|todo|n\/?a|none|unknown|-+|\?+|x+|\.\.\.|…|yyyy\S*|dd\S*|mm\/\S*|\[.*\]|\{.*\}|<.*>)$/i.test(
    text,
  );
}

const READERS: Readonly<Record<Key, (written: string) => string | null>> = {
  owner: (written) => {
    const parsed = parseOwner(written, { map: {}, organisation: null });
    return 'owner' in parsed ? parsed.owner.handle : null;
  },
  last_reviewed_on: day,
  next_review_on: day,
  review_in: (written) => {
    const parsed = parseInterval(written);
    return 'iso' in parsed ? describeInterval(parsed.iso) : null;
  },
  risk: (written) => /^(?:low|medium|high|critical)$/i.exec(written)?.[0].toLowerCase() ?? null,
  contacts: (written) => written,
};

/** A date in other words or with a time is the same date; an impossible one is none. */
function day(written: string): string | null {
  const parsed = parseDate(written, 'iso');
  if ('date' in parsed) return parsed.date;
  return /^\d{4}-\d{1,2}-\d{1,2}$/.test(written) ? null : parsed.suggestion;
}
