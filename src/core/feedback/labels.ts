// core/feedback: the labels of feedback, made on first use (contract §6).
import type { LabelName } from '../policy/settings.ts';
import { SEVERITIES, type Severity } from './severity.ts';

/** A label as GitHub makes it: `color` six hexadecimal digits, `description` at most 100 characters, the name at most 50. */
export type Label = { readonly name: string; readonly color: string; readonly description: string };

type Names = Readonly<Record<LabelName, string>>;

const OWNER_PREFIX = 'owner/';
const LONGEST_NAME = 50;

const SEVERITY_LABELS: Readonly<Record<Severity, Omit<Label, 'name'>>> = {
  dangerous: { color: 'b60205', description: 'Following the procedure does harm' },
  wrong: { color: 'd93f0b', description: 'A step does not do what it says' },
  unclear: { color: 'fbca04', description: 'The procedure does not tell what to do' },
  idea: { color: '0e8a16', description: 'The procedure could be better' },
  automate: { color: '1d76db', description: 'A machine should do what the procedure says' },
};

export function feedbackLabel(names: Names): Label {
  return { name: names.feedback, color: '5319e7', description: 'Feedback on an operations procedure' };
}

export function needsOwnerLabel(names: Names): Label {
  return { name: names.needsOwner, color: 'e99695', description: 'Feedback for which nobody could be found yet' };
}

export function severityLabel(names: Names, severity: Severity): Label {
  return { name: names[severity], ...SEVERITY_LABELS[severity] };
}

/** `owner/<slug>`: the team's or user's own name, without the organisation. */
export function ownerLabel(handle: string): Label {
  const slug = handle.replace(/^@/, '').split('/').at(-1) ?? '';
  const name = `${OWNER_PREFIX}${slug.toLowerCase()}`.slice(0, LONGEST_NAME);
  return { name, color: 'c5def5', description: 'Belongs to this owner of procedures' };
}

/** Those of `labels` that the app sets and that do not belong to what `wanted` says any more. */
export function outdatedLabels(labels: readonly string[], wanted: readonly Label[], names: Names): readonly string[] {
  const keep = new Set(wanted.map(({ name }) => name.toLowerCase()));
  const ours = new Set(
    [...SEVERITIES.map((severity) => names[severity]), names.needsOwner].map((name) => name.toLowerCase()),
  );
  return labels.filter((label) => {
    const name = label.toLowerCase();
    return (ours.has(name) || name.startsWith(OWNER_PREFIX)) && !keep.has(name);
  });
}

/** The severity that stands on an issue as a label; of several the worst. */
export function labelledSeverity(labels: readonly string[], names: Names): Severity | null {
  const present = new Set(labels.map((label) => label.toLowerCase()));
  return SEVERITIES.find((severity) => present.has(names[severity].toLowerCase())) ?? null;
}
