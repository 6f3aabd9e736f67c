// web: the page that registers the app, by GitHub's manifest flow. https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { webUrlOf } from '../../github/web-links.ts';
import { ENVIRONMENT_FILE } from '../../start/environment-file.ts';
import { isLoopback } from '../../start/loopback.ts';
import { type Choices, EMPTY_FORM, type Form, readChoices } from './choices.ts';
import { manifestFor } from './manifest.ts';
import { type Done, donePage, formPage, PATHS, problemPage, sendPage, TOKEN_FIELD } from './pages.ts';
import { type Registered, type Registering, register } from './register.ts';
import { STYLE } from './style.ts';
import { createVisits } from './visit.ts';

const MOST_BYTES = 16 * 1024;
const FORM_TYPE = /^application\/x-www-form-urlencoded *(?:;|$)/i;
const CODE = /^[\w-]{1,100}$/;

/**
 * The app that serves the page, for a server on this machine only. It answers under no other name than this machine's, keeps
 * nothing of what was sent, and writes one file into `folder`: that with the app's id, key and secret, which it never shows.
 */
export function createRegistration({ settings, folder, log }: Registering): Hono {
  const webUrl = webUrlOf(settings.apiUrl);
  const isGitHubCom = /^https:\/\/(?:github\.com|[^/]+\.ghe\.com)$/.test(webUrl);
  const visits = createVisits();
  let done: Done | null = null;

  const app = new Hono();
  app.use(headers(webUrl), onlyThisMachine);
  app.get(PATHS.style, (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.get(PATHS.form, (c) => c.html(done ? donePage(done) : formPage(EMPTY_FORM, {}, visits.issue(c, 'form'))));
  app.post(PATHS.send, csrf(), bodyLimit({ maxSize: MOST_BYTES }), async (c) => {
    if (!FORM_TYPE.test(c.req.header('content-type') ?? '')) return c.html(notOurs(), 415);
    const sent = await c.req.parseBody();
    if (!visits.isRight(c, 'form', asText(sent[TOKEN_FIELD]))) return c.html(notOurs(), 403);
    const form = formOf(sent);
    const read = readChoices(form, isGitHubCom);
    if ('problems' in read) return c.html(formPage(form, read.problems, visits.issue(c, 'form')), 422);
    const manifest = manifestFor(read.choices, `${new URL(c.req.url).origin}${PATHS.callback}`);
    return c.html(sendPage({ manifest, action: newAppUrl(webUrl, read.choices, visits.issue(c, 'state')) }));
  });
  app.get(PATHS.callback, async (c) => {
    const { code = '', state = '' } = c.req.query();
    if (done) return c.redirect(PATHS.form, 303);
    if (!visits.isRight(c, 'state', state) || !CODE.test(code)) return c.html(notOurs(), 400);
    const registered = await register({ settings, folder, log }, code);
    if ('failure' in registered) return c.html(failurePage(registered, webUrl), 502);
    done = { slug: registered.slug, installUrl: `${webUrl}/apps/${registered.slug}/installations/new` };
    // Away from the address with the code in it.
    return c.redirect(PATHS.form, 303);
  });
  app.notFound((c) => c.html(problemPage('There is no such page'), 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.html(notOurs(), error.status);
    log.error({ err: error }, 'Could not answer a request.');
    return c.html(problemPage('Something went wrong here', 'The terminal says what.'), 500);
  });
  return app;
}

/** A page of a stranger whose name was made to lead here (DNS rebinding) asks under that name. */
const onlyThisMachine: MiddlewareHandler = async (c, next) => {
  if (!isLoopback(new URL(c.req.url).hostname))
    return c.text('Open this page as http://localhost, with its port.\n', 421);
  await next();
  c.header('cache-control', 'no-store');
};

function headers(webUrl: string): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      formAction: ["'self'", webUrl],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    // With less, a browser sends `Origin: null` along with our own form.
    referrerPolicy: 'strict-origin-when-cross-origin',
    strictTransportSecurity: false,
  });
}

function newAppUrl(webUrl: string, { organisation }: Choices, state: string): string {
  const owner = organisation === null ? '' : `/organizations/${organisation}`;
  return `${webUrl}${owner}/settings/apps/new?state=${state}`;
}

type Sent = Readonly<Record<string, unknown>>;

function formOf(sent: Sent): Form {
  const field = (name: keyof Form) => asText(sent[name]).trim();
  return { url: field('url'), rights: field('rights'), account: field('account'), organisation: field('organisation') };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function notOurs() {
  return problemPage(
    'This cannot be continued here',
    'It was not begun in this browser, is more than an hour old, or the service was started anew meanwhile.',
  );
}

type Failed = Extract<Registered, { readonly failure: string }>;

function failurePage(failed: Failed, webUrl: string) {
  const title = 'The app could not be registered';
  const remove = `If an app without a key is left on GitHub, delete it under ${webUrl}/settings/apps, or under the settings of the organisation.`;
  if (failed.failure === 'not-written') {
    return problemPage(
      title,
      `${ENVIRONMENT_FILE} cannot be made in the folder where the service was started (${failed.code}); a file that is there is never overwritten.`,
      'The app’s key was not fetched yet. Mend that, and reload this page within the hour.',
    );
  }
  if (failed.failure === 'not-kept') {
    return problemPage(title, `Its key could not be written to ${ENVIRONMENT_FILE}. The terminal says why.`, remove);
  }
  const said = failed.status === null ? 'GitHub gave no answer that can be used.' : `GitHub answered ${failed.status}.`;
  return problemPage(
    title,
    failed.status === 404 ? `${said} Its code was used before, or is more than an hour old.` : said,
    'Reload this page to try once more.',
    remove,
  );
}
