// Cases from the field: each `<name>.snapshot.json` (`steward check --save-snapshot`) gives its `<name>.verdict.json` (`--format json`).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { check } from '../src/core/policy/check.ts';
import { toJson } from '../src/core/policy/report/json.ts';
import { loadSnapshot, saveSnapshot } from '../src/disk/replay.ts';

const folder = join(import.meta.dirname, 'cases', 'snapshots');
const names = readdirSync(folder).flatMap((file) => /^(.+)\.snapshot\.json$/.exec(file)?.[1] ?? []);

test('there are cases', () => expect(names.length).toBeGreaterThan(0));

test.each(names)('%s is judged as it was, and saved again the same', (name) => {
  const read = (kind: string) => readFileSync(join(folder, `${name}.${kind}.json`), 'utf8');
  const snapshot = loadSnapshot(read('snapshot'));
  const judgement = check(snapshot, { today: () => '2026-11-23' });
  if ('cannotDecide' in judgement) throw new Error('The base configuration of the case is broken.');
  expect(toJson(judgement.verdict)).toBe(read('verdict'));
  expect(loadSnapshot(saveSnapshot(snapshot))).toEqual(snapshot);
});
