// web: the pages of the registration. `html` escapes all that is put in; nothing here is marked as safe.
import { html } from 'hono/html';
import { ENVIRONMENT_FILE, START_COMMAND } from '../../start/environment-file.ts';
import type { Field, Form, Problems } from './choices.ts';
import type { Manifest } from './manifest.ts';

type Html = ReturnType<typeof html>;

export const PATHS = { form: '/', send: '/register', callback: '/register/callback', style: '/register/style.css' };

/** The name of the field that proves that a form is one of ours. */
export const TOKEN_FIELD = 'token';

/** The form, empty or as it was sent, with what to mend beside each field. */
export function formPage(form: Form, problems: Problems, token: string): Html {
  const wrong = Object.keys(problems).length > 0;
  return page(
    'Register the app with GitHub',
    html`
      <p>The service is not registered with GitHub yet. This page makes the app there, for your account only, and writes its key to
      <code>${ENVIRONMENT_FILE}</code> on this machine. GitHub shows you everything once more before anything is made.</p>
      ${wrong ? html`<p class="problem" role="alert">Something is to be mended below.</p>` : ''}
      <form method="post" action="${PATHS.send}" novalidate>
        <input type="hidden" name="${TOKEN_FIELD}" value="${token}">
        <fieldset>
          <legend>Public address</legend>
          <label for="url">The address under which GitHub reaches this service</label>
          <input type="url" id="url" name="url" value="${form.url}" placeholder="https://steward.example.com" maxlength="500" autocomplete="off" ${described('url', problems)}>
          <small>Of your reverse proxy or tunnel. GitHub refuses localhost.</small>
          ${problem('url', problems)}
        </fieldset>
        <fieldset>
          <legend>What the app may do</legend>
          ${choice('rights', 'check', form, 'Check', 'Judges pull requests and keeps issues. It cannot change a file.')}
          ${choice('rights', 'repair', form, 'Check and repair', 'May also commit a fix that somebody asks for. It never merges.')}
          ${problem('rights', problems)}
        </fieldset>
        <fieldset>
          <legend>Who owns the app</legend>
          ${choice('account', 'organisation', form, 'An organisation', 'You have to be one of its owners.')}
          <label for="organisation">Its name</label>
          <input type="text" id="organisation" name="organisation" value="${form.organisation}" placeholder="acme-ops" maxlength="39" autocomplete="off" autocapitalize="none" spellcheck="false" ${described('organisation', problems)}>
          ${problem('organisation', problems)}
          ${choice('account', 'personal', form, 'My own account', 'For repositories of your own.')}
          ${problem('account', problems)}
        </fieldset>
        <button type="submit">Continue</button>
      </form>`,
  );
}

export type Sending = {
  readonly manifest: Manifest;
  /** GitHub's page that takes the manifest. */
  readonly action: string;
};

/** What is about to be sent to GitHub, and the button that sends it. */
export function sendPage({ manifest, action }: Sending): Html {
  return page(
    'Send this to GitHub?',
    html`
      <div class="box">
        <p>GitHub will deliver to <code>${manifest.hook_attributes.url}</code></p>
        <p>The app asks for these permissions:</p>
        <ul>${Object.entries(manifest.default_permissions).map(([name, right]) => html`<li><code>${name}: ${right}</code></li>`)}</ul>
        <p>It hears of: ${manifest.default_events.join(', ')}.</p>
      </div>
      <form method="post" action="${action}">
        <input type="hidden" name="manifest" value="${JSON.stringify(manifest)}">
        <button type="submit">Continue on GitHub</button>
      </form>
      <p>GitHub asks for a name; where “${manifest.name}” is taken, choose another. Then it sends you back here.</p>
      <p><a href="${PATHS.form}">Back</a></p>`,
  );
}

export type Done = {
  readonly slug: string;
  /** GitHub's page that installs the app. */
  readonly installUrl: string;
};

/** What to do now. Without the key and the secret: a page is copied, shared and kept by the browser. */
export function donePage({ slug, installUrl }: Done): Html {
  return page(
    'The app is registered',
    html`
      <p>Its id, key and webhook secret are in <code>${ENVIRONMENT_FILE}</code>, in the folder where the service was started. Only you
      can read it; keep it out of git, and a copy of it where you keep secrets.</p>
      <ol>
        <li>Stop this page with Ctrl-C, and start the service:
          <pre><code>${START_COMMAND}</code></pre>
          or, in containers:
          <pre><code>docker compose up --detach</code></pre></li>
        <li><a href="${installUrl}">Install “${slug}”</a> for the repositories with procedures.</li>
        <li>Open a pull request that touches a procedure: the check <strong>Procedure ownership</strong> appears. How to make it
          required is in <code>docs/deploy.md</code>.</li>
      </ol>`,
  );
}

/** What went wrong and what to do, in sentences of ours. */
export function problemPage(title: string, ...sentences: readonly string[]): Html {
  return page(
    title,
    html`${sentences.map((sentence) => html`<p>${sentence}</p>`)}<p><a href="${PATHS.form}">Start again</a></p>`,
  );
}

function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Runbook Steward</title>
<link rel="stylesheet" href="${PATHS.style}">
</head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>
`;
}

function choice(field: Field, value: string, form: Form, label: string, more: string): Html {
  const id = `${field}-${value}`;
  return html`<div class="choice">
    <input type="radio" id="${id}" name="${field}" value="${value}" ${form[field] === value ? html`checked` : ''}>
    <label for="${id}">${label}<small>${more}</small></label>
  </div>`;
}

function problem(field: Field, problems: Problems): Html | string {
  const text = problems[field];
  return text === undefined ? '' : html`<p class="problem" id="${field}-problem">${text}</p>`;
}

function described(field: Field, problems: Problems): Html | string {
  return problems[field] === undefined ? '' : html`aria-invalid="true" aria-describedby="${field}-problem"`;
}
