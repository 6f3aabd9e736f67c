// disk: what stops a command before there is anything to judge.

/** The command cannot run (exit code 2). The message is one sentence for the person: what is wrong and what to do next. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
