// core/policy/rules: `superseded_by` or `aliases` point nowhere, or at the procedure itself.

import { nearest } from '../../nearest.ts';
import type { Position } from '../../position.ts';
import { neighbourNamed, procedureNamed, resolveProcedure } from '../resolve.ts';
import { advise, type Context, onlyAffected, type ProcedureRule } from '../rule.ts';
import type { Entry } from '../verdict.ts';

export const supersededResolves: ProcedureRule = {
  id: 'superseded-resolves',
  level: 'warning',
  about: 'procedure',
  notChecked: onlyAffected,
  *check(entry, context) {
    const { supersededBy, aliases } = entry.procedure.metadata;
    if (supersededBy?.source.layer === 'file')
      yield* supersession(entry, supersededBy.value, supersededBy.source.at, context);
    if (aliases?.source.layer === 'file') yield* aliasing(entry, aliases.value, aliases.source.at, context);
  },
};

function* supersession({ procedure }: Entry, written: string, at: Position, context: Context) {
  const { survey, neighbours } = context;
  const target = resolveProcedure(survey.entries, written, procedure.path);
  if (target && target.procedure.path !== procedure.path) return;
  if (!target && (onlyAffected(context) !== null || neighbourNamed(neighbours ?? [], written, procedure.path))) return;
  const names = [
    ...survey.entries.flatMap((entry) => [entry.procedure.id, entry.procedure.path]),
    ...(neighbours ?? []).flatMap(({ id, path }) => [id, path]),
  ];
  // Comparing takes the product of the lengths, for every procedure: a name that long is no slip of the pen.
  const near = written.length <= 200 ? nearest(written, names) : null;
  yield {
    rule: 'superseded-resolves',
    at,
    message: target
      ? 'The procedure says that it is superseded by itself.'
      : `\`superseded_by: ${written}\` is no id or path of a procedure here.`,
    fix: advise(
      target || !near ? 'Name the id or path of the procedure that replaces this one.' : `Did you mean \`${near}\`?`,
    ),
  } as const;
}

function* aliasing({ procedure }: Entry, aliases: readonly string[], at: Position, { survey, neighbours }: Context) {
  for (const alias of aliases) {
    const target =
      procedureNamed(survey.entries, alias)?.procedure.path ??
      neighbours?.find(({ path, id }) => path === alias || id === alias)?.path;
    if (target === undefined) continue;
    const own = target === procedure.path;
    yield {
      rule: 'superseded-resolves',
      at,
      message: own
        ? `The alias \`${alias}\` is the procedure's own name.`
        : `The alias \`${alias}\` is a procedure that still exists, ${target}.`,
      fix: advise(own ? 'Delete it.' : 'Delete the alias, or the procedure that it stands for.'),
    } as const;
  }
}
