// core/policy/rules: the review is overdue (from the day after the due day).
import { daysBetween } from '../../calendar-date.ts';
import { advise, MISSING, type ProcedureRule } from '../rule.ts';

export const reviewCurrent: ProcedureRule = {
  id: 'review-current',
  level: 'warning',
  about: 'procedure',
  *check({ procedure, review }, { today }) {
    if (review.state !== 'overdue' || !review.next) return;
    const { nextReviewOn, lastReviewedOn } = procedure.metadata;
    const field = nextReviewOn?.value.date ? nextReviewOn : lastReviewedOn;
    const days = daysBetween(review.next, today);
    yield {
      rule: 'review-current',
      at: field?.source.layer === 'file' ? field.source.at : MISSING,
      message: `The review was due on ${review.next}, ${days} ${days === 1 ? 'day' : 'days'} ago.`,
      fix: advise(
        'Read it through, mend what is wrong, and confirm it: `steward reviewed <path> -m "what I checked"`.',
      ),
    };
  },
};
