// test/stand-in/operation: how long a text may be. GitHub says so only by refusing.
import { Refusal } from '../call.ts';

const most: Readonly<Record<string, number>> = { title: 256, body: 65_536 };

/** Throws GitHub's 422 where a title or a body is over the limit. */
export function tooLong(resource: string, texts: Readonly<Record<string, string | null | undefined>>): void {
  for (const [field, text] of Object.entries(texts)) {
    const limit = most[field] ?? Number.POSITIVE_INFINITY;
    if (typeof text !== 'string' || [...text].length <= limit) continue;
    const message = `${field} is too long (maximum is ${limit} characters)`;
    throw new Refusal(422, 'Validation Failed', [{ resource, code: 'custom', field, message }]);
  }
}
