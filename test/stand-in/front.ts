// test/stand-in: the one server everybody talks to. It reads a request, checks it, lets a fault strike, answers, and writes it all down.
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { callerOf } from './access.ts';
import { answerCall, answerGraphql, refusalAnswer } from './answer-request.ts';
import { type Answer, type Call, type Caller, Refusal } from './call.ts';
import { checkRequest } from './check-request.ts';
import type { Engine } from './engine.ts';
import { type Fault, type Faults, faultyAnswer, isAfter } from './faults.ts';
import { partial } from './graphql/answer-query.ts';
import { matchOperation } from './operations.ts';
import type { RecordedRequest, Violation } from './record.ts';

export type Recorded = { readonly requests: RecordedRequest[]; readonly violations: Violation[] };

type Incoming = {
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
};

async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const target = (request.url ?? '/').replace(/^\/api\/v3(?=\/)/, '').replace(/^\/api\/graphql/, '/graphql');
  const [path = '/', search = ''] = target.split('?');
  const header = (name: string) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const text = Buffer.concat(parts).toString('utf8');
  return { method: request.method ?? 'GET', target, path, query: new URLSearchParams(search), header, text };
}

/** The body as JSON; an empty one is none. */
function parsedBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw Object.assign(new Refusal(400, 'Problems parsing JSON'), { cause });
  }
}

type Front = {
  readonly engine: Engine;
  readonly faults: Faults;
  readonly record: Recorded;
  readonly limits: Map<string, number>;
};

type Prepared = { readonly call: Call; readonly note: RecordedRequest; readonly isGraphql: boolean };

/** Who calls and what; refuses what GitHub refuses before it looks at the operation. */
function prepare({ record }: Front, incoming: Incoming, note: RecordedRequest, caller: Caller): Prepared {
  const { method, path, query, target, header, text } = incoming;
  const violate = (problem: string) => record.violations.push({ method, path, problem });
  const accept = header('accept') ?? '*/*';
  const version = header('x-github-api-version');
  if (!header('user-agent')) {
    violate('the User-Agent header is missing');
    throw new Refusal(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
    );
  }
  const common = { method, target, query, accept, authorization: header('authorization'), caller };
  if (note.operationId === 'graphql') {
    return { call: { ...common, operation: 'graphql', params: {}, body: parsedBody(text) }, note, isGraphql: true };
  }
  const match = matchOperation(method, path);
  if (!match) {
    violate("no operation of GitHub's that this stand-in speaks");
    throw new Refusal(404, 'Not Found');
  }
  const body = parsedBody(text);
  const { refusal, problems } = checkRequest({ operation: match.operation, query, accept, version, body });
  for (const problem of problems) violate(problem);
  if (refusal) throw new Refusal(refusal.status, refusal.message);
  return { call: { ...common, operation: match.operation.id, params: match.params, body }, note, isGraphql: false };
}

async function carryOut({ engine, record }: Front, { call, isGraphql }: Prepared): Promise<Answer> {
  if (!isGraphql) return answerCall(engine, call);
  const { answer, problems } = await answerGraphql(engine, call);
  for (const problem of problems) record.violations.push({ method: 'POST', path: '/graphql', problem });
  return answer;
}

/** Undefined where the connection is cut instead of answered. */
async function withFault(front: Front, prepared: Prepared, fault: Fault): Promise<Answer | undefined> {
  prepared.note.fault = fault.kind;
  const done = isAfter(fault.kind) ? await carryOut(front, prepared) : undefined;
  if (fault.kind === 'graphql-partial' && done) return { ...done, body: partial(done.body) };
  if (fault.kind === 'primary' && prepared.isGraphql) {
    const limited = faultyAnswer(fault);
    const errors = [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded for installation.' }];
    return { status: 200, body: { data: null, errors }, headers: limited?.headers ?? {} };
  }
  if (fault.kind === 'truncated' && done) return done;
  return faultyAnswer(fault);
}

/** An hour is over after so many, and all is granted again: no test takes one, and some ask for more. */
const REQUESTS_AN_HOUR = 4_000;

/** Marks of a GitHub answer; the ETag is bound to the token, as GitHub's is. */
function headersOf({ limits }: Front, { call }: Prepared, answer: Answer, bytes: Buffer): Record<string, string> {
  const key = call.caller.kind === 'installation' ? `installation ${call.caller.installation.id}` : call.caller.kind;
  const resource = call.operation === 'graphql' ? 'graphql' : 'core';
  const used = ((limits.get(`${key} ${resource}`) ?? 0) % REQUESTS_AN_HOUR) + 1;
  limits.set(`${key} ${resource}`, used);
  const etag = createHash('sha256')
    .update(call.authorization ?? '')
    .update('\0')
    .update(bytes)
    .digest('hex');
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(Math.max(0, 5000 - used)),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3600),
    'x-ratelimit-resource': resource,
    'x-github-media-type': 'github.v3; format=json',
    ...(call.method === 'GET' && answer.status === 200 ? { etag: `W/"${etag}"` } : {}),
    ...answer.headers,
  };
}

const bytesOf = ({ body }: Answer): Buffer =>
  body === undefined
    ? Buffer.alloc(0)
    : body instanceof Uint8Array
      ? Buffer.from(body)
      : Buffer.from(JSON.stringify(body));

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  bytes: Buffer,
): void {
  const id = randomBytes(16).toString('hex').toUpperCase();
  response.writeHead(status, {
    ...headers,
    'x-github-request-id': `${id.slice(0, 4)}:${id.slice(4, 10)}:${id.slice(10)}`,
  });
  response.end(bytes);
}

function cut(response: ServerResponse, note: RecordedRequest): void {
  note.status = 0;
  response.socket?.resetAndDestroy();
}

/** Half of an answer, then nothing: the length promised more. */
function truncate(response: ServerResponse, note: RecordedRequest, bytes: Buffer): void {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(bytes.length),
  });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => cut(response, note));
}

async function answer(front: Front, incoming: Incoming, response: ServerResponse): Promise<void> {
  const { engine, faults, record } = front;
  const { method, path, header } = incoming;
  const operationId =
    path === '/graphql' && method === 'POST' ? 'graphql' : (matchOperation(method, path)?.operation.id ?? 'unknown');
  const note = {
    method,
    path,
    query: incoming.query.toString(),
    operationId,
    auth: 'none' as Caller['kind'],
    at: Date.now(),
    status: 0,
  };
  record.requests.push(note);
  let prepared: Prepared | undefined;
  let result: Answer;
  try {
    const caller = callerOf(engine, engine.tokens, header('authorization'));
    note.auth = caller.kind;
    prepared = prepare(front, incoming, note, caller);
    const fault = faults.take(operationId);
    if (fault?.kind === 'hang') return void Object.assign(note, { fault: 'hang' });
    const given = fault ? await withFault(front, prepared, fault) : await carryOut(front, prepared);
    if (!given) return cut(response, note);
    if (fault?.kind === 'truncated') return truncate(response, note, bytesOf(given));
    result = given;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    result = refusalAnswer(error);
  }
  const bytes = bytesOf(result);
  const headers = prepared
    ? headersOf(front, prepared, result, bytes)
    : { 'content-type': 'application/json; charset=utf-8' };
  const isSame = headers['etag'] !== undefined && header('if-none-match') === headers['etag'];
  note.status = isSame ? 304 : result.status;
  send(response, note.status, headers, isSame || result.status === 204 ? Buffer.alloc(0) : bytes);
}

/** A listening server; what it serves is set once its address is known. */
export type Listening = {
  readonly url: string;
  readonly serve: (front: Omit<Front, 'limits'>) => void;
  readonly close: () => Promise<void>;
};

export async function listen(port: number): Promise<Listening> {
  let front: Front | undefined;
  const server: Server = createServer((request, response) => {
    void (async () => {
      try {
        const incoming = await readIncoming(request);
        if (front) await answer(front, incoming, response);
        else response.writeHead(503).end();
      } catch (error) {
        // A mistake of the stand-in's own: it must not look like GitHub.
        const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
        front?.record.violations.push({
          method: request.method ?? '',
          path: request.url ?? '',
          problem: `the stand-in failed: ${problem}`,
        });
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ message: 'The stand-in failed; see its violations.' }));
      }
    })();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${actual}`,
    serve: (given) => {
      front = { ...given, limits: new Map() };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
