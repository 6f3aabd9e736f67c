// scripts: one step of what the demo shows.
import type { Checked } from './demo-world.ts';

/** A check run with what the demo says before it. */
export type Scene = {
  readonly says: string;
  readonly checked: Checked;
  /** How it has to end; null where nobody knows. */
  readonly expects: { readonly conclusion: string; readonly title: string } | null;
  /** Another head of the pull request before it. */
  readonly isSequel: boolean;
};

/** Where the scene did not end as it has to, a sentence that says so; else null. */
export function difference({ checked: { pull, run }, expects }: Pick<Scene, 'checked' | 'expects'>): string | null {
  if (expects === null || (run.conclusion === expects.conclusion && run.title === expects.title)) return null;
  const [was, wanted] = [run, expects].map(({ conclusion, title }) => `"${conclusion}: ${title}"`);
  return `Pull request #${pull.number} ended with ${was}, and ${wanted} was expected.`;
}
