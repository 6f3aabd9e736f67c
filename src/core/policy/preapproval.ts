// core/policy: the change board's standing approval of a `standard` procedure (ITIL: standard change), and whether it holds.
import { addInterval } from '../calendar-date.ts';
import { type OwnerSettings, parseOwner, sameOwner } from '../owner.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { isDate, type Preapproval, preapprovalIn, termOf } from './material.ts';

/** What is wrong with a pre-approval: a sentence, and the key under `preapproval` it is about (null: about the whole). */
export type PreapprovalFault = { readonly key: 'by' | 'ref' | 'on' | 'expires' | null; readonly message: string };

/** What a pre-approval is judged by. `board` null: nobody is named as the board, and by whom it is cannot be told. */
export type PreapprovalTerms = {
  readonly board: string | null;
  readonly owners: OwnerSettings;
  /** `YYYY-MM-DD`; the pre-approval holds up to and including `expires`. */
  readonly today: string;
};

/** Whether the board pre-approves changes of this type. */
export function isStandard({ metadata }: Procedure): boolean {
  return metadata.change?.value.type === 'standard';
}

/** Everything that keeps a `standard` procedure from being pre-approved, in the order of the keys. None for any other type. */
export function preapprovalFaults(procedure: Procedure, terms: PreapprovalTerms): readonly PreapprovalFault[] {
  if (!isStandard(procedure)) return [];
  const risk = procedure.metadata.risk?.value ?? 'medium';
  const written = preapprovalIn(procedure);
  const faults = written
    ? faultsOf(written, terms)
    : [fault(null, 'The change type is `standard`, and no pre-approval is recorded.')];
  if (risk !== 'high' && risk !== 'critical') return faults;
  return [
    fault(null, `The change type is \`standard\` and the risk is ${risk}; only low and medium can be pre-approved.`),
    ...faults,
  ];
}

function faultsOf(written: Preapproval, terms: PreapprovalTerms): readonly PreapprovalFault[] {
  const { ref, on, expires } = written;
  const missing = (['by', 'ref', 'on', 'expires'] as const).filter((key) => written[key] === null);
  const found = missing.map((key) => fault(key, `The pre-approval has no \`${key}\`.`));
  if (written.by !== null) found.push(...boardFaults(written.by, terms));
  if (on !== null) found.push(...dayFaults('on', on));
  if (expires !== null) found.push(...dayFaults('expires', expires));
  if (found.some(({ key }) => key === 'on' || key === 'expires') || on === null || expires === null || ref === null)
    return found;
  if (on > terms.today) found.push(fault('on', `The pre-approval is dated ${on}, which is in the future.`));
  if (expires < on) found.push(fault('expires', `The pre-approval ends on ${expires}, before it begins on ${on}.`));
  if (expires < terms.today) found.push(fault('expires', `The pre-approval expired on ${expires}.`));
  return found;
}

function boardFaults(by: string, { board, owners }: PreapprovalTerms): readonly PreapprovalFault[] {
  if (board === null) return [];
  const parsed = parseOwner(by, owners);
  if ('owner' in parsed && sameOwner(parsed.owner.handle, board)) return [];
  return [fault('by', `The pre-approval is by \`${by}\`, and the change board is ${board}.`)];
}

function dayFaults(key: 'on' | 'expires', written: string): readonly PreapprovalFault[] {
  return isDate(written) ? [] : [fault(key, `\`${key}\` of the pre-approval is no day in the form YYYY-MM-DD.`)];
}

function fault(key: PreapprovalFault['key'], message: string): PreapprovalFault {
  return { key, message };
}

/** The same pre-approval given once more on `today`, for as long as it was given before (a year where that cannot be told). */
export function refreshed(
  { by, ref }: Preapproval,
  board: string | null,
  today: string,
  termDays: number | null,
): Preapproval {
  const expires = addInterval(today, termDays === null || termDays < 0 ? 'P12M' : `P${termDays}D`);
  return { by: board ?? by, ref, on: today, expires };
}

/** `refreshed` for what a procedure records. */
export function refreshedFor(procedure: Procedure, board: string | null, today: string): Preapproval | null {
  const written = preapprovalIn(procedure);
  return written && refreshed(written, board, today, termOf(written));
}
