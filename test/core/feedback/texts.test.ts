// Must show of the issue: 300 texts, at least 98 % routed right, none to a wrong owner, none dropped.
import { describe, expect, test } from '@jest/globals';
import { findMeant, type Meant } from '../../../src/core/feedback/find-meant.ts';
import type { KnownProcedure } from '../../../src/core/feedback/known-procedure.ts';
import { readFeedback } from '../../../src/core/feedback/read-feedback.ts';
import { replyText } from '../../../src/core/feedback/reply.ts';
import { routeFeedback } from '../../../src/core/feedback/route.ts';
import { FALLBACK, HERE, INDEX, OWNERSHIP, PLACE, RESOLVED } from './catalog.ts';
import { filledForm } from './filled-form.ts';
import { SETTINGS } from './settings.ts';
import { TEXTS, type Text, WHOSE } from './texts.ts';

type Outcome = { readonly meant: string; readonly owner: string | null };
type Judged = Outcome & {
  readonly kind: string;
  readonly text: Text;
  readonly reply: string;
  readonly wanted: Outcome;
};

function shortName({ repository, path }: KnownProcedure): string {
  const name = path.split('/').at(-1)?.replace(/\.md$/, '') ?? '';
  return repository === HERE ? name : `${repository.split('/')[1]}:${name}`;
}

function names(meant: Meant): string {
  if (meant.kind === 'none') return '?';
  const hits = meant.kind === 'one' ? [meant.hit] : meant.hits;
  return hits
    .map(({ procedure }) => shortName(procedure))
    .sort()
    .join(' + ');
}

/** The one owner of all that is meant; null: it depends on which, so nobody is bothered before that is said. */
function wantedOf([, , meant]: Text): Outcome {
  const owners = new Set(meant.split(' + ').map((name) => WHOSE[name]));
  const owner = owners.size === 1 ? ([...owners][0] ?? null) : null;
  return { meant: meant.split(' + ').sort().join(' + '), owner };
}

function judged(kind: string, text: Text): Judged {
  const [title, filled] = text;
  const body = typeof filled === 'string' ? filled : filledForm(filled);
  const meant = findMeant({ title, body }, INDEX, PLACE);
  const { severity } = readFeedback(body);
  const facts = {
    reporter: 'kim',
    askedOn: '2026-11-23',
    ownership: OWNERSHIP,
    resolved: RESOLVED,
    people: [],
    assigned: null,
  };
  const route = routeFeedback({ meant, severity, ...facts }, SETTINGS);
  const reply = replyText(route, { repository: HERE, urls: new Map(), linkedUrl: null });
  const owner = route.responsible?.handle ?? null;
  return { kind, text, meant: names(route.meant), owner, reply, wanted: wantedOf(text) };
}

const ALL = Object.entries(TEXTS).flatMap(([kind, texts]) => texts.map((text) => judged(kind, text)));

const isRight = ({ meant, owner, wanted }: Judged): boolean => meant === wanted.meant && owner === wanted.owner;
const isWrongOwner = ({ owner, wanted }: Judged): boolean =>
  owner !== null && owner !== FALLBACK && owner !== wanted.owner;
/** Nobody has it, and nobody is asked what it is about. */
const isDropped = ({ owner, reply }: Judged): boolean =>
  owner === null && !/^Which one is it\?$|Which procedure is this about\?/m.test(reply);

describe.each(Object.keys(TEXTS))('%s', (kind) => {
  const texts = ALL.filter((one) => one.kind === kind);
  test.each(texts.map((one, n): [string, Judged] => [`${n + 1} ${one.text[0].slice(0, 40)}`, one]))(
    '%s',
    (_, { text, meant, owner, wanted }) => {
      expect({ text, meant, owner }).toEqual({ text, ...wanted });
    },
  );
});

test('of 300 texts and more at least 98 % are routed right, none to a wrong owner, and none is dropped', () => {
  const [right, wrongOwner, dropped] = [isRight, isWrongOwner, isDropped].map((is) => ALL.filter(is).length);
  const share = (100 * (right ?? 0)) / ALL.length;
  process.stdout.write(
    `${ALL.length} feedback texts: ${right} routed right (${share.toFixed(1)} %), ${wrongOwner} to a wrong owner, ${dropped} dropped\n`,
  );
  expect(new Set(ALL.map(({ text: [title, filled] }) => JSON.stringify([title, filled]))).size).toBe(ALL.length);
  expect(ALL.length).toBeGreaterThanOrEqual(300);
  expect(share).toBeGreaterThanOrEqual(98);
  expect([wrongOwner, dropped]).toEqual([0, 0]);
});
