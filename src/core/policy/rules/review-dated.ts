// core/policy/rules: no review date, or one that is no date, impossible or in the future.
import type { Problem } from '../../finding.ts';
import { advise, MISSING, type ProcedureRule } from '../rule.ts';
import { bodyHint } from './body-hint.ts';

/** No date is a notice (a warning on a new file); a date that cannot be taken is a warning. */
export const reviewDated: ProcedureRule = {
  id: 'review-dated',
  level: 'notice',
  about: 'procedure',
  *check(entry, context) {
    const { procedure, review } = entry;
    yield* procedure.problems.filter((problem) => problem.rule === 'review-dated');

    const last = procedure.metadata.lastReviewedOn;
    if (last?.value.date && last.value.date > context.today) {
      yield {
        rule: 'review-dated',
        level: 'warning',
        at: last.source.layer === 'file' ? last.source.at : MISSING,
        message: `The review date ${last.value.date} is in the future; it does not count.`,
        fix: advise(
          `Set \`${last.source.key}\` to the day of the last review; a day to come belongs under \`next_review_on\`.`,
        ),
      };
    }
    if (review.state !== 'undated' || procedure.frontMatter.state === 'broken') return;
    const inBody = bodyHint(procedure, 'last_reviewed_on');
    const add = 'Add `last_reviewed_on: YYYY-MM-DD` to the front matter';
    const undated: Problem = {
      rule: 'review-dated',
      at: MISSING,
      message: 'No review date: nobody can tell whether this is still right.',
      fix: advise(inBody ? `${add}; ${inBody}.` : `${add} once it has been reviewed.`),
    };
    const isNew = context.base !== null && context.before(entry) === null;
    yield isNew ? { ...undated, level: 'warning' } : undated;
  },
};
