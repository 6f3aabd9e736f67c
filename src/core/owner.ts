// core: who is accountable, and the forms in which people write it.
import { visible } from './display.ts';

/** A GitHub team (`@org/team`) or user (`@user`). Handles are compared without regard to case (`sameOwner`). */
export type Owner = { readonly kind: 'team' | 'user'; readonly handle: string };

/** What is needed to read an owner: `owners.map` of the configuration, and the organisation of the repository where it is known. */
export type OwnerSettings = {
  readonly map: Readonly<Record<string, string>> | ReadonlyMap<string, string>;
  readonly organisation: string | null;
};

/** An owner that was read, and how; `map`: by `owners.map`, or as an entity reference in the repository's own organisation. */
export type ParsedOwner = { readonly owner: Owner; readonly via: 'handle' | 'url' | 'map' };

/** Why what is written is no owner (a sentence), what most likely was meant, and what to do where that is not known. */
export type NotAnOwner = { readonly problem: string; readonly suggestion: string | null; readonly advice: string };

// GitHub's rules for names: 39 characters, single hyphens inside; an enterprise's managed user ends in `_shortcode`.
const LOGIN = /^[a-z\d]+(?:-[a-z\d]+)*(?:_[a-z\d]+)?$/i;
const LOGIN_LIMIT = 39;
const SLUG = /^[a-z\d_-]+$/i;
const SLUG_LIMIT = 100;
const WRITTEN_LIMIT = 300;
const PLACEHOLDER =
  /^(?:tb[acd]|todo|fixme|none|null|nil|nobody|no ?one|unknown|unassigned|unowned|n\/?a|x+|\?+|-+|<.*>|\{.*\})$/i;
const NAME_THE_TEAM = 'Name the GitHub team that is accountable, as `"@org/team"`.';

/**
 * The owner that `written` means, in any form of the contract: `@org/team`, `@user`, `org/team`, a GitHub URL of a team or a user,
 * an entity reference (`group:default/team`, `user:default/x`), or a bare name or e-mail address that `owners.map` translates.
 * A mapping is looked up before anything is inferred, and is not followed twice. Time is linear in the text.
 */
export function parseOwner(written: string, settings: OwnerSettings): ParsedOwner | NotAnOwner {
  const text = written.trim();
  if (text === '') return not('The owner is empty.', null);
  if (text.length > WRITTEN_LIMIT)
    return not(`The owner is ${text.length} characters long, and no name on GitHub is.`, null);
  if (text.startsWith('@')) return handleOf(text.slice(1), text, 'handle');
  const mapped = lookUp(text, settings.map);
  if (mapped !== null) return translated(text, mapped);
  if (PLACEHOLDER.test(text)) return not(`\`${shown(text)}\` is a placeholder, not an owner.`, null);
  const url = /^(?:https?:\/\/|(?=github\.com\/))(?:www\.)?([^/?#\s]+)([^?#\s]*)/i.exec(text);
  if (url) return ownerOfUrl(text, url[1] ?? '', url[2] ?? '');
  if (text.startsWith('#'))
    return not(
      `\`${shown(text)}\` is a chat channel, not an owner.`,
      null,
      `Put the channel under \`contacts\`. ${NAME_THE_TEAM}`,
    );
  const reference = /^([a-z]+):(?:([\w.-]+)\/)?([\w.-]+)$/i.exec(text);
  if (reference)
    return ownerOfReference(text, reference[1] ?? '', reference[2] ?? 'default', reference[3] ?? '', settings);
  if (/^[^\s@/]+@[^\s@/]+$/.test(text)) return unmapped(text, `The e-mail address \`${shown(text)}\``, null);
  if (text.includes('/')) return handleOf(text, text, 'handle');
  if (SLUG.test(text))
    return unmapped(text, `The bare name \`${shown(text)}\``, inOrganisation(text, settings.organisation));
  return not(`\`${shown(text)}\` is not the name of a GitHub team or user.`, null);
}

/** Whether two handles mean the same account: GitHub compares names without regard to case. */
export function sameOwner(a: string, b: string): boolean {
  return ownerKey(a) === ownerKey(b);
}

/** `handle` in the form in which it can be the key of a map. */
export function ownerKey(handle: string): string {
  return handle.toLowerCase();
}

function handleOf(name: string, written: string, via: ParsedOwner['via']): ParsedOwner | NotAnOwner {
  const parts = name.split('/');
  const [first = '', slug] = parts;
  if (/[\s,;]@/.test(written)) return several(written);
  if (/\[bot\]$/i.test(name)) return not(`\`${shown(written)}\` is a bot; a bot cannot be accountable.`, null);
  if (parts.length > 2)
    return not(`\`${shown(written)}\` has ${parts.length} parts; a team is \`@org/team\`.`, withoutParents(parts));
  if (!isLogin(first))
    return not(
      `\`${shown(written)}\` is not a GitHub handle: ${loginFault(first, slug !== undefined)}.`,
      tidied(parts),
    );
  if (slug === undefined) return { owner: { kind: 'user', handle: `@${first}` }, via };
  if (!isSlug(slug)) return not(`\`${shown(written)}\` is not a GitHub team: ${slugFault(slug)}.`, tidied(parts));
  return { owner: { kind: 'team', handle: `@${first}/${slug}` }, via };
}

function isLogin(text: string): boolean {
  return text.length <= LOGIN_LIMIT && LOGIN.test(text);
}

function isSlug(text: string): boolean {
  return text.length <= SLUG_LIMIT && SLUG.test(text);
}

function loginFault(login: string, isOrganisation: boolean): string {
  const what = isOrganisation ? 'the organisation' : 'the name';
  if (login === '') return `${what} is missing`;
  if (login.length > LOGIN_LIMIT) return `${what} has more than ${LOGIN_LIMIT} characters`;
  return `${what} may hold letters, digits and single hyphens between them only`;
}

function slugFault(slug: string): string {
  if (slug === '') return "the team's name is missing";
  if (slug.length > SLUG_LIMIT) return `the team's name has more than ${SLUG_LIMIT} characters`;
  return "the team's name in handles holds letters, digits, `-` and `_` only";
}

/** `@Acme/Payments SRE` is most likely the team's title, whose slug GitHub makes in this way; for a user nothing is guessed. */
function tidied(parts: readonly string[]): string | null {
  const [organisation = '', title] = parts.map((part) => part.trim());
  if (title === undefined) return null;
  const slug = slugged(title);
  return isLogin(organisation) && isSlug(slug) ? `@${organisation}/${slug}` : null;
}

function slugged(title: string): string {
  return title
    .toLowerCase()
    .split(/[^a-z\d_]+/)
    .filter((word) => word !== '')
    .join('-');
}

/** GitHub's handle of a nested team leaves its parents out. */
function withoutParents(parts: readonly string[]): string | null {
  return tidied([parts[0] ?? '', parts.at(-1) ?? '']);
}

function several(written: string): NotAnOwner {
  const first = handleOf(/^@?([^\s,;]*)/.exec(written)?.[1] ?? '', '', 'handle');
  const suggestion = 'owner' in first ? first.owner.handle : null;
  return not(`\`${shown(written)}\` names more than one owner.`, suggestion, 'Keep the one that is accountable.');
}

function ownerOfUrl(written: string, host: string, path: string): ParsedOwner | NotAnOwner {
  if (!/^(?:github\.com|github\.[a-z\d.-]+|[a-z\d-]+\.ghe\.com)$/i.test(host)) {
    return not(`\`${shown(written)}\` is not an address of GitHub.`, null);
  }
  const parts = path.split('/').filter((part) => part !== '');
  const [first, organisation, teams, slug] = parts;
  if (first === 'orgs' && teams === 'teams' && slug !== undefined)
    return handleOf(`${organisation}/${slug}`, written, 'url');
  if (first === 'orgs') return not(`\`${shown(written)}\` is an organisation, not a team or a user.`, null);
  if (parts.length === 1 && first !== undefined) return handleOf(first, written, 'url');
  return not(
    `\`${shown(written)}\` is not the address of a GitHub team or user.`,
    null,
    'Write `"@org/team"`, or the address `https://github.com/orgs/ORG/teams/TEAM`.',
  );
}

/** A catalog's reference (Backstage: `[kind:][namespace/]name`), mapped in full or by name; a group else is a team of the organisation. */
function ownerOfReference(
  written: string,
  kind: string,
  namespace: string,
  name: string,
  settings: OwnerSettings,
): ParsedOwner | NotAnOwner {
  const isGroup = /^group$/i.test(kind);
  if (!isGroup && !/^user$/i.test(kind))
    return not(`\`${shown(written)}\` is a ${kind.toLowerCase()}, not a group or a user.`, null);
  const mapped =
    lookUp(`${kind}:${namespace}/${name}`, settings.map) ??
    lookUp(`${kind}:${name}`, settings.map) ??
    lookUp(`${namespace}/${name}`, settings.map) ??
    lookUp(name, settings.map);
  if (mapped !== null) return translated(written, mapped);
  if (!isGroup) return handleOf(name, written, 'map');
  if (settings.organisation === null) return unmapped(written, `The reference \`${shown(written)}\``, null);
  return handleOf(`${settings.organisation}/${name}`, written, 'map');
}

function translated(written: string, mapped: string): ParsedOwner | NotAnOwner {
  const parsed = parseOwner(mapped, { map: {}, organisation: null });
  if ('owner' in parsed) return { owner: parsed.owner, via: 'map' };
  return not(
    `\`owners.map\` translates \`${shown(written)}\` to \`${shown(mapped)}\`, which is not an owner.`,
    null,
    'Mend the entry in `owners.map`.',
  );
}

/** Names in a map are found in any case, as GitHub's are; an entry that is written the same way comes first. */
function lookUp(name: string, map: OwnerSettings['map']): string | null {
  const exact = map instanceof Map ? map.get(name) : ownValue(map as Readonly<Record<string, string>>, name);
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  const entries = map instanceof Map ? map : Object.entries(map);
  for (const [key, value] of entries) if (key.toLowerCase() === wanted) return value;
  return null;
}

function ownValue(map: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

function inOrganisation(name: string, organisation: string | null): string | null {
  return organisation === null ? null : tidied([organisation, name]);
}

function unmapped(written: string, what: string, suggestion: string | null): NotAnOwner {
  const map = `Add \`${shown(written)}\` to \`owners.map\` in the configuration, or write \`"@org/team"\`.`;
  return not(`${what} is not mapped to a GitHub team or user.`, suggestion, map);
}

function not(problem: string, suggestion: string | null, advice: string = NAME_THE_TEAM): NotAnOwner {
  return { problem, suggestion, advice };
}

/** Not the whole of what may be 300 hostile characters. */
function shown(text: string): string {
  return visible(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
