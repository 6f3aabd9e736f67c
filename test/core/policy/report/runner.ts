// How GitHub's runner reads the log of a step (actions/runner, ActionCommand.TryParseV2), written again from its source.

export type Command = {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
};

const NAMES = [
  'error',
  'warning',
  'notice',
  'debug',
  'group',
  'endgroup',
  'add-mask',
  'add-matcher',
  'remove-matcher',
  'set-output',
  'save-state',
  'set-env',
  'add-path',
  'echo',
  'stop-commands',
];

/** The commands in `log`, line by line; a line that is none is text. */
export function commandsIn(log: string): readonly Command[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => readCommand(line.trimStart()) ?? []);
}

function readCommand(line: string): Command | null {
  const end = line.indexOf('::', 2);
  if (!line.startsWith('::') || end < 0) return null;
  const info = line.slice(2, end);
  const [name = ''] = info.split(' ', 1);
  if (!NAMES.includes(name.toLowerCase())) return null;
  const properties = new Map<string, string>();
  for (const pair of info.slice(name.length).trim().split(',')) {
    const at = pair.indexOf('=');
    if (at > 0)
      properties.set(
        pair.slice(0, at),
        unescaped(pair.slice(at + 1))
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ',')
          .replaceAll('%25', '%'),
      );
  }
  return { name, properties, data: unescaped(line.slice(end + 2)).replaceAll('%25', '%') };
}

function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}
