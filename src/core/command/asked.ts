// core/command: what a command asks for, read from its words.
import type { Command } from '../commands.ts';
import { parseInterval } from '../interval.ts';
import { parseOwner } from '../owner.ts';

/** The commands about reviews and owners (contract §6). */
export const COMMAND_NAMES = [
  ...(['reviewed', 'needs-work', 'snooze', 'delegate', 'not-ours', 'retire', 'approve-owner'] as const),
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];

/** What a reviewer says they did. */
export type How = 'read' | 'tested';

/** `procedures`: as they were written, by path or id; none: those that the place is about. Handles as GitHub writes them. */
export type Asked =
  | {
      readonly name: 'reviewed';
      readonly procedures: readonly string[];
      readonly how: How | null;
      readonly note: string;
    }
  | { readonly name: 'needs-work'; readonly procedures: readonly string[]; readonly note: string }
  | { readonly name: 'snooze'; readonly iso: string; readonly because: string }
  | { readonly name: 'delegate'; readonly to: string }
  | { readonly name: 'not-ours'; readonly team: string | null; readonly procedures: readonly string[] }
  | { readonly name: 'retire'; readonly procedures: readonly string[]; readonly note: string }
  | { readonly name: 'approve-owner'; readonly owner: string; readonly procedures: readonly string[] };

export function isCommandName(name: string): name is CommandName {
  return COMMAND_NAMES.some((known) => known === name);
}

/** What `command` asks for; null where its words do not say it. */
export function askedBy({ name, text }: Command & { readonly name: CommandName }): Asked | null {
  switch (name) {
    case 'reviewed':
      return reviewed(text);
    case 'needs-work':
    case 'retire': {
      const { words, note } = parted(text);
      return { name, procedures: words, note };
    }
    case 'snooze':
      return snooze(text);
    case 'delegate': {
      const to = handleOf(text);
      return to === null || to.includes('/') ? null : { name, to };
    }
    case 'not-ours':
      return notOurs(text);
    case 'approve-owner': {
      const [first = '', ...procedures] = parted(text).words;
      const owner = handleOf(first);
      return owner === null ? null : { name, owner, procedures };
    }
  }
}

/** `tested` and `read` end the list of procedures; what follows says what was checked, with a dash before it or without. */
function reviewed(text: string): Asked {
  const { words, note } = parted(text);
  const at = words.findIndex((word) => /^(?:tested|read)$/i.test(word));
  if (at === -1) return { name: 'reviewed', procedures: words, how: null, note };
  const how = words[at]?.toLowerCase() === 'tested' ? 'tested' : 'read';
  const said = [words.slice(at + 1).join(' '), note].filter((part) => part !== '').join(' ');
  return { name: 'reviewed', procedures: words.slice(0, at), how, note: said };
}

function snooze(text: string): Asked | null {
  const [, written = '', because = ''] = /^(.*?)[ \t]*\bbecause\b[ \t:,]*(\S.*)?$/is.exec(text) ?? [];
  const interval = parseInterval(written.replace(/^for\s+/i, ''));
  return 'iso' in interval && because !== '' ? { name: 'snooze', iso: interval.iso, because } : null;
}

function notOurs(text: string): Asked | null {
  const { words } = parted(text);
  const [first = ''] = words;
  if (!first.startsWith('@')) return { name: 'not-ours', team: null, procedures: words };
  const team = handleOf(first);
  return team === null ? null : { name: 'not-ours', team, procedures: words.slice(1) };
}

/** A dash that stands alone, or two hyphens, begin the note. Blanks in a path are kept by quotes. */
function parted(text: string): { readonly words: readonly string[]; readonly note: string } {
  const [, before = text, note = ''] = /^(.*?)(?:(?:^|\s)(?:[—–]|--?)(?:\s+|$)|\s*[—–]\s*)(.*)$/s.exec(text) ?? [];
  const words = before.match(/"[^"]*"|[^\s"]+/g) ?? [];
  return {
    words: words.map((word) => word.replace(/^"|"$|,$/g, '')).filter((word) => word !== ''),
    note: note.trim(),
  };
}

function handleOf(written: string): string | null {
  const parsed = parseOwner(written, { map: {}, organisation: null });
  return 'owner' in parsed ? parsed.owner.handle : null;
}
