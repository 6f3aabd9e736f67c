// cli: procedures as JSON (contract §7) and as CSV for a spreadsheet.
import { stringify } from 'csv-stringify/sync';
import { visible } from '../core/display.ts';
import { entryJson } from '../core/policy/report/entry-json.ts';
import type { Entry } from '../core/policy/verdict.ts';
import { toJsonText } from './json.ts';
import { noCommand } from './no-command.ts';

/** `{"version":1,"procedures":[Entry…]}`. */
export function toJson(entries: readonly Entry[]): string {
  return toJsonText({ version: 1, procedures: entries.map(entryJson) });
}

/** One row a procedure. A cell that a spreadsheet would run as a formula begins with `'`; control characters are made visible. */
export function toCsv(entries: readonly Entry[]): string {
  return noCommand(stringify(entries.map(csvRow), { header: true, columns: CSV_COLUMNS, escape_formulas: true }));
}

const CSV_COLUMNS = [
  'id',
  'path',
  'title',
  'type',
  'owner',
  'ownerSource',
  'codeOwners',
  'coverage',
  'risk',
  'status',
  'lastReviewed',
  'nextReview',
  'reviewState',
];

function csvRow(entry: Entry): readonly string[] {
  const { id, path, title, type, owner, codeOwners, coverage, risk, status, review } = entryJson(entry);
  return [
    id,
    path,
    title,
    type,
    owner?.handle ?? '',
    owner?.source ?? '',
    codeOwners.join(' '),
    coverage,
    risk ?? '',
    status,
    review.last ?? '',
    review.next ?? '',
    review.state,
  ].map(visible);
}
