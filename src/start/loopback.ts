// start: which hosts are this machine itself.
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Whether `host`, a name or an address without a port, is this machine and nothing that a stranger reaches. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
