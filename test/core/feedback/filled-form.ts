// What GitHub makes of a filled-in form.
import { FORM_LABELS } from '../../../src/core/feedback/form.ts';
import { SEVERITY_CHOICES } from '../../../src/core/feedback/severity.ts';
import type { Filled } from './texts.ts';

export function filledForm({ what, procedure, severity, quote, commit }: Filled): string {
  const answers: readonly (readonly [keyof typeof FORM_LABELS, string | undefined])[] = [
    ['what', what],
    ['procedure', procedure],
    ['severity', severity && SEVERITY_CHOICES[severity]],
    ['quote', quote === undefined ? undefined : `\`\`\`text\n${quote}\n\`\`\``],
    ['commit', commit],
  ];
  return answers.map(([field, answer]) => `### ${FORM_LABELS[field]}\n\n${answer || '_No response_'}`).join('\n\n');
}
