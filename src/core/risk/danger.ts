// core/risk: what makes a command dangerous, as data.

/** The kinds of danger that a person weighs when a procedure is classified. */
export type DangerKind = 'destruction' | 'permission' | 'data-loss' | 'production' | 'irreversible';

/**
 * One way to do harm. `program` and `line` have to match (the line begins with the program), `unless` must not. `does` ends the sentence
 * "this line …".
 */
export type Danger = {
  readonly kind: DangerKind;
  readonly program: RegExp;
  readonly line: RegExp;
  readonly unless?: RegExp;
  readonly does: string;
};

/** A danger in a few words, for the tables beside this file. */
export function danger(kind: DangerKind, program: RegExp, line: RegExp, does: string, unless?: RegExp): Danger {
  return unless ? { kind, program, line, does, unless } : { kind, program, line, does };
}
