// core/procedure: the metadata block at the head of a file, as data.
import type { Fix, Problem } from '../finding.ts';
import type { Position } from '../position.ts';

export type MetadataLanguage = 'yaml' | 'toml' | 'json';

/** Plain data: no dates, no prototypes, no functions. Objects have a null prototype. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** Whether `value` is a map (not a list, not null). */
export function isPlainMap(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One top-level key of a block. Offsets are UTF-16 into the file's text as read. */
export type BlockEntry = {
  readonly key: string;
  readonly value: Plain;
  readonly keyAt: Position;
  /** Where the value begins (the key, where it is empty). */
  readonly valueAt: Position;
  /** The value as it is written, quotes included, trailing comment excluded; null where it cannot be told exactly. */
  readonly valueSpan: readonly [start: number, end: number] | null;
};

/** A metadata block that was read: front matter, `_procedures.yml`, or `defaults` of a configuration. */
export type Block = {
  readonly language: MetadataLanguage;
  readonly entries: readonly BlockEntry[];
  /** The position of a nested value, e.g. `['owner', 1]`; the nearest enclosing one where it cannot be told. */
  readonly at: (path: readonly (string | number)[]) => Position;
  /** Where a new line of metadata can be inserted (offset of the closing fence's line). */
  readonly insertAt: number;
};

export type FrontMatter =
  /** No block. `insertAt`: where one would begin (after a BOM). */
  | { readonly state: 'none'; readonly insertAt: number }
  /** `problems`: what is wrong around a block that can be used all the same. */
  | { readonly state: 'read'; readonly block: Block; readonly bodyAt: number; readonly problems: readonly Problem[] }
  /** A block is there and cannot be used; at least one `front-matter-parses` problem says why. */
  | { readonly state: 'broken'; readonly bodyAt: number; readonly problems: readonly Problem[] };

/** What is wrong in a text that should be plain data, before a rule gives it its name. */
export type ReadProblem = {
  readonly at: Position;
  readonly message: string;
  readonly fix: Fix | null;
  readonly level?: 'warning';
};

/** Where a text that is read stands. */
export type Place = {
  /** The file the fixes' edits are for; without it fixes carry no edits. */
  readonly path?: string;
  /** At most so many bytes of UTF-8 are read. */
  readonly maxBytes: number;
  /** The line of the file on which the text begins; default 1. */
  readonly firstLine?: number;
  /** The offset in the file at which the text begins; default 0. */
  readonly offset?: number;
};

/** A text read as plain data. Positions and offsets are those of the file (`Place`). */
export type Reading =
  | {
      readonly ok: true;
      readonly value: Plain;
      /** The top-level keys; none where the value is no map. */
      readonly entries: readonly BlockEntry[];
      /** The position of a nested value; the nearest enclosing one where it cannot be told. */
      readonly at: (path: readonly (string | number)[]) => Position;
      /** The position of the key that ends `path`; of the value itself in a list. */
      readonly keyAt: (path: readonly (string | number)[]) => Position;
      /** Traps that do not keep the text from being read (`owner: #channel`). */
      readonly warnings: readonly ReadProblem[];
    }
  | { readonly ok: false; readonly problems: readonly ReadProblem[] };
