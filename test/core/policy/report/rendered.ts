// What a reader of Markdown gets to see: rendered as GitHub does it, with HTML and bare addresses taken for what they are.
import MarkdownIt from 'markdown-it';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;

export type Rendered = {
  /** Every element, by its name and attributes, with how often it is there. */
  readonly elements: ReadonlyMap<string, number>;
  /** What GitHub looks through for mentions and references: all text outside code and links, a line for each block. */
  readonly prose: string;
  readonly code: readonly string[];
  /** The cells of each row of the tables, as text. */
  readonly rows: readonly (readonly string[])[];
};

const markdown = new MarkdownIt({ html: true, linkify: true });

/** Renders `text` and reads the HTML as a browser would. */
export function rendered(text: string): Rendered {
  const elements = new Map<string, number>();
  const code: string[] = [];
  const rows: string[][] = [];
  const prose: string[] = [];
  const visit = (node: Node): void => {
    if (node.nodeName === '#text' && 'value' in node) prose.push(node.value);
    if (!('tagName' in node)) {
      if (node.nodeName === '#comment') elements.set('comment', 1);
      return;
    }
    const name = [node.tagName, ...node.attrs.map(({ name, value }) => `${name}=${value}`)].join(' ');
    elements.set(name, (elements.get(name) ?? 0) + 1);
    if (node.tagName === 'code') code.push(textOf(node));
    if (node.tagName === 'tr') rows.push(node.childNodes.filter((cell) => 'tagName' in cell).map(textOf));
    if (node.tagName === 'code' || node.tagName === 'a') prose.push(' ');
    else node.childNodes.forEach(visit);
  };
  parseFragment(markdown.render(text)).childNodes.forEach(visit);
  return { elements, prose: prose.join(''), code, rows };
}

function textOf(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

const OURS =
  /^(?:p|strong|em|ul|li|br|hr|code|details|summary|table|thead|tbody|tr|th|td|a href=https:\/\/github\.com\/runbook-steward\/runbook-steward\/blob\/main\/docs\/rules\/[a-z-]+\.md)$/;

/** The elements that no report of ours has: HTML, links, pictures or headings that somebody smuggled in. */
export function foreign({ elements }: Rendered): readonly string[] {
  return [...elements.keys()].filter((name) => !OURS.test(name));
}

/** What GitHub would act upon in text: mentions, mail addresses, references, addresses, commits, emoji. */
export const ACTIVE: readonly RegExp[] = [
  /@[\w/-]/,
  /(?:^|[^&\w])#\d/,
  /\bGH-\d/i,
  /\w\/\w[\w.-]*#\d/,
  /\/\//,
  /\bwww\./i,
  /\b[\da-f]{7,64}\b/i,
  /:[\w+-]+:/,
];

/** Control characters, direction marks and characters without width that are not ours. */
export const INVISIBLE = /[^\P{C}\n\u200B\p{Cn}\p{Co}]|[\p{Zl}\p{Zp}]/u;
