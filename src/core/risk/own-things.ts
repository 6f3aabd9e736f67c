// core/risk: what a document makes itself, a few lines before it takes it away again: a try that is cleaned up destroys nothing of anybody's.
import type { CodeLine } from './code-lines.ts';
import { type SimpleCommand, simpleCommands } from './simple-commands.ts';

/** What was made so far: `kubectl file x.yaml`, `kubectl configmap x`, `git branch x`. */
export type Made = Set<string>;

const TOLD = /\b(?:create|save|write)\b[^`\n]{0,80}`([^`\s]{1,300})`/gi;

/** What the text around the commands tells to make: "Create `/etc/resolver/demo`". */
export function toldToMake(text: string): Made {
  return new Set([...text.matchAll(TOLD)].map(([, path = '']) => `file ${path}`));
}

/** Adds to `made` what a line makes. */
export function addMade(made: Made, { text, language }: CodeLine): void {
  if (language !== 'shell') return;
  for (const command of simpleCommands(text)) for (const thing of makes(command)) made.add(thing);
}

/** Whether all that a command takes away is what the document made before. */
export function takesOwn(made: Made, command: SimpleCommand): boolean {
  const taken = takes(command);
  return taken.length > 0 && taken.every((thing) => made.has(thing));
}

function makes({ program, line }: SimpleCommand): readonly string[] {
  const words = line.split(' ');
  if (program === 'kubectl' || program === 'oc')
    return [...filesOf(words, /^(?:apply|create)$/), ...namedBy(words, 'create')];
  if (program === 'flux') return namedBy(words, 'create');
  if (program === 'docker') return volumesOf(words, 'create');
  const [, branch] = /^git (?:checkout -b|switch -c) (\S+)$/.exec(line) ?? [];
  return branch ? [`git branch ${branch}`] : [];
}

function takes({ program, line }: SimpleCommand): readonly string[] {
  const words = line.split(' ');
  if (program === 'kubectl' || program === 'oc') {
    if (/ (?:--all|-A|-R|-l|--selector)\b/.test(line)) return [];
    const files = filesOf(words, /^delete$/);
    return files.length > 0 ? files : namedBy(words, 'delete');
  }
  if (program === 'flux') return namedBy(words, 'delete');
  if (program === 'docker') return volumesOf(words, 'rm');
  if (program === 'rm') return words.slice(1).map((word) => `file ${word}`);
  const [, branch] = /^git push (?:-d|--delete) \S+ (\S+)$/.exec(line) ?? [];
  return branch ? [`git branch ${branch}`] : [];
}

/** What stands behind each `-f` of a command. */
function filesOf(words: readonly string[], verb: RegExp): readonly string[] {
  if (!words.some((word) => verb.test(word))) return [];
  return words.flatMap((word, at) => (/^(?:-f|--filename)$/.test(word) ? `file ${words[at + 1] ?? ''}` : []));
}

/** Kinds that a second word completes. */
const OF_TWO = /^(?:source|image|secret|alert)$/;

/** `create configmap x`: the names behind the kind. An option's value is no name. */
function namedBy([program = '', ...words]: readonly string[], verb: string): readonly string[] {
  const at = words.indexOf(verb);
  if (at < 0 || words.some((word) => /^(?:-f|--filename)$/.test(word))) return [];
  const plain = words.slice(at + 1).filter((word, index, all) => !isOption(word) && !takesValue(all[index - 1]));
  const length = OF_TWO.test(plain[0] ?? '') ? 2 : 1;
  const kind = plain.slice(0, length).join(' ').toLowerCase();
  const names = plain.slice(length);
  return (verb === 'create' ? names.slice(0, 1) : names).map((name) => `${program} ${kind} ${name}`);
}

function isOption(word: string): boolean {
  return word.startsWith('-');
}

function takesValue(word: string | undefined): boolean {
  return word !== undefined && isOption(word) && !word.includes('=');
}

function volumesOf(words: readonly string[], verb: string): readonly string[] {
  const at = words.indexOf(verb);
  if (words[1] !== 'volume' || at !== 2) return [];
  return words.slice(3).flatMap((word) => (isOption(word) ? [] : `docker volume ${word}`));
}
