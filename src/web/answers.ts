// web: everything the webhook endpoint ever says. Constant: nothing of a request or an error gets into an answer.

export type Outcome = keyof typeof ANSWERS;

/** The order of the checks. Statuses are fixed by the public contract. */
export const ANSWERS = {
  'wrong-method': { status: 405, text: 'Send a POST.\n' },
  'wrong-type': { status: 415, text: 'Send application/json without a content encoding.\n' },
  'too-large': { status: 413, text: 'The body is larger than 25 MB.\n' },
  'cut-short': { status: 400, text: 'The body ended early.\n' },
  'missing-header': {
    status: 400,
    text: 'X-GitHub-Event, X-GitHub-Delivery or X-Hub-Signature-256 is missing or malformed.\n',
  },
  'bad-signature': { status: 401, text: 'X-Hub-Signature-256 does not match.\n' },
  'bad-json': { status: 400, text: 'The body is not a JSON object.\n' },
  busy: { status: 503, text: 'Too many large deliveries at once. Deliver it again later.\n' },
  'not-stored': { status: 503, text: 'The delivery could not be stored. Deliver it again later.\n' },
  accepted: { status: 202, text: 'Accepted.\n' },
} as const;
