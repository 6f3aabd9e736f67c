// test/stand-in: what goes wrong, on demand. The first twelve are those of the plan's row R08.

export type FaultKind =
  | '500'
  | '502-before'
  | '502-after'
  | '503'
  | 'html-502'
  | 'reset-before'
  | 'reset-after'
  | 'hang'
  | 'truncated'
  | '401'
  | '404'
  | '422'
  | 'secondary-403'
  | 'secondary-403-bare'
  | 'secondary-429'
  | 'secondary-429-bare'
  | 'primary'
  | 'graphql-timeout'
  | 'graphql-partial'
  | 'graphql-resource-limit';

/** The twelve of row R08. */
export const faultKinds = [
  ...(['500', '502-before', '502-after', '503', 'html-502', 'reset-before'] as const),
  ...(['reset-after', 'hang', 'truncated', '401', '404', '422'] as const),
] as const;

export type Fault = {
  /** An `operationId`, `graphql`, or `*`. */
  readonly operation: string;
  readonly kind: FaultKind;
  /** How often; once unless told. */
  readonly times?: number;
  /** How many matching requests pass before it. */
  readonly after?: number;
  /** Seconds for `retry-after` and for the reset of the primary limit; 1 unless told. */
  readonly retryAfter?: number;
};

export type Faults = {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  /** Decides over every request that no fault waits for; no argument: none is struck. */
  readonly decide: (choose?: (operation: string) => FaultKind | undefined) => void;
  /** The fault that strikes this request, used up by being taken. */
  readonly take: (operation: string) => Fault | undefined;
};

export function newFaults(): Faults {
  let waiting: { readonly fault: Fault; pass: number; left: number }[] = [];
  let choose: (operation: string) => FaultKind | undefined = () => undefined;
  return {
    add: (fault) => {
      waiting.push({ fault, pass: fault.after ?? 0, left: fault.times ?? 1 });
    },
    clear: () => {
      waiting = [];
    },
    decide: (next = () => undefined) => {
      choose = next;
    },
    take: (operation) => {
      for (const one of waiting) {
        if ((one.fault.operation !== operation && one.fault.operation !== '*') || one.left === 0) continue;
        if (one.pass > 0) {
          one.pass -= 1;
          continue;
        }
        one.left -= 1;
        return one.fault;
      }
      const kind = choose(operation);
      return kind && { operation, kind };
    },
  };
}

/** Whether the operation is carried out although its answer is lost or spoilt. */
export const isAfter = (kind: FaultKind) =>
  kind === '502-after' || kind === 'reset-after' || kind === 'truncated' || kind === 'graphql-partial';

const documentation = 'https://docs.github.com/rest';
const limits = `${documentation}/using-the-rest-api/rate-limits-for-the-rest-api`;
const json = (status: number, message: string, url = documentation, headers: Record<string, string> = {}) => ({
  status,
  body: { message, documentation_url: url, status: String(status) } as unknown,
  headers,
});

/** The spoilt answer; undefined where the connection itself is the fault. */
export function faultyAnswer({ kind, retryAfter = 1 }: Fault) {
  const wait = { 'retry-after': String(retryAfter) };
  const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  const abuse = `${limits}#about-secondary-rate-limits`;
  const html = {
    status: 502,
    body: Buffer.from('<html><body><h1>502 Bad Gateway</h1></body></html>'),
    headers: { 'content-type': 'text/html' },
  };
  const graphql = (type: string, message: string) => ({
    status: 200,
    body: { data: null, errors: [{ type, message }] } as unknown,
    headers: {},
  });
  switch (kind) {
    case '500':
      return json(500, 'Server Error');
    case '502-before':
    case '502-after':
      return json(502, 'Server Error');
    case 'graphql-timeout':
      return json(
        502,
        'Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug.',
      );
    case '503':
      return json(503, 'Service Unavailable', documentation, wait);
    case 'html-502':
      return html;
    case '401':
      return json(401, 'Bad credentials');
    case '404':
      return json(404, 'Not Found');
    case '422':
      return json(422, 'Validation Failed');
    case 'secondary-403':
      return json(403, secondary, abuse, wait);
    case 'secondary-403-bare':
      return json(403, secondary, abuse);
    case 'secondary-429':
      return json(429, secondary, abuse, wait);
    case 'secondary-429-bare':
      return json(429, secondary, abuse);
    case 'primary':
      return json(403, 'API rate limit exceeded for installation.', limits, {
        'x-ratelimit-limit': '5000',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + retryAfter),
      });
    case 'graphql-resource-limit':
      return graphql('RESOURCE_LIMITS_EXCEEDED', 'Resource limits for this query exceeded.');
    default:
      return undefined;
  }
}
