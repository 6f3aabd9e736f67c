// test/stand-in/operation: the app itself, its installations, tokens and webhook deliveries.

import { isOwn } from '../access.ts';
import { bodyOf, type Call, notFound, page, param, Refusal } from '../call.ts';
import type { Engine, Handler, Handlers } from '../engine.ts';
import type { Delivery } from '../hooks.ts';
import { app, installation } from '../words/account.ts';
import { repository } from '../words/repository.ts';
import {
  findOrganisation,
  findRepository,
  type Installation,
  installationOf,
  isChosen,
  keyOf,
  type Permissions,
} from '../world.ts';

/** The emulator has a limit of its own for an hour's requests, so a token that was right a moment ago is not asked for again. */
const PROVEN_MS = 10_000;
const proven = new WeakMap<Engine, Map<string, number>>();

/** The emulator knows whether the JSON web token is right. */
async function proveApp(engine: Engine, call: Call): Promise<void> {
  if (call.caller.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
  const known = proven.get(engine) ?? new Map<string, number>();
  proven.set(engine, known);
  const token = call.authorization ?? '';
  if ((known.get(token) ?? 0) > performance.now()) return;
  const { status, body } = await engine.emulator.ask('GET', '/app', call.authorization);
  if (status === 200) return void known.set(token, performance.now() + PROVEN_MS);
  const message =
    typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : 'Bad credentials';
  throw new Refusal(401, message === 'Requires authentication' ? 'A JSON web token could not be decoded' : message);
}

const asApp =
  (handler: Handler): Handler =>
  async (engine, call) => {
    await proveApp(engine, call);
    return handler(engine, call);
  };

function named(engine: Engine, call: Call): Installation {
  const found = engine.world.installations.get(Number(param(call, 'installation_id')));
  if (!found) throw notFound();
  return found;
}

type Wanted = {
  readonly repositories?: readonly string[];
  readonly repository_ids?: readonly number[];
  readonly permissions?: Permissions;
};

const refuse = (what: string) =>
  new Refusal(
    422,
    `The ${what} requested are not ${what === 'permissions' ? 'granted' : 'accessible'} to this installation.`,
  );

/** Ids of the repositories the token is narrowed to. */
function narrowed(engine: Engine, one: Installation, wanted: Wanted): ReadonlySet<number> | undefined {
  if (!wanted.repositories && !wanted.repository_ids) return undefined;
  const own = [...engine.world.repositories.values()].filter(
    (home) => home.owner.id === one.account.id && isChosen(one, home),
  );
  const ids = [
    ...(wanted.repositories ?? []).map((name) => own.find((home) => keyOf(home.name) === keyOf(name))?.id),
    ...(wanted.repository_ids ?? []).map((id) => own.find((home) => home.id === id)?.id),
  ];
  const found = ids.filter((id) => id !== undefined);
  if (found.length < ids.length) throw refuse('repositories');
  return new Set(found);
}

function allowed(one: Installation, wanted: Permissions): Permissions {
  for (const [name, right] of Object.entries(wanted)) {
    const has = one.permissions[name];
    if (has !== 'write' && has !== right) throw refuse('permissions');
  }
  return { metadata: 'read', ...wanted };
}

const createToken: Handler = asApp(async (engine, call) => {
  const one = named(engine, call);
  if (one.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
  const wanted = bodyOf<Wanted>(call);
  const repositories = narrowed(engine, one, wanted);
  const permissions = wanted.permissions ? allowed(one, wanted.permissions) : one.permissions;
  const chosen = [...engine.world.repositories.values()].filter((home) => repositories?.has(home.id));
  const body = { permissions, ...(repositories ? { repositories: chosen.map(({ name }) => name) } : {}) };
  const answer = await engine.emulator.ask('POST', call.target, call.authorization, body);
  if (answer.status !== 201) return { status: answer.status, body: answer.body };
  const { token, expires_at } = answer.body as { token: string; expires_at: string };
  engine.tokens.set(token, { installation: one, permissions, repositories, expiresAt: Date.parse(expires_at) });
  const isAll = one.repositories === 'all' && !repositories;
  const list = repositories ? { repositories: chosen.map((home) => repository(engine, home)) } : {};
  const selection = { repository_selection: isAll ? 'all' : 'selected', ...list };
  return { status: 201, body: { token, expires_at: expires_at.replace(/\.\d+Z$/, 'Z'), permissions, ...selection } };
});

const item = (one: Delivery) => ({
  id: one.id,
  guid: one.guid,
  delivered_at: one.deliveredAt,
  redelivery: one.redelivery,
  duration: one.duration,
  status: one.status,
  status_code: one.statusCode,
  event: one.event,
  action: one.action,
  installation_id: one.installation,
  repository_id: one.repository,
  throttled_at: null,
});

function listDeliveries(engine: Engine, call: Call) {
  const size = Math.min(Number(call.query.get('per_page') ?? 30), 100);
  const cursor = Number(call.query.get('cursor')?.replace(/^v1_/, '') ?? Number.POSITIVE_INFINITY);
  const status = call.query.get('status');
  const fits = (one: Delivery) => status === null || (status === 'success') === (one.status === 'OK');
  const rest = engine.hooks.log.filter((one) => one.statusCode > 0 && fits(one) && one.id < cursor).reverse();
  const shown = rest.slice(0, size);
  const query = new URLSearchParams(call.query);
  query.set('cursor', `v1_${shown.at(-1)?.id}`);
  const next = `<${engine.url}/app/hook/deliveries?${query}>; rel="next"`;
  return { status: 200, body: shown.map(item), headers: rest.length > size ? { link: next } : {} };
}

function delivery(engine: Engine, call: Call): Delivery {
  const found = engine.hooks.log.find(({ id }) => id === Number(param(call, 'delivery_id')));
  if (!found) throw notFound();
  return found;
}

const found = (engine: Engine, one: Installation | undefined) => {
  if (!one) throw notFound();
  return { status: 200, body: installation(engine, one) };
};

export const apps: Handlers = {
  'apps/get-authenticated': asApp((engine) => ({
    status: 200,
    body: { ...app(engine), installations_count: engine.world.installations.size },
  })),
  'apps/list-installations': asApp((engine, call) => {
    const { items, headers } = page(engine.url, call, [...engine.world.installations.values()]);
    return { status: 200, body: items.map((one) => installation(engine, one)), headers };
  }),
  'apps/get-installation': asApp((engine, call) => found(engine, named(engine, call))),
  'apps/get-repo-installation': asApp((engine, call) => {
    const home = findRepository(engine.world, `${param(call, 'owner')}/${param(call, 'repo')}`);
    return found(engine, home && installationOf(engine.world, home));
  }),
  'apps/get-org-installation': asApp((engine, call) => {
    const id = findOrganisation(engine.world, param(call, 'org'))?.account.id;
    return found(
      engine,
      [...engine.world.installations.values()].find((one) => one.account.id === id),
    );
  }),
  'apps/create-installation-access-token': createToken,
  'apps/list-repos-accessible-to-installation': (engine, call) => {
    const { caller } = call;
    if (caller.kind !== 'installation')
      throw new Refusal(403, 'You must authenticate with an installation access token.');
    const own = [...engine.world.repositories.values()].filter((home) => isOwn(caller, home));
    const { items, headers } = page(engine.url, call, own);
    const selection = caller.installation.repositories === 'all' && !caller.repositories ? 'all' : 'selected';
    const repositories = items.map((home) => repository(engine, home));
    return { status: 200, body: { total_count: own.length, repository_selection: selection, repositories }, headers };
  },
  'apps/list-webhook-deliveries': asApp(listDeliveries),
  'apps/get-webhook-delivery': asApp((engine, call) => {
    const one = delivery(engine, call);
    const request = { headers: one.requestHeaders, payload: one.payload };
    const response = { headers: one.responseHeaders, payload: one.response };
    return { status: 200, body: { ...item(one), url: engine.hooks.url ?? '', request, response } };
  }),
  'apps/redeliver-webhook-delivery': asApp((engine, call) => {
    void engine.hooks.redeliver(delivery(engine, call).guid);
    return { status: 202, body: {} };
  }),
  'apps/create-from-manifest': (engine, call) => {
    const code = param(call, 'code');
    const manifest = engine.manifestCodes.get(code);
    if (!manifest) throw notFound();
    engine.manifestCodes.delete(code); // a code works once
    const { privateKey: pem, webhookSecret: webhook_secret } = engine.app;
    const secrets = { client_id: `Iv23${engine.app.id}`, client_secret: 'stand-in', webhook_secret, pem };
    return { status: 201, body: { ...app(engine), ...pick(manifest), ...secrets } };
  },
  'rate-limit/get': (_engine, call) => {
    const limit = { limit: 5000, remaining: 5000, used: 0, reset: Math.floor(Date.now() / 1000) + 3600 };
    if (call.caller.kind === 'none') throw new Refusal(401, 'Requires authentication');
    return { status: 200, body: { resources: { core: limit, search: limit, graphql: limit }, rate: limit } };
  },
};

/** What of a manifest the new app shows again. */
const pick = ({ name }: Readonly<Record<string, unknown>>) => (typeof name === 'string' ? { name } : {});
