// events: what several events have in common.
import { z } from 'zod';
import type { Job, RepositoryRef } from '../flows/job.ts';

z.config({ jitless: true });

export const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
export const id = z.int().positive();
export const login = z.string().min(1);
/** The app that made a thing, where one did. */
export const APP = z.object({ app: z.object({ id }).nullish() });

/** What an event makes, of its repository or of its installation. A payload that lacks what it should have makes nothing. */
export type Make =
  | {
      readonly of: 'repository';
      readonly jobs: (repository: RepositoryRef, payload: unknown, appId: number) => readonly Job[];
    }
  | { readonly of: 'installation'; readonly jobs: (installation: number, payload: unknown) => readonly Job[] };

export type JobsOf = Extract<Make, { of: 'repository' }>['jobs'];

export function ofRepository(jobs: JobsOf): Make {
  return { of: 'repository', jobs };
}
