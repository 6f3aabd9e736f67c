// test: what the app answers, whole, and that its boxes are read again.
import { expect, test } from '@jest/globals';
import { tickedBoxes } from '../../../src/core/check-box.ts';
import { findMeant } from '../../../src/core/feedback/find-meant.ts';
import { replyText, withoutMention } from '../../../src/core/feedback/reply.ts';
import type { Person } from '../../../src/core/feedback/responsible.ts';
import { routeFeedback, type ToRoute } from '../../../src/core/feedback/route.ts';
import { HERE, INDEX, OWNERSHIP, PLACE, RESOLVED } from './catalog.ts';
import { SETTINGS } from './settings.ts';

const WHERE = { repository: HERE, urls: new Map<string, string>(), linkedUrl: null };
const ADA: Person = { login: 'ada', load: 0, lastAssignedAt: null, isGone: false, isBusy: false };

function reply(
  title: string,
  place: Partial<typeof WHERE> | { linkedUrl: string } = {},
  more: Partial<ToRoute> = {},
): string {
  const meant = findMeant({ title, body: '' }, INDEX, PLACE);
  const facts = {
    reporter: 'kim',
    askedOn: '2026-11-23',
    ownership: OWNERSHIP,
    resolved: RESOLVED,
    people: [],
    assigned: null,
  };
  return replyText(routeFeedback({ meant, severity: 'wrong', ...facts, ...more }, SETTINGS), { ...WHERE, ...place });
}

test('on one procedure', () => {
  const urls = new Map([
    [
      'acme/ops:runbooks/storage/grow-a-volume.md',
      'https://github.com/acme/ops/blob/main/runbooks/storage/grow-a-volume.md',
    ],
  ]);
  expect(
    reply('Grow a volume', { urls }),
  ).toBe(`Thank you. This is about \`Grow a volume\` [\`runbooks/storage/grow-a-volume.md\`](https://github.com/acme/ops/blob/main/runbooks/storage/grow-a-volume.md); \`@acme/storage\` owns it.

@acme/storage, please answer by 2026-11-28.
`);
});

test('on one of another repository, written with a slip', () => {
  const linkedUrl = 'https://github.com/acme/web/issues/5';
  expect(
    reply('Deploy teh shop', { linkedUrl }),
  ).toBe(`Thank you. This is about \`Deploy the shop\` \`acme/web/runbooks/deploy-the-shop.md\`; \`@acme/web\` owns it.

@acme/web, please answer by 2026-11-28.

It stands [in the procedure's repository](https://github.com/acme/web/issues/5) too; both issues close together.

It was not written exactly so. If another procedure is meant, comment \`/steward procedure <path or id>\`.
`);
});

test('on a dangerous one, with its code owner', () => {
  expect(
    reply('Drain a Kubernetes node', {}, { severity: 'dangerous', people: [ADA] }),
  ).toBe(`Thank you. This is about \`Drain a Kubernetes node\` \`runbooks/platform/drain-a-kubernetes-node.md\`; \`@acme/platform\` owns it, says CODEOWNERS.

\`ada\` is asked to answer by 2026-11-24.
`);
});

test('on one that nobody owns, with and without a fallback', () => {
  expect(reply('Lose a data centre')).toContain(
    '; nobody owns it, so `@acme/ops-leads` looks after it.\n\n@acme/ops-leads, please',
  );
  const nobody = reply('Lose a data centre', {}, { resolved: new Set() });
  expect(nobody.split('\n')).toEqual([
    'Thank you. This is about `Lose a data centre` `playbooks/lose-a-data-centre.md`, and nobody is known to own it.',
    '',
  ]);
});

test('on several', () => {
  expect(reply('DiskFull and KubeNodeNotReady')).toBe(`Thank you. Several procedures fit.

Which one is it?

- [ ] \`Grow a volume\` \`runbooks/storage/grow-a-volume.md\` <!-- steward-box: {"do":"procedure","key":"acme/ops:runbooks/storage/grow-a-volume.md"} -->
- [ ] \`Drain a Kubernetes node\` \`runbooks/platform/drain-a-kubernetes-node.md\` <!-- steward-box: {"do":"procedure","key":"acme/ops:runbooks/platform/drain-a-kubernetes-node.md"} -->

Or say it in a comment: \`/steward procedure <path or id>\`.
`);
});

test('on several of one owner, and more than are shown', () => {
  expect(reply('DiskFull and DiskFailed')).toContain(
    'Several procedures fit; `@acme/storage` owns all of them.\n\n@acme/storage, please',
  );
  const several = findMeant({ title: 'DiskFull and DiskFailed', body: '' }, INDEX, PLACE);
  const meant = several.kind === 'several' ? { ...several, more: 4 } : several;
  expect(reply('', {}, { meant })).toContain('-->\n\n_and 4 more_\n');
});

test('on nothing known, with what is near', () => {
  expect(
    reply('the vpn is slow'),
  ).toBe(`Thank you. Which procedure is this about? It could not be told, so \`@acme/ops-leads\` looks after it until then.

@acme/ops-leads, please answer by 2026-11-28.

Is it one of these?

- [ ] \`Restart the VPN gateway\` \`runbooks/network/restart-the-vpn-gateway.md\` <!-- steward-box: {"do":"procedure","key":"acme/ops:runbooks/network/restart-the-vpn-gateway.md"} -->

Or say it in a comment: \`/steward procedure <path or id>\`.
`);
});

test('on nothing known at all, with nobody to ask', () => {
  expect(reply('hi', {}, { resolved: new Set() })).toBe(`Thank you. Which procedure is this about? It could not be told.

Say it in a comment: \`/steward procedure <path or id>\`.
`);
});

test('a box that is ticked says which procedure', () => {
  const ours = reply('DiskFull and KubeNodeNotReady');
  const ticked = ours.replace('- [ ] `Drain', '- [x] `Drain');
  expect(tickedBoxes(ours, ours, ticked)).toEqual([
    { do: 'procedure', key: 'acme/ops:runbooks/platform/drain-a-kubernetes-node.md' },
  ]);
});

test('without its mention it is what an edited comment says', () => {
  const said = reply('Grow a volume');
  expect(said).toMatch(/^@acme\/storage, please answer by /m);
  expect(withoutMention(said)).toBe(said.replace(/^@acme\/storage, please answer by (.*)$/m, 'An answer is due by $1'));
});
