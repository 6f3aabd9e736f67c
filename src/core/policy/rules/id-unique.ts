// core/policy/rules: two procedures of the repository share an id.
import { byCodePoint } from '../../code-point-order.ts';
import type { IdElsewhere } from '../../snapshot.ts';
import { firstOf } from '../first-of.ts';
import { advise, type Context, MISSING, onlyAffected, type ProcedureRule } from '../rule.ts';
import type { Entry } from '../verdict.ts';

const indexes = new WeakMap<readonly Entry[], ReadonlyMap<string, readonly Entry[]>>();

export const idUnique: ProcedureRule = {
  id: 'id-unique',
  level: 'failure',
  about: 'procedure',
  notChecked: onlyAffected,
  *check({ procedure }, context) {
    const others = [
      ...(sharing(context).get(procedure.id) ?? []).map((other) => other.procedure.path),
      ...(context.neighbours ?? []).filter(({ id }) => id === procedure.id).map(({ path }) => path),
    ].filter((path) => path !== procedure.path);
    const field = procedure.metadata.id;
    const at = field?.source.layer === 'file' ? field.source.at : MISSING;
    if (others.length > 0) {
      yield {
        ...({ rule: 'id-unique', at } as const),
        message: `The id \`${procedure.id}\` is also that of ${firstOf(others.sort(byCodePoint))}.`,
        fix: advise('Give each procedure an id of its own; without one, its path is the id.'),
      };
    }
    // Two repositories may well have a file of the same path; only an id that was given means the same procedure.
    const elsewhere = field && context.idsElsewhere.get(procedure.id);
    if (elsewhere) {
      yield {
        ...({ rule: 'id-unique', level: 'warning', at } as const),
        message: `The id \`${procedure.id}\` is also that of a procedure in ${placesOf(elsewhere)}.`,
        fix: advise('Give each procedure of the organisation an id of its own, so that it can be found by it.'),
      };
    }
  },
};

/** Repositories that the reader may not see have no name here. */
function placesOf({ repositories, hidden }: IdElsewhere): string {
  const others =
    hidden === 1 ? 'another repository of the organisation' : `${hidden} other repositories of the organisation`;
  if (repositories.length === 0) return others;
  return hidden === 0 ? firstOf(repositories) : `${firstOf(repositories)} and ${others}`;
}

function sharing({ survey }: Context): ReadonlyMap<string, readonly Entry[]> {
  const known = indexes.get(survey.entries);
  if (known) return known;
  const index = new Map<string, Entry[]>();
  for (const entry of survey.entries) {
    const same = index.get(entry.procedure.id);
    if (same) same.push(entry);
    else index.set(entry.procedure.id, [entry]);
  }
  indexes.set(survey.entries, index);
  return index;
}
