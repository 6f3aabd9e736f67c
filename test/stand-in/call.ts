// test/stand-in: one request, as an operation sees it, and what an operation answers.
import type { Installation, Permissions, World } from './world.ts';

export type Caller =
  | { readonly kind: 'none' }
  | { readonly kind: 'app' }
  | { readonly kind: 'user'; readonly login: string }
  | {
      readonly kind: 'installation';
      readonly token: string;
      readonly installation: Installation;
      readonly permissions: Permissions;
      /** Ids the token was narrowed to; undefined is all that the installation has. */
      readonly repositories: ReadonlySet<number> | undefined;
    };

export type Call = {
  readonly operation: string;
  readonly method: string;
  /** With the query, as it came. */
  readonly target: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly accept: string;
  readonly authorization: string | undefined;
  readonly caller: Caller;
};

export type Answer = {
  readonly status: number;
  /** JSON, unless it is bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What GitHub answers instead: an operation throws it. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;
  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export const notFound = () => new Refusal(404, 'Not Found');
export const unprocessable = (message: string) => new Refusal(422, 'Validation Failed', [{ message }]);

/** The body as the operation knows it: it was checked against GitHub's schema before the operation was called. */
export const bodyOf = <T>(call: Call): T => (call.body ?? {}) as T;

export const param = (call: Call, name: string): string => call.params[name] ?? '';

/** A page of `items` and the `link` header GitHub sends with it. */
export function page<T>(
  url: string,
  call: Call,
  items: readonly T[],
  standard = 30,
): { items: readonly T[]; headers: Record<string, string> } {
  const whole = (name: string, fallback: number) => {
    const value = Number(call.query.get(name) ?? fallback);
    return Number.isInteger(value) && value > 0 ? value : fallback;
  };
  const size = Math.min(whole('per_page', standard), 100);
  const at = whole('page', 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, relation: string) => {
    const [path = '', search] = call.target.split('?');
    const query = new URLSearchParams(search);
    query.set('page', String(to));
    return `<${url}${path}?${query}>; rel="${relation}"`;
  };
  const links = [
    ...(at > 1 ? [link(at - 1, 'prev')] : []),
    ...(at < last ? [link(at + 1, 'next'), link(last, 'last')] : []),
    ...(at > 1 ? [link(1, 'first')] : []),
  ];
  const headers: Record<string, string> = links.length > 0 ? { link: links.join(', ') } : {};
  return { items: items.slice((at - 1) * size, at * size), headers };
}

/** What an operation works on. */
export type GitHub = {
  readonly world: World;
  /** The address everybody uses; GitHub's own would be https://api.github.com. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly app: { readonly id: number; readonly slug: string; readonly name: string };
};
