// test/cli: the `$ steward …` lines of a help text or of a page, and what stands below them.

/** A fenced block of a page: its commands, and its whole text as the page has it. */
export type ConsoleBlock = { readonly commands: readonly string[]; readonly text: string };

/** The blocks of `page` that are fenced as `console`. */
export function consoleBlocks(page: string): readonly ConsoleBlock[] {
  return [...page.matchAll(/^```console\n(.*?)^```$/gms)].map(([, text = '']) => ({
    text,
    commands: commandsOf(text),
  }));
}

/** Every `$ steward …` of `text`, without the prompt and the program's name. */
export function commandsOf(text: string): readonly string[] {
  return [...text.matchAll(/^ *\$ steward(?: (.*))?$/gm)].map(([, command = '']) => command);
}

/** The words that a shell makes of `command`, up to the first pipe or redirection. */
export function wordsOf(command: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of command.matchAll(/[|>].*|(?:"[^"]*"|'[^']*'|[^\s"'|>])+/g)) {
    if (/^[|>]/.test(word)) break;
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  return words;
}
