// events: what happens to teams and people → where owners stand, and the checks that hang on them.
import { z } from 'zod';
import { ownerKey } from '../core/owner.ts';
import type { Job } from '../flows/job.ts';
import { login, type Make } from './shapes.ts';

const OWNERS = z.object({
  organization: z.object({ login }).optional(),
  team: z.object({ slug: z.string().min(1), parent: z.object({ slug: z.string().min(1) }).nullish() }).optional(),
  member: z.object({ login }).optional(),
  membership: z.object({ user: z.object({ login }) }).optional(),
});

/** The owners that the event names. */
const NAMED_OWNERS: Make = { of: 'installation', jobs: namedOwners };
/** Those, and whether every other owner is still there: names may have changed, and teams may have become empty. */
const ALL_OWNERS: Make = {
  of: 'installation',
  jobs: (installation, payload) => [
    ...namedOwners(installation, payload),
    { kind: 'audit-owners', installation, owners: null },
  ],
};

export const OWNER_EVENTS = {
  'team.created': NAMED_OWNERS,
  'team.deleted': ALL_OWNERS,
  'team.edited': ALL_OWNERS,
  'team.added_to_repository': NAMED_OWNERS,
  'team.removed_from_repository': NAMED_OWNERS,
  team_add: NAMED_OWNERS,
  'membership.added': NAMED_OWNERS,
  'membership.removed': NAMED_OWNERS,
  'member.added': NAMED_OWNERS,
  'member.edited': NAMED_OWNERS,
  'member.removed': NAMED_OWNERS,
  'organization.member_added': ALL_OWNERS,
  'organization.member_removed': ALL_OWNERS,
  'organization.renamed': ALL_OWNERS,
} as const satisfies Readonly<Record<string, Make>>;

function namedOwners(installation: number, payload: unknown): readonly Job[] {
  const owners = ownersIn(payload);
  if (owners.length === 0) return [];
  return [
    { kind: 'audit-owners', installation, owners },
    { kind: 'recheck-pulls', installation, place: null, names: [...new Set([...owners, ...parentIn(payload)])] },
  ];
}

/** Whoever joins a team joins the one above it. */
function parentIn(payload: unknown): readonly string[] {
  const { organization, team } = OWNERS.safeParse(payload).data ?? {};
  return team?.parent && organization ? [ownerKey(`@${organization.login}/${team.parent.slug}`)] : [];
}

/** Keys of the owners that an event names. */
function ownersIn(payload: unknown): readonly string[] {
  const { organization, team, member, membership } = OWNERS.safeParse(payload).data ?? {};
  const people = [member?.login, membership?.user.login].flatMap((name) => (name ? [`@${name}`] : []));
  const teams = team && organization ? [`@${organization.login}/${team.slug}`] : [];
  return [...teams, ...people].map(ownerKey);
}
