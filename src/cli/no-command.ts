// cli: text that GitHub's runner reads along.

/**
 * `text` with no line that GitHub Actions would take for a command (`::error::…`, `::add-mask::…`; blanks before it do not matter to the
 * runner, see actions/runner `ActionCommand.cs`): the first colon of such a line is shown as `\u{3a}`.
 */
export function noCommand(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1\\u{3a}');
}
