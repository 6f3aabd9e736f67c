// core/policy/rules: a personal mail address as the contact.
import { advise, type ProcedureRule } from '../rule.ts';

const MAIL = /^(?:mailto:)?([^@\s]{1,64})@([^@\s]{1,255})$/i;
const GROUP = /team|group|on[.-]?call|support|helpdesk|platform|infrastructure|admin|alert|security|service/i;
/** Short words mean a group only where they stand alone (`all`, not `sally`), or as `devops` does. */
const GROUP_WORD = /^(?:help|desk|sre|infra|pager?|noc|list|all|info|contact|hello|.*ops|ops.*)$/i;
const PERSON = /^[a-z]+[._][a-z]+\d{0,3}$/i;
const FREE_MAIL = /^(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|proton|protonmail|gmx|aol)\./i;

/** `jane.doe@acme.com` or any free-mail address; a mailbox with a team's word in it passes. */
export const contactIsGroup: ProcedureRule = {
  id: 'contact-is-group',
  level: 'notice',
  about: 'procedure',
  *check({ procedure }) {
    const contacts = procedure.metadata.contacts;
    if (contacts?.source.layer !== 'file') return;
    for (const { value } of contacts.value) {
      const [, local = '', domain = ''] = MAIL.exec(value.trim()) ?? [];
      if (!local || isShared(local) || !(PERSON.test(local) || FREE_MAIL.test(domain))) continue;
      yield {
        rule: 'contact-is-group',
        at: contacts.source.at,
        message: `The contact ${value.trim()} is one person's mailbox.`,
        fix: advise('Name a channel, a rota or a shared mailbox that somebody always reads.'),
      };
    }
  },
};

function isShared(local: string): boolean {
  return GROUP.test(local) || local.split(/[._+-]/).some((word) => GROUP_WORD.test(word));
}
