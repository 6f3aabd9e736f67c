// scripts: `npm run picture:feedback` draws docs/pictures/feedback.png: feedback that has come to its owner.
import { setTimeout as wait } from 'node:timers/promises';
import MarkdownIt from 'markdown-it';
import { FORM_LABELS } from '../src/core/feedback/form.ts';
import { type Label, ownerLabel, severityLabel } from '../src/core/feedback/labels.ts';
import { SEVERITY_CHOICES } from '../src/core/feedback/severity.ts';
import { DEFAULTS } from '../src/core/policy/config-defaults.ts';
import type { SeenComment, SeenIssue } from '../test/stand-in/look.ts';
import { startDemoWorld } from './demo-world.ts';
import { drawPage } from './draw-page.ts';

const PATH = 'runbooks/database/fail-over-orders.md';
const FILES = {
  '.github/runbook-steward.yml': 'owners: {fallback: "@acme/ops-leads"}\n',
  '.github/CODEOWNERS': '/runbooks/database/ @acme/database\n/.github/ @acme/ops-leads\n',
  [PATH]: `---\ntitle: Fail over the orders database\nowner: "@acme/database"\nrisk: critical\nlast_reviewed_on: 2026-10-05\n---\n\n# Fail over the orders database\n\nPromote the replica.\n`,
};
const BODY = [
  `### ${FORM_LABELS.what}\n\nThe old primary was still taking writes when I promoted the replica. Nothing says to stop it first.`,
  `### ${FORM_LABELS.procedure}\n\n${PATH}`,
  `### ${FORM_LABELS.severity}\n\n${SEVERITY_CHOICES.dangerous}`,
  `### ${FORM_LABELS.quote}\n\n\`\`\`text\nPromote the replica.\n\`\`\``,
].join('\n\n');

type Routed = { readonly issue: SeenIssue; readonly comment: SeenComment };

async function routed(): Promise<Routed> {
  const world = await startDemoWorld({ organisations: { acme: ['ada', 'grace', 'kim', 'linus'] }, users: [] });
  try {
    const { github } = world;
    const repository = await github.createRepository({ owner: 'acme', name: 'ops' });
    for (const [slug, members] of Object.entries({ database: ['ada', 'grace'], 'ops-leads': ['linus'] }))
      github.setTeam({ organisation: 'acme', slug, members, grants: { 'acme/ops': 'write' } });
    await github.commit(repository, 'main', FILES, { author: 'linus' });
    const title = 'Feedback: Fail over the orders database';
    const number = await github.openIssue(repository, 'kim', { title, body: BODY, labels: ['procedure/feedback'] });
    for (let tries = 0; tries < 100; tries++) {
      const [comment] = await github.comments('acme/ops', number);
      const issue = (await github.issues('acme/ops')).find((one) => one.number === number);
      if (comment && issue) return { issue, comment };
      await wait(100);
    }
    throw new Error('The feedback was not routed.');
  } finally {
    await world.close();
  }
}

const COLOURS: readonly Label[] = [severityLabel(DEFAULTS.labels, 'dangerous'), ownerLabel('@acme/database')];

function pageOf({ issue, comment }: Routed): string {
  const markdown = new MarkdownIt({ html: true });
  const { escapeHtml } = markdown.utils;
  const text = (body: string) => markdown.render(body).replace(/(@acme\/[\w-]+),/g, '<b>$1</b>,');
  const box = (who: string, mark: string, body: string) =>
    `<article><header><b>${escapeHtml(who)}</b>${mark}</header>${text(body)}</article>`;
  const labels = issue.labels.map((name) => {
    const colour = COLOURS.find((one) => one.name === name)?.color ?? '5319e7';
    const isDark = Number.parseInt(colour.slice(2, 4), 16) < 100;
    return `<span style="background:#${colour};color:${isDark ? '#fff' : '#1f2328'}">${escapeHtml(name)}</span>`;
  });
  return `<!doctype html><meta charset="utf-8"><style>
body{margin:0;padding:28px 36px;width:1010px;font:15px/1.5 -apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,"DejaVu Sans",sans-serif;color:#1f2328;background:#fff}
h1{font-size:26px;font-weight:400;margin:0 0 18px;border-bottom:1px solid #d1d9e0b3;padding-bottom:14px}h1 i{font-style:normal;color:#59636e}
h3{font-size:16px;font-weight:600;margin:14px 0 4px}p{margin:0 0 8px}main{display:flex;gap:28px}section{flex:1}aside{width:230px;font-size:13px}
article{border:1px solid #d1d9e0;border-radius:6px;margin-bottom:18px;padding:0 16px 8px}article header{background:#f6f8fa;margin:0 -16px 12px;padding:8px 16px;border-bottom:1px solid #d1d9e0;border-radius:6px 6px 0 0;font-size:14px}
header small{border:1px solid #d1d9e0;border-radius:12px;padding:0 7px;margin-left:8px;color:#59636e}
code{background:#818b981f;border-radius:6px;padding:.2em .4em;font:85% ui-monospace,"DejaVu Sans Mono",monospace}pre{background:#f6f8fa;border-radius:6px;padding:12px;margin:0}pre code{background:none;padding:0}
aside h2{font-size:12px;color:#59636e;font-weight:600;margin:0 0 6px}aside div{border-bottom:1px solid #d1d9e0b3;padding-bottom:12px;margin-bottom:12px}
span{display:inline-block;border-radius:12px;padding:1px 9px;margin:0 4px 5px 0;font-size:12px;font-weight:600}
</style><h1>${escapeHtml(issue.title)} <i>#${issue.number}</i></h1><main><section>${box(issue.author, '', issue.body ?? '')}${box('runbook-steward', '<small>bot</small>', comment.body)}</section>
<aside><div><h2>Assignees</h2><b>${issue.assignees.map(escapeHtml).join(', ')}</b></div><div><h2>Labels</h2>${labels.join('')}</div></aside></main>`;
}

drawPage(pageOf(await routed()), 'feedback.png', 610);
