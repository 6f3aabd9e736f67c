// scripts: a check run as a picture, as GitHub shows it.
import MarkdownIt from 'markdown-it';
import type { CheckRun } from '../test/stand-in/world.ts';
import { drawPage } from './draw-page.ts';

/** Draws `run` into the PNG `docs/pictures/<name>`, so many pixels high. */
export function drawCheckRun(run: CheckRun, name: string, height: number): void {
  drawPage(pageOf(run), name, height);
}

function pageOf(run: CheckRun): string {
  // Our own `<details>`; everything else in the text is escaped (test/core/policy/report/markdown.test.ts).
  const summary = new MarkdownIt({ html: true })
    .render(run.summary ?? '')
    // Not every machine has a font with emoji.
    .replaceAll('❌', '<i class="failure">✖</i>')
    .replaceAll('⚠️', '<i class="warning">⚠</i>')
    .replaceAll('✅', '<i class="met">✔</i>')
    .replaceAll('⏳', '<i class="warning">●</i>');
  const mark = run.conclusion === null ? '<span class="warning">●</span>' : '<span>✗</span>';
  const { escapeHtml } = new MarkdownIt().utils;
  const buttons = run.actions.map(({ label, description }) => `<b>${label}</b><small>${description}</small>`).join('');
  const annotations = run.annotations
    .map(
      ({ path, start_line: line, annotation_level: level, title, message }) =>
        `<section class="${level}"><code>${escapeHtml(path)}</code> line ${line}<h3>${escapeHtml(title ?? '')}</h3><p>${escapeHtml(message)}</p></section>`,
    )
    .join('');
  return `<!doctype html><meta charset="utf-8"><style>
body{margin:0;padding:28px 36px;width:1010px;font:16px/1.5 -apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,"DejaVu Sans",sans-serif;color:#1f2328;background:#fff}
h1{font-size:24px;font-weight:600;border-bottom:1px solid #d1d9e0b3;padding-bottom:10px}h1 span{color:#d1242f}
h2{font-size:18px;font-weight:600;margin:26px 0 10px}h3{font-size:14px;margin:8px 0 2px}
table{border-collapse:collapse;font-size:14px}th,td{border:1px solid #d1d9e0;padding:6px 11px;text-align:left}
code{background:#818b981f;border-radius:6px;padding:.2em .4em;font:85% ui-monospace,"DejaVu Sans Mono",monospace}
a{color:#0969da}hr{border:0;border-top:3px solid #d1d9e0;margin:20px 0}li p{margin:8px 0}
nav b{border:1px solid #d1d9e0;border-radius:6px;background:#f6f8fa;padding:5px 14px;font-size:14px}nav small{margin-left:12px;color:#59636e}
section{border:1px solid #d1d9e0;border-left:4px solid #d1242f;border-radius:6px;padding:8px 14px;margin:8px 0;font-size:14px}
i{font-style:normal}i.failure{color:#d1242f}i.warning,h1 span.warning{color:#9a6700}i.met{color:#1a7f37}
section.warning{border-left-color:#9a6700}section p{margin:0;color:#59636e}
</style><h1>${mark} ${escapeHtml(run.name)}</h1><nav>${buttons}</nav>${summary}${annotations === '' ? '' : `<h2>Annotations</h2>${annotations}`}`;
}
