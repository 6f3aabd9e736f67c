// test/core/procedure: what a procedure is called.
import { expect, test } from '@jest/globals';
import { titleOf } from '../../../src/core/procedure/title.ts';

test.each([
  ['# Restart', 'Restart'],
  ['intro\n\n# Restart #\n', 'Restart'],
  ['## Not this\n# This', 'This'],
  ['Restart\n=======\n', 'Restart'],
  ['```sh\n# a comment\n```\n# Restart', 'Restart'],
  ['~~~\n# a\n```\n# b\n~~~\n# Restart', 'Restart'],
  ['<!-- \n# old\n-->\n# Restart', 'Restart'],
  ['# <%= current_page.title %>\n# Restart', 'Restart'],
  ['# {{ page.title }}', 'restart-db'],
  ['# {% if x %}a{% endif %}', 'restart-db'],
  ['# <%= title %>\n', 'restart-db'],
  ['# Restart `nginx` **now**, see [docs](x.md) ![i](i.png)', 'Restart nginx now, see docs'],
  ['# my_snake_name and _this_', 'my_snake_name and this'],
  ['# <img src="x"> Restart', 'Restart'],
  ['# Restart {#restart}', 'Restart'],
  ['#No heading\n#\n# Yes\r\n', 'Yes'],
  ['#\tTab', 'Tab'],
  ['    # code', 'restart-db'],
  ['', 'restart-db'],
])('%j is called %j', (text, title) => {
  expect(titleOf({ path: 'ops/restart-db.html.md.erb', text, bodyAt: 0 })).toBe(title);
});

test.each([
  ['a/b.adoc', '= Restart\n\n== Part', 'Restart'],
  ['a/b.mdx', '# {props.title}\n', 'b'],
  ['a/b.runbook.md', '', 'b.runbook'],
  ['.md', '', '.md'],
])('%s with %j is called %s', (path, text, title) => {
  expect(titleOf({ path, text, bodyAt: 0 })).toBe(title);
});
