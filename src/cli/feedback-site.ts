// cli: where feedback on the procedures of a folder goes, as far as its clone tells.
import { resolve } from 'node:path';
import { FORM_PATH } from '../core/feedback/form.ts';
import { feedbackLink } from '../core/feedback/link.ts';
import { originOf, originSiteOf } from '../disk/read-origin.ts';
import type { Look } from './look.ts';
import type { Terminal } from './terminal.ts';

/** The link for one procedure, or (null) for any. */
export type FeedbackSite = (procedure: { readonly path: string; readonly title: string } | null) => string;

/** Whether the folder has the form that a link can fill in. */
export function hasFeedbackForm({ survey }: Look): boolean {
  return survey.side.paths?.includes(FORM_PATH) ?? false;
}

/** Null where the folder is no clone of a repository on GitHub. */
export async function feedbackSite(dir: string, hasForm: boolean, terminal: Terminal): Promise<FeedbackSite | null> {
  const folder = resolve(terminal.cwd, dir);
  const [origin, webUrl] = await Promise.all([originOf(folder), originSiteOf(folder)]);
  if (!origin || !webUrl) return null;
  return (procedure) =>
    feedbackLink({
      webUrl,
      repository: origin.name,
      path: procedure?.path ?? null,
      title: hasForm ? null : (procedure?.title ?? null),
      hasForm,
    });
}
