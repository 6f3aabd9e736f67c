// events: what GitHub tells us → what there is to do. Pure; it never calls GitHub.
import { z } from 'zod';
import type { Job } from '../flows/job.ts';
import { CATALOG_EVENTS } from './catalog-events.ts';
import { CHECK_EVENTS } from './check-events.ts';
import { FEEDBACK_EVENTS } from './feedback-events.ts';
import { ISSUE_EVENTS } from './issue-events.ts';
import { OWNER_EVENTS } from './owner-events.ts';
import { PULL_EVENTS } from './pull-events.ts';
import { APP, id, login, type Make } from './shapes.ts';

const TABLES = [...[PULL_EVENTS, ISSUE_EVENTS, FEEDBACK_EVENTS, CHECK_EVENTS, CATALOG_EVENTS, OWNER_EVENTS]] as const;

type NamesIn<Table> = Table extends unknown ? keyof Table : never;
type EventName = NamesIn<(typeof TABLES)[number]>;

/** What each event makes: one may be of several kinds. */
const MAKERS = new Map<string, readonly Make[]>();
for (const table of TABLES)
  for (const [event, make] of Object.entries(table)) MAKERS.set(event, [...(MAKERS.get(event) ?? []), make]);

/** The events that make jobs, as Probot names them. Each is also asked for in `app.yml`. */
export const EVENTS = [...MAKERS.keys()] as readonly EventName[];

const ABOUT = z.object({
  action: z.string().nullish(),
  installation: z.object({ id }),
  repository: z
    .object({ name: z.string().min(1), owner: z.object({ login }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
const MADE = z.object({ check_run: APP.optional(), check_suite: APP.optional() });

/** The jobs that a delivery makes; none for an event that is not ours to handle, or whose payload lacks what it should have. */
export function jobsOf(name: string, payload: unknown, appId: number): readonly Job[] {
  const about = ABOUT.safeParse(payload).data;
  if (!about) return [];
  const { action, installation, repository } = about;
  const event = action ? `${name}.${action}` : name;
  if (isOfAnotherApp(payload, appId)) return [];
  const owner = repository?.owner?.login;
  return (MAKERS.get(event) ?? []).flatMap((make) => {
    if (make.of === 'installation') return make.jobs(installation.id, payload);
    if (!repository || !owner) return [];
    return make.jobs({ installation: installation.id, owner, name: repository.name }, payload, appId);
  });
}

/** A check that another app made says nothing to us, whatever it looks like. */
function isOfAnotherApp(payload: unknown, appId: number): boolean {
  const made = MADE.safeParse(payload).data;
  const by = made?.check_run?.app ?? made?.check_suite?.app;
  return (made?.check_run !== undefined || made?.check_suite !== undefined) && by?.id !== appId;
}
