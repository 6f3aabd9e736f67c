// scripts: `npm run pictures` draws the terminal pictures of the README from what the commands really print on examples/acme-ops.
// A folder as its argument gets them in the place of docs/pictures.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';

const root = join(import.meta.dirname, '..');
const target = process.argv[2] ?? join(root, 'docs', 'pictures');
const TODAY = ['--today', '2026-11-23'];
const PICTURES: Readonly<Record<string, readonly string[]>> = {
  check: ['check'],
  who: ['who', 'PostgresPrimaryDown'],
  due: ['due', '--within', '30d'],
  report: ['report', '.'],
};

const CHAR = 8.43;
const LINE = 19;
const PAD = 20;
const BAR = 36;
const COLUMNS = 132;
const STYLES: Readonly<Record<string, string>> = {
  '1': 'font-weight:bold',
  '2': 'opacity:.62',
  '4': 'text-decoration:underline',
  '31': 'fill:#ff7b72',
  '32': 'fill:#7ee787',
  '33': 'fill:#e3b341',
  '36': 'fill:#79c0ff',
};
const ENDS: Readonly<Record<string, readonly string[]>> = {
  '22': ['1', '2'],
  '24': ['4'],
  '39': ['31', '32', '33', '36'],
};

type Run = { readonly text: string; readonly style: string };

/** A line with ANSI colours as runs of one style. */
function runs(line: string): readonly Run[] {
  const found: Run[] = [];
  const on = new Set<string>();
  for (const [index, part] of line.split(/\u001B\[([\d;]*)m/).entries()) {
    if (index % 2 === 0) {
      if (part !== '') found.push({ text: part, style: [...on].map((code) => STYLES[code] ?? '').join(';') });
      continue;
    }
    for (const code of part.split(';')) {
      if (code in STYLES) on.add(code);
      for (const ended of ENDS[code] ?? []) on.delete(ended);
    }
  }
  return found;
}

/** Long lines are broken as a terminal of `COLUMNS` would. */
function wrapped(line: string): readonly (readonly Run[])[] {
  const lines: Run[][] = [[]];
  let width = 0;
  for (const { text, style } of runs(line)) {
    let piece = '';
    for (const char of text) {
      const size = stringWidth(char);
      if (width + size > COLUMNS) {
        lines.at(-1)?.push({ text: piece, style });
        lines.push([]);
        [piece, width] = ['', 0];
      }
      piece += char;
      width += size;
    }
    lines.at(-1)?.push({ text: piece, style });
  }
  return lines;
}

function svg(command: string, output: string): string {
  const lines = [
    [{ text: `$ ${command}`, style: 'font-weight:bold' }],
    ...output.trimEnd().split('\n').flatMap(wrapped),
  ];
  const width = Math.ceil(COLUMNS * CHAR + 2 * PAD);
  const height = BAR + lines.length * LINE + PAD;
  const texts = lines.map((line, row) => {
    const spans = line
      .map(({ text, style }) => `<tspan${style ? ` style="${style}"` : ''}>${escaped(text)}</tspan>`)
      .join('');
    return `<text x="${PAD}" y="${BAR + (row + 1) * LINE - 5}" xml:space="preserve">${spans}</text>`;
  });
  const dots = ['#ff5f56', '#ffbd2e', '#27c93f']
    .map((fill, n) => `<circle cx="${PAD + n * 20}" cy="18" r="6" fill="${fill}"/>`)
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(command)}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>${dots}
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="#e6edf3">
${texts.join('\n')}
</g>
</svg>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

const temporary = mkdtempSync(join(tmpdir(), 'runbook-steward-'));
const folder = join(temporary, 'acme-ops');
try {
  cpSync(join(root, 'examples', 'acme-ops'), folder, { recursive: true });
  mkdirSync(target, { recursive: true });
  for (const [name, words] of Object.entries(PICTURES)) {
    const { stdout } = spawnSync(process.execPath, [join(root, 'bin', 'steward.js'), ...words, ...TODAY], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, FORCE_COLOR: '1', COLUMNS: String(COLUMNS) },
    });
    writeFileSync(join(target, `${name}.svg`), svg(`steward ${words.join(' ')}`, stdout));
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
