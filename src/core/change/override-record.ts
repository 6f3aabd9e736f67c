// core/change: an override as the issue that follows it carries it, hidden in its body.
import { z } from 'zod';
import type { Marker } from '../marker.ts';

z.config({ jitless: true });

/** Who let which head of which pull request pass, and why. `repository`: `acme/ops`. */
export type OverrideRecord = {
  readonly repository: string;
  readonly number: number;
  readonly sha: string;
  readonly login: string;
  readonly isBot: boolean;
  readonly because: string;
  readonly comment: number;
};

/** Makes of a text what only the app can make of it. */
export type Seal = (text: string) => string;

const KIND = 'override';
const RECORD = z.object({
  key: z.string(),
  login: z.string().min(1),
  isBot: z.boolean(),
  because: z.string(),
  comment: z.int().positive(),
  seal: z.string(),
});

/** The hidden line of the issue. Whoever may write to a repository may edit the app's issues: the seal is how the app knows its own words. */
export function overrideMarker(record: OverrideRecord, seal: Seal): Marker {
  const { repository, number, sha, login, isBot, because, comment } = record;
  // Their words must not look like a mention even in a comment of HTML.
  const told = { key: `${repository}#${number} ${sha}`, login, isBot, because: encodeURIComponent(because), comment };
  return { kind: KIND, ...told, seal: seal(sealed(told)) };
}

/** The record in a marker; null where it is of something else, or not as the app wrote it. */
export function readOverride(marker: Marker, seal: Seal): OverrideRecord | null {
  const { seal: found, ...told } = RECORD.safeParse(marker).data ?? { seal: null };
  if (marker.kind !== KIND || found === null || !('key' in told) || seal(sealed(told)) !== found) return null;
  const { key, because, ...rest } = told;
  const [, repository, number, sha] = /^([^#\s]+\/[^#\s]+)#(\d+) ([0-9a-f]{40,64})$/.exec(key) ?? [];
  if (!repository || !number || !sha) return null;
  return { repository, number: Number(number), sha, ...rest, because: decodeURIComponent(because) };
}

function sealed({ key, login, isBot, because, comment }: Omit<z.infer<typeof RECORD>, 'seal'>): string {
  return JSON.stringify([KIND, key, login, isBot, because, comment]);
}
