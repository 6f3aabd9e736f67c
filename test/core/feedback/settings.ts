// The settings of the texts: the defaults, and a fallback.
import type { FollowSettings } from '../../../src/core/feedback/follow.ts';
import { readPolicy } from '../../../src/core/policy/read-policy.ts';

const { settings } = readPolicy({
  repository: { path: '.github/runbook-steward.yml', text: 'owners: {fallback: "@acme/ops-leads"}\n' },
  organisation: null,
  today: '2026-11-23',
});

export const SETTINGS: FollowSettings = settings;
