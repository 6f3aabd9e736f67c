// core/procedure: the fingerprint of what is material in a procedure.
import { hash } from 'node:crypto';
import type { FrontMatter, Plain } from './front-matter.ts';
import { isPlainMap } from './front-matter.ts';
import { isEmpty, type KeyNames, REVIEW_KEYS } from './metadata-keys.ts';

/**
 * sha256 (hex) of a procedure's metadata and body (contract §4, "material"). It does not see line endings, trailing blanks, a BOM, blank
 * lines at the body's ends, the review keys under any of their names, `change.preapproval`, nor how the metadata is written (order,
 * quoting, comments, language). Of a block that cannot be read, the text counts as it is.
 */
export function contentHash(text: string, frontMatter: FrontMatter, names: KeyNames): string {
  const bodyAt = frontMatter.state === 'read' ? frontMatter.bodyAt : 0;
  const metadata = frontMatter.state === 'read' ? materialMetadata(frontMatter.block.entries, names) : '';
  const body = withoutBlanks(bodyAt === 0 ? text.replace(/^\uFEFF/, '') : text.slice(bodyAt));
  return hash('sha256', `${metadata}\n${body}`);
}

type Entries = readonly { readonly key: string; readonly value: Plain }[];

function materialMetadata(entries: Entries, names: KeyNames): string {
  const lines = entries.flatMap(({ key, value }) => {
    const canonical = names.get(key)?.key;
    if (canonical !== undefined && REVIEW_KEYS.includes(canonical)) return [];
    const material = canonical === 'change' ? withoutPreapproval(value) : value;
    return isEmpty(material) ? [] : [`${JSON.stringify(key)}:${canonicalJson(material)}`];
  });
  return lines.sort().join('\n');
}

function withoutPreapproval(value: Plain): Plain {
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'preapproval'));
}

/** JSON with the keys of every map in order. Depth is bounded by the reader of the block. */
function canonicalJson(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isPlainMap(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`).join(',')}}`;
}

function withoutBlanks(body: string): string {
  // Most bodies have nothing to take away, and 1,000 of them are hashed in one run; the test is linear in any text.
  const lines = /[ \t\r]\n|[ \t\r]$/.test(body)
    ? body
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n')
    : body;
  return lines.replace(/^\n+/, '').trimEnd();
}
