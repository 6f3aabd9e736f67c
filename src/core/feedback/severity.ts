// core/feedback: how bad a report is (contract §6), and how the form says it.

export const SEVERITIES = ['dangerous', 'wrong', 'unclear', 'idea', 'automate'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What the form offers; each choice begins with the severity's own word, by which it is read again. */
export const SEVERITY_CHOICES: Readonly<Record<Severity, string>> = {
  dangerous: 'dangerous: following it does harm',
  wrong: 'wrong: a step does not do what it says',
  unclear: 'unclear: I could not tell what to do',
  idea: 'idea: it could be better',
  automate: 'automate: a machine should do this',
};

/** The severity that a line such as `wrong: a step …` or `**Dangerous**` begins with; null where it begins with none. */
export function readSeverity(written: string): Severity | null {
  const word = /^[\s*_`"'-]*([a-z]{4,9})(?![a-z])/i.exec(written)?.[1]?.toLowerCase();
  return SEVERITIES.find((severity) => severity === word) ?? null;
}
