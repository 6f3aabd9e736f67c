// core/policy/rules: the sections that AWS OPS07-BP03 expects of a runbook.
import { headingsOf } from '../../procedure/outline.ts';
import { advise, MISSING, type ProcedureRule } from '../rule.ts';

const SECTIONS: readonly (readonly [name: string, heading: RegExp])[] = [
  ['desired outcome', /outcome|goal|objective|purpose|expected result|success criteria|overview|summary/i],
  ['tools', /tool|prerequisite|requirement|before you (start|begin)|you (will )?need/i],
  ['permissions', /permission|access|role|privilege|prerequisite|requirement/i],
  ['steps', /step|procedure|instruction|process|how to|action|mitigation|resolution|remediation|runbook/i],
  ['error handling', /error|troubleshoot|roll ?back|fail|if .*(wrong|fails)|recover|undo|known (issue|problem)/i],
  ['escalation', /escalat|contact|support|who to (call|ask)|get(ting)? help/i],
];

/** Off by default. One finding names all the sections that no heading is about. */
export const sectionsPresent: ProcedureRule = {
  id: 'sections-present',
  level: 'off',
  about: 'procedure',
  *check({ procedure }) {
    if (procedure.type === 'reference' || procedure.type === 'policy') return;
    const headings = headingsOf(procedure).map((heading) => heading.text.slice(0, 200));
    const missing = SECTIONS.filter(([, about]) => !headings.some((text) => about.test(text))).map(([name]) => name);
    if (missing.length === 0) return;
    yield {
      rule: 'sections-present',
      at: MISSING,
      message: `No section for: ${missing.join(', ')}.`,
      fix: advise('Add a heading for each, even if it only says "none".'),
    };
  },
};
