import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '../../../src/core/edit.ts';
import { footer } from '../../../src/core/feedback/footer.ts';
import { readFrontMatter } from '../../../src/core/procedure/read-front-matter.ts';

const LINK = 'https://github.com/acme/ops/issues/new?template=procedure-feedback.yml&procedure=runbooks/a.md';
const OLD = 'https://github.com/acme/old/issues/new?template=procedure-feedback.yml&procedure=b.md';
const LINE = `[Something wrong or unclear here? Tell the owner.](${LINK})`;

function footed(text: string, path = 'runbooks/a.md'): string {
  const line = footer({ path, text, frontMatter: readFrontMatter(path, text) }, LINK);
  if ('cannot' in line) return `cannot: ${line.cannot}`;
  return line.edit ? applyEdits(text, [line.edit]) : text;
}

describe('a procedure gets the line once', () => {
  test.each<[string, string, string]>([
    ['at its end', '# A\n\nText\n', `# A\n\nText\n\n${LINE}\n`],
    ['where the last line has no end', '# A', `# A\n\n${LINE}\n`],
    ['after blank lines', '# A\n\n\n', `# A\n\n\n${LINE}\n`],
    ['with CRLF', '# A\r\n', `# A\r\n\r\n${LINE}\r\n`],
    [
      'with a BOM and front matter',
      '\uFEFF---\nowner: "@a/b"\n---\n# A\n',
      `\uFEFF---\nowner: "@a/b"\n---\n# A\n\n${LINE}\n`,
    ],
    ['in an empty file', '', `${LINE}\n`],
    ['after a list', '1. a\n2. b\n', `1. a\n2. b\n\n${LINE}\n`],
    ['after a closed code block', '```\nx\n```\n', `\`\`\`\nx\n\`\`\`\n\n${LINE}\n`],
    ['after a table', '|a|\n|-|\n|b|\n', `|a|\n|-|\n|b|\n\n${LINE}\n`],
    [
      'after an example of one in a code block',
      `\`\`\`\n[x](${OLD})\n\`\`\`\n`,
      `\`\`\`\n[x](${OLD})\n\`\`\`\n\n${LINE}\n`,
    ],
  ])('%s', (_, before, after) => {
    expect(footed(before)).toBe(after);
    expect(footed(after)).toBe(after);
  });
});

describe('a line that stands there keeps its words', () => {
  test.each<[string, string, string]>([
    ['its link is renewed', `# A\n\n[Sag es uns](${OLD})\n`, `# A\n\n[Sag es uns](${LINK})\n`],
    ['in the middle of a file', `# A\n\n[x](${OLD})\n\nMore\n`, `# A\n\n[x](${LINK})\n\nMore\n`],
    ['with CRLF', `# A\r\n\r\n[x](${OLD})\r\n`, `# A\r\n\r\n[x](${LINK})\r\n`],
  ])('%s', (_, before, after) => {
    expect(footed(before)).toBe(after);
  });
});

describe('what cannot be changed safely is left alone', () => {
  const END = 'its end cannot be changed safely (an open code block, comment or HTML element)';
  test.each<[string, string, string, string]>([
    ['an open code block', '# A\n\n```\nx\n', 'runbooks/a.md', END],
    ['an open tilde block', '~~~~\nx\n', 'runbooks/a.md', END],
    ['an open comment', '# A\n\n<!-- x\n', 'runbooks/a.md', END],
    ['an open script', '<script>\nx\n', 'runbooks/a.md', END],
    ['AsciiDoc', '= A\n', 'runbooks/a.adoc', 'it is not Markdown; write the link by hand'],
    ['front matter that is broken', '---\nowner: @x\n---\n# A\n', 'runbooks/a.md', 'its front matter cannot be read'],
    ['carriage returns alone', '# A\rText\r', 'runbooks/a.md', 'its line endings are not those of a text file'],
    ['two of them', `[x](${OLD})\n\n[y](${OLD})\n`, 'runbooks/a.md', 'it has more than one feedback line'],
  ])('%s', (_, text, path, why) => {
    expect(footed(text, path)).toBe(`cannot: ${why}`);
  });
});

test('a megabyte of blank lines and of backticks takes no time', () => {
  for (const text of ['\n'.repeat(1_000_000), `${'\n'.repeat(500_000)}x${'`'.repeat(500_000)}`]) {
    const before = performance.now();
    footed(text);
    expect(performance.now() - before).toBeLessThan(10_000);
  }
});
