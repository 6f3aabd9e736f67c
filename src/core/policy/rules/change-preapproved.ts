// core/policy/rules: a `standard` change that the board has not pre-approved, or no longer, or may not.

import { addInterval } from '../../calendar-date.ts';
import { isStandard, preapprovalFaults } from '../preapproval.ts';
import { advise, type Context, MISSING, type ProcedureRule } from '../rule.ts';
import { boardTerms } from './board-terms.ts';

/** Without a board in the configuration, everything but who pre-approved is checked. */
export const changePreapproved: ProcedureRule = {
  id: 'change-preapproved',
  level: 'failure',
  about: 'procedure',
  notChecked: ({ policy, survey }) =>
    policy.settings.approval?.board || !survey.entries.some(({ procedure }) => isStandard(procedure))
      ? null
      : 'needs `approval.board` in the configuration: who may pre-approve',
  *check({ procedure }, context) {
    const { frontMatter, metadata } = procedure;
    const source = metadata.change?.source;
    const isInFile = source?.layer === 'file' && frontMatter.state === 'read';
    for (const { key, message } of preapprovalFaults(procedure, boardTerms(context.policy.settings, context.today))) {
      const path = [source?.key ?? '', ...(key === null ? [] : ['preapproval', key])];
      yield {
        rule: 'change-preapproved',
        at: isInFile ? (key === null ? source.at : frontMatter.block.at(path)) : MISSING,
        message,
        fix: advise(key === null && message.includes('risk') ? LOWER : howTo(context)),
      };
    }
  },
};

const LOWER = 'Set `change: {type: normal}`, or lower the risk of the procedure itself and then its class.';

function howTo({ policy, today }: Context): string {
  const board = policy.settings.approval?.board ?? null;
  const block = `preapproval: {by: "${board ?? '@org/board'}", ref: CHG-1234, on: ${today}, expires: ${addInterval(today, 'P12M')}}`;
  return `Ask ${board ?? 'the change board'} and record what it says: \`${block}\`; or set \`type: normal\`.`;
}
