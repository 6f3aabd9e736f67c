// start: WEBHOOK_SECRET, the one thing that keeps strangers from speaking in GitHub's name.
import { type Read, written } from './read-variable.ts';

const SHORTEST = 16;
/** The word Probot falls back to, and those that people put in until they have time. */
const EVERYBODYS =
  /^(?:development|secret|change-?me|password|webhook|github|test(?:ing)?|example|default|token|key|my|the|app|123(?:4567890?)?|[-_ .])+$/i;
const REMEDY = 'Make one with `openssl rand -hex 32` and set it here and in the settings of the app on GitHub.';

/** The secrets, of which each is good: several, with commas between them, while one replaces the other. */
export function readWebhookSecrets(value: string | undefined): Read<readonly string[]> {
  const text = written(value);
  if (text === null) return { problem: `WEBHOOK_SECRET is missing. ${REMEDY}` };
  const secrets = text.split(',').map((one) => one.trim());
  const which = (index: number) => (secrets.length === 1 ? '' : `, secret ${index + 1} of ${secrets.length},`);
  for (const [index, secret] of secrets.entries()) {
    const why = weakness(secret);
    if (why !== null) return { problem: `WEBHOOK_SECRET${which(index)} ${why}. ${REMEDY}` };
  }
  return { value: [...new Set(secrets)] };
}

function weakness(secret: string): string | null {
  if (secret === '') return 'is empty';
  if (EVERYBODYS.test(secret)) return 'is a word that anybody would try';
  if (secret.length < SHORTEST) return `has ${secret.length} characters, and needs at least ${SHORTEST}`;
  if (new Set(secret).size < 5) return 'repeats a few characters';
  return null;
}
