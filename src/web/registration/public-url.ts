// web: the address under which GitHub is to reach the service, as a person writes it.
import { BlockList, isIP } from 'node:net';
import { isLoopback } from '../../start/loopback.ts';
import type { Read } from '../../start/read-variable.ts';
import { WEBHOOK_PATH } from '../endpoint.ts';

const MOST_CHARACTERS = 500;
const EXAMPLE = 'such as https://steward.example.com';
/** Names that no public resolver knows. https://www.iana.org/assignments/special-use-domain-names */
const INSIDE = /(?:^|\.)(?:local|localhost|internal|intranet|lan|home\.arpa|test|invalid|example)$/i;

/** https://www.iana.org/assignments/iana-ipv4-special-registry, and its sister for version 6. */
const NOT_PUBLIC: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 127],
  ['64:ff9b:1::', 48],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
];

const notPublic = new BlockList();
for (const [address, bits] of NOT_PUBLIC) notPublic.addSubnet(address, bits, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * The root without a slash at its end. Only https, since a delivery holds what private repositories hold. `isGitHubCom`: a host
 * that only a network of one's own knows is refused, for GitHub refuses it too, or never reaches it.
 */
export function readPublicUrl(text: string, isGitHubCom: boolean): Read<string> {
  if (text === '') return { problem: `Enter the address under which GitHub reaches the service, ${EXAMPLE}.` };
  const url = text.length <= MOST_CHARACTERS && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return { problem: `This is not a web address. Enter one ${EXAMPLE}.` };
  if (url.protocol === 'http:') return { problem: 'Begin the address with https://. GitHub sends private text to it.' };
  if (url.username || url.password || url.search || url.hash) {
    return { problem: `Enter the address alone, without a password, ? or #, ${EXAMPLE}.` };
  }
  if (isOfThisMachine(url.hostname)) {
    return {
      problem:
        'GitHub does not deliver to a machine’s own name. Enter the address of a proxy or tunnel that leads here.',
    };
  }
  if (isGitHubCom && isOfOneNetwork(url.hostname)) {
    return { problem: `GitHub cannot reach this host from the internet. Enter a public one, ${EXAMPLE}.` };
  }
  const path = url.pathname.replace(/\/+$/, '');
  const root = path.endsWith(WEBHOOK_PATH) ? path.slice(0, -WEBHOOK_PATH.length) : path;
  return { value: `${url.origin}${root}` };
}

function isOfThisMachine(host: string): boolean {
  return (
    isLoopback(host) || /(?:^|\.)localhost\.?$/i.test(host) || ['0.0.0.0', '[::]'].includes(host) || isMapped(host)
  );
}

/** `[::ffff:7f00:1]` is 127.0.0.1 as well. */
function isMapped(host: string): boolean {
  return /^\[::ffff:7f/i.test(host);
}

function isOfOneNetwork(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  if (version !== 0) return notPublic.check(address, version === 6 ? 'ipv6' : 'ipv4');
  const name = host.replace(/\.$/, '');
  return !name.includes('.') || INSIDE.test(name);
}
