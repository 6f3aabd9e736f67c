// log: what a secret looks like.

/** Stands where a secret stood. */
export const REDACTED = '[redacted]';

/** Each is linear in the length of the text. What a pattern captures first is kept: it says what was there. */
const PATTERNS: readonly RegExp[] = [
  // A key that was cut has no end line, and is a secret up to the end of the text.
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g,
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/; ghs_ may hold a JSON web token.
  /\bgh[pousr]_[\w.-]{8,}/g,
  /\bgithub_pat_\w{8,}/g,
  /\bv1\.[0-9a-f]{40}\b/g,
  /\beyJ[\w-]{6,}\.[\w-]{4,}(?:\.[\w-]*){0,3}/g,
  /\bsha(?:1=[0-9a-f]{40}|256=[0-9a-f]{64})\b/gi,
  /\b((?:bearer|token|basic) +)[\w.~+/-]{16,}=*/gi,
  /\b((?:proxy-)?authorization["']? *[:=] *["']?)[^"'\r\n,;]+/gi,
  /\b(x-hub-signature(?:-256)?["']? *[:=] *["']?)[^"'\s,;]+/gi,
  /(:\/\/)[^\s/@:"'\\]{0,200}:[^\s/@"'\\]{1,500}@/g,
  /([?&;](?:access_token|refresh_token|client_secret|code|token|secret|password|key|signature|sig)=)[^&\s"'\\#]+/gi,
  /\b((?:access_?token|refresh_?token|client_?secret|webhook_?secret|session_?secret|private_?key|secret|password|passwd|api_?key)["']? *[:=] *["']?)[^\s"',;&]{4,}/gi,
  /\bxox[a-z]-[\w-]{8,}/g,
  /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]+/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
];

/** `text` without what looks like a secret. In linear time; a text without a secret comes back as it is. */
export function withoutSecretShapes(text: string): string {
  return PATTERNS.reduce(
    (shown, pattern) => shown.replace(pattern, (_, kept) => `${typeof kept === 'string' ? kept : ''}${REDACTED}`),
    text,
  );
}

const SECRET_KEY =
  /^(?:authorization|proxy-?authorization|cookie|set-?cookie|x-?hub-?signature(?:-?256)?|signature|.*(?:token|secret|password|passwd|passphrase|private_?-?key|api_?-?key|credentials?)s?|jwt|pem)$/i;

/** Whether what stands under `key` is a secret, whatever it looks like. */
export function isSecretKey(key: string): boolean {
  return key.length <= 100 && SECRET_KEY.test(key);
}
