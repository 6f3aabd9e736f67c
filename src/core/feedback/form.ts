// core/feedback: the issue form by which feedback comes in.
import { SEVERITIES, SEVERITY_CHOICES } from './severity.ts';

export const FORM_FILE = 'procedure-feedback.yml';
export const FORM_PATH = `.github/ISSUE_TEMPLATE/${FORM_FILE}`;

/** The headings that GitHub makes of the form's labels, by the ids that a link fills in. */
export const FORM_LABELS = {
  what: 'What happened',
  procedure: 'Procedure',
  severity: 'How bad is it',
  quote: 'The words it is about',
  commit: 'Commit',
} as const;

/**
 * The form, as a file of GitHub's form syntax. Only "what happened" has to be filled in; a link fills in procedure, quote and commit
 * (`feedbackLink`). The severity is a dropdown, which a link cannot fill in. `label` is put on every issue made with the form, where
 * the repository has it.
 */
export function feedbackForm(label: string): string {
  const options = SEVERITIES.map((severity) => `        - ${JSON.stringify(SEVERITY_CHOICES[severity])}`).join('\n');
  return `name: Feedback on a procedure
description: Something in a runbook, playbook or SOP is dangerous, wrong, unclear, or could be better. Its owner will hear of it.
title: "Feedback: "
labels: [${JSON.stringify(label)}]
body:
  - type: textarea
    id: what
    attributes:
      label: ${FORM_LABELS.what}
      description: What did you do, what did you expect, and what did you see?
    validations:
      required: true
  - type: input
    id: procedure
    attributes:
      label: ${FORM_LABELS.procedure}
      description: Its path, a link to it, its title, or the alert that led you there.
      placeholder: runbooks/database/restore-from-backup.md
    validations:
      required: false
  - type: dropdown
    id: severity
    attributes:
      label: ${FORM_LABELS.severity}
      options:
${options}
    validations:
      required: false
  - type: textarea
    id: quote
    attributes:
      label: ${FORM_LABELS.quote}
      description: The sentence or command, as it stands in the procedure.
      render: text
    validations:
      required: false
  - type: input
    id: commit
    attributes:
      label: ${FORM_LABELS.commit}
      description: The version that you used, if you know it.
    validations:
      required: false
`;
}
