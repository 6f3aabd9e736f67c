// core/risk: a line of shell → the simple commands in it, each as its words.

/** A simple command: its words without quotes, what stands before it aside (`sudo`, `time`, `ssh host`), joined by one blank. */
export type SimpleCommand = { readonly program: string; readonly line: string };

const MOST_COMMANDS = 50;
const DEEPEST = 4;

/**
 * The commands of `text`: those of pipes, lists and substitutions, and what a wrapper runs (`sudo`, `xargs`, `ssh host '…'`,
 * `kubectl exec … -- …`). Comments are left out. It is a reading, not a shell: bounded in time for any text.
 */
export function simpleCommands(text: string, depth = 0): readonly SimpleCommand[] {
  if (depth > DEEPEST) return [];
  const commands = split(text).slice(0, MOST_COMMANDS);
  return commands.flatMap((words) => unwrapped(words, depth)).slice(0, MOST_COMMANDS);
}

/** Words in lists; a separator ends a list. Quotes are taken off, what is in them stays one word. */
function split(text: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let word: string | null = null;
  const endWord = (): void => {
    if (word !== null) commands.at(-1)?.push(word);
    word = null;
  };
  const endCommand = (): void => {
    endWord();
    if (commands.at(-1)?.length) commands.push([]);
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '#' && word === null) break;
    if (char === '"' || char === "'") {
      const end = text.indexOf(char, at + 1);
      const stop = end === -1 ? text.length : end;
      word = (word ?? '') + text.slice(at + 1, stop);
      at = stop;
    } else if (char === '\\') {
      at += 1;
      word = (word ?? '') + (text[at] ?? '');
    } else if (/[;\n|]/.test(char) || (char === '&' && text[at - 1] !== '>' && text[at + 1] !== '>')) endCommand();
    else if (char === '$' && text[at + 1] === '(') {
      endCommand();
      at += 1;
    } else if (char === '`' || ((char === '(' || char === ')') && word === null) || char === ')') endCommand();
    else if (/\s/.test(char)) endWord();
    else word = (word ?? '') + char;
  }
  endWord();
  return commands.filter((words) => words.length > 0);
}

/** Words that only lead to a command, and the options of theirs that take a value. */
const LEADING = new Map<string, RegExp>([
  ['sudo', /^-[ughpCT]$/],
  ['doas', /^-[u]$/],
  ['su', /^-[gG]$/],
  ['env', /^-u$/],
  ['time', /^-[fo]$/],
  ['nohup', /^$/],
  ['exec', /^-a$/],
  ['nice', /^-n$/],
  ['ionice', /^-[cn]$/],
  ['timeout', /^-[ks]$/],
  ['xargs', /^-[nPILdE]$/],
  ['command', /^$/],
  ['do', /^$/],
  ['then', /^$/],
  ['else', /^$/],
  ['!', /^$/],
  ['{', /^$/],
]);

function unwrapped(words: readonly string[], depth: number): readonly SimpleCommand[] {
  let rest = words;
  let lead = '';
  for (;;) {
    const [first = '', ...others] = rest;
    if (/^\w+=/.test(first)) lead += ` ${first}`;
    const takesValue = LEADING.get(first);
    if (!takesValue && !/^\w+=/.test(first)) break;
    rest = withoutOptions(others, takesValue ?? null);
    if (first === 'timeout') rest = rest.slice(1);
  }
  const [path = ''] = rest;
  const program = path.slice(path.lastIndexOf('/') + 1).replace(/\.exe$/i, '');
  if (program === '') return [];
  const line = [program, ...rest.slice(1)].join(' ') + lead;
  const inner = innerOf(program, rest);
  return [{ program, line }, ...inner.flatMap((text) => simpleCommands(text, depth + 1))];
}

function withoutOptions(words: readonly string[], takesValue: RegExp | null): readonly string[] {
  let at = 0;
  while (takesValue && words[at]?.startsWith('-')) at += takesValue.test(words[at] ?? '') ? 2 : 1;
  return words.slice(at);
}

/** What runs somewhere, or with somebody's credentials, that which follows `--`. */
const RUNS_AFTER_DASHES =
  /^(?:kubectl|oc|docker|podman|nsenter|gcloud|gds|gds-cli|aws-vault|aws-okta|saml2aws|granted|op|doppler|chamber|envchain|infisical)$/;

/** The texts that a command runs as commands of their own. */
function innerOf(program: string, words: readonly string[]): readonly string[] {
  if (/^(?:ba|z|k|da)?sh$/.test(program)) return after(words, /^-\w*c$/, 1);
  if (program === 'su') return after(words, /^-c$/, 1);
  if (program === 'ssh') return [sshCommand(words)];
  if (program === 'watch') return [];
  if (RUNS_AFTER_DASHES.test(program) && words.includes('--')) return after(words, /^--$/, Infinity);
  if (/^gds(?:-cli)?$/.test(program) && words[1] === 'aws') return [words.slice(3).join(' ')];
  if (/^(?:docker|podman)$/.test(program) && words.includes('exec')) return [withoutContainer(words)];
  if (program === 'find') return after(words, /^-exec(?:dir)?$/, Infinity);
  return [];
}

function after(words: readonly string[], mark: RegExp, count: number): readonly string[] {
  const at = words.findIndex((word) => mark.test(word));
  return at === -1 ? [] : [words.slice(at + 1, at + 1 + count).join(' ')];
}

function sshCommand(words: readonly string[]): string {
  const rest = withoutOptions(words.slice(1), /^-[bcDEeFIiJLlmOopQRSWw]$/);
  return rest.slice(1).join(' ');
}

function withoutContainer(words: readonly string[]): string {
  const rest = withoutOptions(words.slice(words.indexOf('exec') + 1), /^-[ewu]$/);
  return rest.slice(1).join(' ');
}
