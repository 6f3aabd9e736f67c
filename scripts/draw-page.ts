// scripts: a page as a picture, as a browser shows it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Draws `html` into the PNG `docs/pictures/<name>`, so many pixels high. */
export function drawPage(html: string, name: string, height: number): void {
  const target = join(import.meta.dirname, '..', 'docs', 'pictures', name);
  const temporary = mkdtempSync(join(tmpdir(), 'runbook-steward-'));
  try {
    writeFileSync(join(temporary, 'page.html'), html);
    const flags = [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
      ...['--hide-scrollbars', `--window-size=1090,${height}`, `--user-data-dir=${join(temporary, 'profile')}`],
    ];
    execFileSync(chromium, [...flags, `--screenshot=${target}`, `file://${join(temporary, 'page.html')}`], {
      stdio: 'ignore',
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
