// How well the risk reader tells harmful commands from harmless ones where nobody wrote them for it.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dangerOf, riskyLines } from '../../../src/core/risk/risky-lines.ts';
import { PROJECT } from '../../cli/steward.ts';
import { read } from '../procedure/read.ts';
import { MISSED, STOPPED_AT, WRONG } from './corpora.ts';

const CORPORA = join(PROJECT, '../shared/corpora');
const isHere = existsSync(CORPORA);
const PROCEDURES: Readonly<Record<string, string>> = {
  'alphagov_govuk-developer-docs': 'source/**/*.{md,md.erb}',
  'aws-samples_aws-incident-response-playbooks': 'playbooks/**/*.md',
  giantswarm_docs: 'src/content/**/*.md',
  'ministryofjustice_modernisation-platform': 'source/**/*.{md,md.erb}',
  'prometheus-operator_runbooks': 'content/runbooks/**/*.md',
};

function stopsAt(corpus: string, glob: string): Readonly<Record<string, readonly number[]>> {
  const folder = join(CORPORA, corpus);
  const files = globSync(glob, { cwd: folder }).sort();
  return Object.fromEntries(
    files.flatMap((path) => {
      const lines = riskyLines(read(readFileSync(join(folder, path), 'utf8'))).map(({ line }) => line);
      return lines.length > 0 ? [[path, lines]] : [];
    }),
  );
}

test('what was missed is still missed: whoever mends it takes it off the list', () => {
  expect(MISSED.filter((command) => dangerOf(command))).toEqual([]);
});

if (!isHere) test.skip('real repositories: ../shared is not here, so nothing was counted', () => {});

(isHere ? describe : describe.skip)('the five real repositories', () => {
  test('each line that the reader stops at was judged, and at least 95 % are harmful', () => {
    const found = Object.entries(PROCEDURES).flatMap(([corpus, glob]) => {
      const lines = stopsAt(corpus, glob);
      return Object.keys(lines).length > 0 ? [[corpus, lines] as const] : [];
    });
    expect(Object.fromEntries(found)).toEqual(STOPPED_AT);
    const all = Object.values(STOPPED_AT).flatMap((files) =>
      Object.entries(files).flatMap(([path, lines]) => lines.map((line) => `${path}:${line}`)),
    );
    const wrong = Object.keys(WRONG);
    expect(wrong.filter((place) => !all.includes(place))).toEqual([]);
    const caught = all.length - wrong.length;
    const [precision, recall] = [caught / all.length, caught / (caught + MISSED.length)];
    process.stdout.write(
      [
        '',
        '             | said harmful | said nothing',
        `harmful      | ${String(caught).padStart(12)} | ${String(MISSED.length).padStart(12)}`,
        `harmless     | ${String(wrong.length).padStart(12)} | the rest of 12,245 lines`,
        `precision ${(100 * precision).toFixed(1)} %, recall ${(100 * recall).toFixed(1)} % of what anybody has seen`,
        ...Object.entries(WRONG).map(([place, why]) => `wrong: ${place}: ${why}`),
        '',
      ].join('\n'),
    );
    expect(precision).toBeGreaterThanOrEqual(0.95);
    expect(recall).toBeGreaterThanOrEqual(0.85);
  });
});
