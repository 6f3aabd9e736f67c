// core/review: links in the app's texts.
import { codeSpan } from '../code-span.ts';

/** `text` of theirs as a code span that leads to `url`, where that is a plain https address; else the code span alone. */
export function codeLink(text: string, url: string | null, limit?: number): string {
  return linked(codeSpan(text, limit), url);
}

/** `words` of ours that lead to `url`; the words alone where it is no plain https address. */
export function linked(words: string, url: string | null): string {
  return url !== null && /^https:\/\/[\w.:-]+(?:\/[\w!#$%&*+,./:;=?@~-]*)?$/.test(url) && url.length <= 2000
    ? `[${words}](${url})`
    : words;
}
