// scripts: an issue as a picture, as GitHub shows it.
import MarkdownIt from 'markdown-it';
import type { SeenIssue } from '../test/stand-in/look.ts';
import { drawPage } from './draw-page.ts';

/** Draws `issue` into the PNG `docs/pictures/<name>`, so many pixels high. */
export function drawIssue(issue: SeenIssue, name: string, height: number): void {
  drawPage(pageOf(issue), name, height);
}

function pageOf({ title, number, body, author, labels, assignees }: SeenIssue): string {
  const markdown = new MarkdownIt({ html: true });
  const { escapeHtml } = markdown.utils;
  const text = markdown
    .render(body ?? '')
    .replaceAll('<li>[ ] ', '<li class="task"><i class="box"></i> ')
    .replace(/(<p>)(@[\w/-]+)/g, '$1<a>$2</a>');
  const said = labels.map((label) => `<b class="label ${label.split('/')[1]}">${escapeHtml(label)}</b>`).join(' ');
  const who = assignees.map(
    (login) => `<p><span class="face">${login.charAt(0).toUpperCase()}</span>${escapeHtml(login)}</p>`,
  );
  return `<!doctype html><meta charset="utf-8"><style>
body{margin:0;padding:28px 36px;width:1010px;font:15px/1.5 -apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,"DejaVu Sans",sans-serif;color:#1f2328;background:#fff}
h1{font-size:26px;font-weight:500;margin:0 0 12px}h1 span{color:#59636e;font-weight:300}
.state{background:#1a7f37;color:#fff;border-radius:20px;padding:4px 12px;font-size:14px}
main{display:grid;grid-template-columns:1fr 220px;gap:28px;margin-top:20px}
article{border:1px solid #d1d9e0;border-radius:6px}article header{background:#f6f8fa;border-bottom:1px solid #d1d9e0;padding:8px 16px;font-size:13px;color:#59636e}
article div{padding:4px 18px 12px}aside{font-size:13px}aside h2{font-size:12px;color:#59636e;font-weight:600;margin:0 0 6px}
aside section{border-bottom:1px solid #d1d9e0b3;padding-bottom:12px;margin-bottom:12px}aside p{margin:4px 0}
.label{border-radius:20px;padding:2px 10px;font-size:12px;font-weight:500;background:#fbca04;color:#1f2328}.label.orphaned{background:#d93f0b;color:#fff}
.face{display:inline-block;width:20px;height:20px;border-radius:50%;background:#8250df;color:#fff;text-align:center;font-size:12px;margin-right:6px}
.box{display:inline-block;width:13px;height:13px;border:1px solid #818b98;border-radius:3px;vertical-align:-2px}li.task{list-style:none;margin-left:-22px}
h3{font-size:18px;font-weight:600;margin:18px 0 6px}ul{margin:6px 0;padding-left:28px}li{margin:3px 0}
code{background:#818b981f;border-radius:6px;padding:.2em .4em;font:85% ui-monospace,"DejaVu Sans Mono",monospace}a{color:#0969da;text-decoration:none}
summary{cursor:pointer}table{border-collapse:collapse;font-size:13px}td,th{border:1px solid #d1d9e0;padding:4px 8px}
</style><h1>${escapeHtml(title)} <span>#${number}</span></h1><span class="state">Open</span>
<main><article><header><b>${escapeHtml(author.replace('[bot]', ''))}</b> <small>bot</small> opened this issue</header><div>${text}</div></article>
<aside><section><h2>Assignees</h2>${who.join('') || 'No one'}</section><section><h2>Labels</h2>${said}</section></aside></main>`;
}
