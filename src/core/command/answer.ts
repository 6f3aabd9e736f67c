// core/command: what an answer to an issue about reviews changes in the issue's record.
import { addInterval } from '../calendar-date.ts';
import { type Disowned, type KnownIssue, NEEDS_WORK } from '../review/known-issue.ts';
import type { Asked } from './asked.ts';
import type { Refusal } from './refusal.ts';

/** The commands that are answered in the record, and change no file. */
export type Answer = Extract<Asked, { readonly name: 'needs-work' | 'snooze' | 'delegate' | 'not-ours' }>;

export type AnswerNow = Pick<KnownIssue, 'told'> & {
  readonly snoozes: number;
  readonly assignees: readonly string[];
  readonly disowned?: readonly Disowned[];
};

export type AnswerChange = {
  readonly told: readonly string[];
  readonly snoozes?: number;
  readonly snoozedUntil?: string;
  readonly delegatedTo?: string;
  readonly assignees?: readonly string[];
  readonly disowned?: readonly Disowned[];
};

/** `origin`: what makes the command another than all others, so that the same again changes nothing. `keys`: of the procedures that are meant, with the owners that they have. */
export type AnswerBy = {
  readonly login: string;
  readonly today: string;
  readonly origin: string;
  readonly procedures: readonly { readonly key: string; readonly owner: string | null }[];
};

const MOST_SNOOZES = 2;
/** ISO 8601. */
const LONGEST_SNOOZE = 'P3M';

export function isAnswer(asked: Asked): asked is Answer {
  return ['needs-work', 'snooze', 'delegate', 'not-ours'].includes(asked.name);
}

/** The change of the record; a snooze is refused after the second of one issue, and where it is for too long. */
export function answerChange(asked: Answer, now: AnswerNow, by: AnswerBy): AnswerChange | Refusal {
  const said = `command:${by.origin}`;
  if (now.told.includes(said)) return { told: now.told };
  const told = [...now.told, said];
  switch (asked.name) {
    case 'snooze': {
      const until = addInterval(by.today, asked.iso);
      if (until > addInterval(by.today, LONGEST_SNOOZE)) return { why: 'too-long', most: LONGEST_SNOOZE };
      if (now.snoozes >= MOST_SNOOZES) return { why: 'snoozed-twice' };
      return { told, snoozedUntil: until, snoozes: now.snoozes + 1 };
    }
    case 'delegate':
      return { told, delegatedTo: asked.to, assignees: [asked.to.slice(1)] };
    case 'needs-work':
      return { told: [...told, NEEDS_WORK], assignees: [by.login] };
    case 'not-ours':
      return { told, disowned: [...(now.disowned ?? []), ...disownedBy(asked.team, by)] };
  }
}

function disownedBy(team: string | null, { login, today, procedures }: AnswerBy): readonly Disowned[] {
  return procedures.flatMap(({ key, owner }) =>
    owner === null ? [] : [{ key, owner, by: `@${login}`, on: today, team }],
  );
}
