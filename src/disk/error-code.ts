// disk: what the operating system says went wrong.

/** The code of a system error (`ENOENT`), or null. `instanceof Error` would miss errors that another realm made, as jest's do. */
export function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
}
