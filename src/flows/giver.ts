// flows: who gave a command.
import { loginKey } from '../core/change/people.ts';

/** `comment` null: a box was ticked. `origin`: what makes the command another than all others. */
export type Giver = {
  readonly login: string;
  readonly isBot: boolean;
  readonly at: string;
  readonly comment: number | null;
  readonly origin: string;
};

/** A bot is heard only where the configuration names it. */
export function mayBeHeard({ login, isBot }: Pick<Giver, 'login' | 'isBot'>, allowed: readonly string[]): boolean {
  return !isBot || allowed.some((bot) => loginKey(bot) === loginKey(login));
}
