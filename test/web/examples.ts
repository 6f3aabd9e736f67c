// test/web: GitHub's own example of every webhook (@octokit/webhooks-examples).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export type Example = { readonly event: string; readonly payload: object };

type Definition = { readonly name: string; readonly examples: readonly object[] };

const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
const definitions: readonly Definition[] = JSON.parse(readFileSync(file, 'utf8'));

export const EXAMPLES: readonly Example[] = definitions.flatMap(({ name, examples }) =>
  examples.map((payload) => ({ event: name, payload })),
);
