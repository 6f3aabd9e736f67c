// core/procedure: the enumerations of metadata and its values of several parts.
import { type DateStyle, parseDate } from '../calendar-date.ts';
import type { Plain } from './front-matter.ts';
import { isPlainMap } from './front-matter.ts';
import { PROCEDURE_TYPES } from './metadata-keys.ts';
import type { Metadata, ProcedureType, Risk, Status } from './procedure.ts';
import {
  type Choices,
  listed,
  readChoice,
  readList,
  readText,
  reportFault,
  reportKind,
  reportStrangers,
  type Slot,
  scalarText,
  shown,
} from './slot.ts';

type ValueOf<Key extends keyof Metadata> = NonNullable<Metadata[Key]>['value'];

const TYPES: Choices<ProcedureType> = { values: PROCEDURE_TYPES };

export const RISKS: Choices<Risk> = {
  values: ['low', 'medium', 'high', 'critical'],
  synonyms: new Map([['small', 'low']]),
};

/** What site generators and the Diátaxis scheme mean by `type`: the kind of page. */
const PAGE_TYPES = new Set(
  'docs doc page pages post posts blog book article guide tutorial how-to howto explanation learn concept task chapter section default'.split(
    ' ',
  ),
);

/** The type of procedure. A page type of a site generator is no mistake, but it does not say which procedure this is. */
export function readType(slot: Slot): ProcedureType | null {
  const written = scalarText(slot, slot.entry.value)?.toLowerCase();
  if (written === undefined || !PAGE_TYPES.has(written)) return readChoice(slot, slot.entry.value, TYPES);
  reportFault(slot, {
    rule: 'metadata-valid',
    level: 'notice',
    message: `\`type: ${written}\` says the type of page, not of procedure; it counts as \`runbook\`.`,
    otherwise: `Write one of ${listed(PROCEDURE_TYPES)} under \`type\`, if your site allows it.`,
  });
  return null;
}

const STATUS: Choices<Status> = { values: ['draft', 'active', 'deprecated', 'archived'] };

/** By the key that says it: `lifecycle` is Backstage's, whose words are its own. */
export const STATUSES: { readonly status: Choices<Status>; readonly [name: string]: Choices<Status> } = {
  status: STATUS,
  lifecycle: {
    values: STATUS.values,
    synonyms: new Map([
      ['experimental', 'draft'],
      ['production', 'active'],
    ]),
  },
};

const CHANGE_TYPES: Choices<'standard' | 'normal' | 'emergency'> = { values: ['standard', 'normal', 'emergency'] };
const AUTOMATION_LEVELS: Choices<'manual' | 'assisted' | 'automated'> = { values: ['manual', 'assisted', 'automated'] };

const ID_LIMIT = 128;

/** An id is a slug, so that it can stand in an address and a command: letters, digits, `-`, `_` and `.`, at most 128. */
export function readId(slot: Slot): string | null {
  const text = readText(slot);
  if (text === null || (text.length <= ID_LIMIT && /^[a-z\d][\w.-]*$/i.test(text))) return text;
  const slug = slugOf(text);
  reportFault(slot, {
    rule: 'metadata-valid',
    message: `\`${slot.entry.key}: ${shown(text)}\` is not an id; the path is taken instead.`,
    instead: slug === '' ? null : slug,
    otherwise: 'Write an id of letters, digits, `-`, `_` and `.`.',
  });
  return null;
}

function slugOf(text: string): string {
  const words = text.slice(0, ID_LIMIT).split(/[^\w.-]+/);
  return words
    .filter((word) => word !== '')
    .join('-')
    .replace(/^[^a-z\d]+/i, '');
}

const REQUIRES = ['permissions', 'access', 'tools', 'skills'] as const;

/** `requires`: lists of what whoever follows the procedure has to have. */
export function readRequires(slot: Slot): ValueOf<'requires'> | null {
  const { value } = slot.entry;
  if (!isPlainMap(value)) return reportKind(slot, value, `a map with the lists ${REQUIRES.join(', ')}`);
  reportStrangers(slot, value, REQUIRES, []);
  const list = (key: (typeof REQUIRES)[number]) => readList(slot, value[key] ?? null, [key]) ?? [];
  return { permissions: list('permissions'), access: list('access'), tools: list('tools'), skills: list('skills') };
}

/** `automation`: how much of the procedure a machine does, and what it runs. */
export function readAutomation(slot: Slot): ValueOf<'automation'> | null {
  const { value } = slot.entry;
  if (!isPlainMap(value)) return reportKind(slot, value, 'a map with `level` and `runs`');
  reportStrangers(slot, value, ['level', 'runs'], []);
  const level = value['level'] ?? null;
  return {
    level: level === null ? null : readChoice(slot, level, AUTOMATION_LEVELS, ['level']),
    runs: readList(slot, value['runs'] ?? null, ['runs'], false) ?? [],
  };
}

/** `change`: the change type and its pre-approval. The dates are ISO where they can be read, else as written, with a warning. */
export function readChange(slot: Slot, style: DateStyle): ValueOf<'change'> | null {
  const { value } = slot.entry;
  if (!isPlainMap(value)) return reportKind(slot, value, 'a map with `type` and `preapproval`');
  reportStrangers(slot, value, ['type', 'preapproval'], []);
  const type = value['type'] ?? null;
  return {
    type: type === null ? null : readChoice(slot, type, CHANGE_TYPES, ['type']),
    preapproval: readPreapproval(slot, value['preapproval'] ?? null, style),
  };
}

function readPreapproval(slot: Slot, value: Plain, style: DateStyle): ValueOf<'change'>['preapproval'] {
  if (value === null) return null;
  if (!isPlainMap(value)) return reportKind(slot, value, 'a map with `by`, `ref`, `on` and `expires`', ['preapproval']);
  reportStrangers(slot, value, ['by', 'ref', 'on', 'expires'], ['preapproval']);
  const text = (key: string) => (isBlank(value[key]) ? null : scalarText(slot, value[key] ?? null));
  return {
    by: text('by'),
    ref: text('ref'),
    on: day(slot, text('on'), 'on', style),
    expires: day(slot, text('expires'), 'expires', style),
  };
}

function isBlank(value: Plain | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function day(slot: Slot, written: string | null, key: string, style: DateStyle): string | null {
  if (written === null) return null;
  const parsed = parseDate(written, style);
  if ('date' in parsed) return parsed.date;
  reportFault(slot, {
    rule: 'metadata-valid',
    message: `\`${slot.entry.key}.preapproval.${key}: ${shown(written)}\` ${parsed.problem}.`,
    instead: parsed.suggestion,
    otherwise: 'Write the day as YYYY-MM-DD.',
    below: ['preapproval', key],
  });
  return written;
}
