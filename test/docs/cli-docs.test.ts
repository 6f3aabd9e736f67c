// test/docs: docs/cli.md shows what the commands print.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type ConsoleBlock, consoleBlocks, wordsOf } from '../cli/console.ts';
import { acmeOps, PROJECT, steward } from '../cli/steward.ts';

const page = readFileSync(join(PROJECT, 'docs/cli.md'), 'utf8');
/** `admin` works on a database of the service: test/cli/admin.test.ts. */
const blocks = consoleBlocks(page).filter(({ commands }) => !commands[0]?.startsWith('admin'));

test.each(blocks.map((block): [string, ConsoleBlock] => [block.commands.join('; '), block]))(
  'docs/cli.md shows what `%s` prints',
  async (_, { commands, text }) => {
    const folder = acmeOps();
    const said: string[] = [];
    for (const command of commands) {
      const { out, err } = await steward(folder, wordsOf(command));
      said.push(`$ steward ${command}\n${err}${out}`);
    }
    const [shown = '', cut] = text.split(/^…\n/m);
    const whole = said.join('\n');
    expect(cut === undefined ? whole : whole.slice(0, shown.length)).toBe(shown);
  },
);

test('docs/cli.md shows every command', async () => {
  const { out } = await steward(acmeOps(), ['--help']);
  const commands = [...out.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name = '']) => name);
  expect(commands.length).toBeGreaterThan(6);
  const shown = new Set(blocks.flatMap((block) => block.commands.map((command) => command.split(' ')[0])));
  expect(commands.filter((name) => !shown.has(name))).toEqual([]);
});

test('the JSON on docs/cli.md is what `check` gives, cut to one of each', async () => {
  const [, json = ''] = /^```json\n(.*?)^```$/ms.exec(page) ?? [];
  const shown = JSON.parse(json);
  const { out } = await steward(acmeOps(), ['check', '--format', 'json']);
  const given = JSON.parse(out);
  expect(given).toEqual({
    ...shown,
    procedures: expect.arrayContaining(shown.procedures),
    findings: expect.arrayContaining(shown.findings),
    notChecked: expect.arrayContaining(shown.notChecked),
  });
});
