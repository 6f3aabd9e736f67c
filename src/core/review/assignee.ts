// core/review: who of a team is asked.
import { byCodePoint } from '../code-point-order.ts';
import { fixedHash } from './fixed-hash.ts';
import type { Member } from './owner-facts.ts';

/**
 * The login of the member who is asked about `key`: one who can act and is not busy, with the fewest open issues; among equals the key
 * decides, so that it is not always the first of the alphabet. Null where nobody can.
 */
export function chooseAssignee(members: readonly Member[], key: string): string | null {
  const able = members.filter(({ canAct, isBusy }) => canAct && !isBusy);
  const draw = ({ login }: Member): number => fixedHash(`${key} ${login.toLowerCase()}`);
  const [first] = able.toSorted((a, b) => a.open - b.open || draw(a) - draw(b) || byCodePoint(a.login, b.login));
  return first?.login ?? null;
}
