// core/policy/rules: commands that can do lasting harm in a procedure that is classed low.
import { type RiskyLine, riskyLines } from '../../risk/risky-lines.ts';
import { advise, type ProcedureRule } from '../rule.ts';

/** One finding a procedure, at the first such line. Only a risk that somebody wrote is doubted; an unset one counts as medium. */
export const riskPlausible: ProcedureRule = {
  id: 'risk-plausible',
  level: 'notice',
  about: 'procedure',
  *check({ procedure, risk }) {
    if (risk !== 'low') return;
    const [first, ...others] = riskyLines(procedure);
    if (!first) return;
    yield {
      rule: 'risk-plausible',
      at: { line: first.line, column: first.column },
      message: `The risk is low, and this line ${first.does}: ${quoted(first.command)}${more(others)}.`,
      fix: advise(
        'Set `risk` to what happens when this goes wrong: `medium`, `high` or `critical`; or take the command out.',
      ),
    };
  },
};

/** A backtick would end the code. */
function quoted(command: string): string {
  return command.includes('`') ? `“${command}”` : `\`${command}\``;
}

function more(others: readonly RiskyLine[]): string {
  if (others.length === 0) return '';
  const [one] = others;
  return others.length === 1 ? `; one more line ${one?.does}` : `; ${others.length} more lines are of that kind`;
}
