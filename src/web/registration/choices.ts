// web: what a person chose on the registration form.
import { readPublicUrl } from './public-url.ts';

export type Field = 'url' | 'rights' | 'account' | 'organisation';

/** The form as it was sent: text of anybody's. */
export type Form = Readonly<Record<Field, string>>;
export type Problems = Readonly<Partial<Record<Field, string>>>;

export type Choices = {
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly canRepair: boolean;
  /** Null: the account of the person who registers. */
  readonly organisation: string | null;
};

export const EMPTY_FORM: Form = { url: '', rights: 'check', account: 'organisation', organisation: '' };

/** GitHub's rule for the name of an account. */
const ORGANISATION = /^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/i;

/** The choices, or what to mend beside each field. `isGitHubCom`: not a GitHub of one's own, which may be inside a network. */
export function readChoices(
  form: Form,
  isGitHubCom: boolean,
): { readonly choices: Choices } | { readonly problems: Problems } {
  const url = readPublicUrl(form.url, isGitHubCom);
  const organisation = form.account === 'organisation' ? form.organisation : null;
  const problems: Partial<Record<Field, string>> = {};
  if ('problem' in url) problems.url = url.problem;
  if (!['check', 'repair'].includes(form.rights)) problems.rights = 'Choose what the app may do.';
  if (!['organisation', 'personal'].includes(form.account)) problems.account = 'Choose who is to own the app.';
  if (organisation !== null && !ORGANISATION.test(organisation)) {
    problems.organisation = 'Enter the name of the organisation as it is in its address, such as acme-ops.';
  }
  if (!('value' in url) || Object.keys(problems).length > 0) return { problems };
  return { choices: { publicUrl: url.value, canRepair: form.rights === 'repair', organisation } };
}
