// flows: `reviewed`, `retire` or `approve-owner` of procedures on the default branch → a pull request, or the lines to paste.
import type { Asked } from '../core/command/asked.ts';
import { type EditAt, ownerEdits, retireEdits, reviewEdits } from '../core/command/edits.ts';
import type { Carried } from '../core/command/proposed.ts';
import type { ProposedFor } from '../core/command/pull-text.ts';
import type { Refusal } from '../core/command/refusal.ts';
import { surveyOf } from '../core/policy/entries.ts';
import type { PolicyInForce } from '../core/policy/policy-of.ts';
import type { Entry } from '../core/policy/verdict.ts';
import type { AttestationRecord } from '../core/review/attestation-record.ts';
import { reviewKeys } from '../core/review/review-keys.ts';
import { fullName } from '../github/github.ts';
import type { ProceduresRead } from '../github/read-procedures.ts';
import { saveAttestations } from '../store/attestations.ts';
import type { RepositoryRef } from './job.ts';
import { mayCommit } from './may-commit.ts';
import { type Pasted, pasteLines } from './paste-lines.ts';
import { type Proposing, propose } from './propose.ts';
import { isRefusal } from './refusal.ts';
import type { Tools } from './tools.ts';

export type ChangeAsked = Extract<Asked, { readonly name: 'reviewed' | 'retire' | 'approve-owner' }>;

/** What is asked, by whom and where: `number` of an issue or a pull request of `home`. */
export type Changing = {
  readonly asked: ChangeAsked;
  readonly login: string;
  readonly home: RepositoryRef & { readonly id: number; readonly isPrivate: boolean };
  readonly number: number;
  /** What makes this command another than all others. */
  readonly origin: string;
  readonly repository: RepositoryRef;
  readonly read: ProceduresRead;
  readonly entries: readonly Entry[];
};

/** `done`: paths for which something was done, or given to do. */
export type Changed = { readonly done: readonly string[]; readonly refusals: readonly Refusal[] };

export async function changeProcedures(tools: Tools, changing: Changing): Promise<Changed> {
  const { repository, asked } = changing;
  if (!(await mayCommit(tools, repository.installation))) return giveLines(tools, changing);
  const { policy } = surveyOf(changing.read.snapshot, tools.clock);
  const proposing: Proposing = {
    ...{ repository, read: changing.read, paths: changing.entries.map(({ procedure }) => procedure.path) },
    ...{ edit: editOf(changing), key: keyOf(changing), from: fromOf(changing) },
    origin: `${changing.number}-${changing.origin}`,
    carry: (done) => carriedOf(changing, policy, done),
    why: `the command ${asked.name}`,
  };
  try {
    return await propose(tools, proposing);
  } catch (error) {
    // A rule of the repository may keep branches from being made: a person can still change the file.
    if (!isRefusal(error)) throw error;
    tools.log.warn({ err: error, issue: changing.number }, 'A pull request could not be opened.');
    return giveLines(tools, changing);
  }
}

/** Without the right to write contents the person changes the file; what they attest is written down all the same. */
async function giveLines(tools: Tools, changing: Changing): Promise<Changed> {
  const { home, number, login, origin, read, entries, asked } = changing;
  const state = surveyOf(read.snapshot, tools.clock);
  const { files, done, refusals } = editOf(changing)(
    state,
    entries.map(({ procedure }) => procedure.path),
  );
  if (files.length === 0) return { done: [], refusals };
  const branch = {
    ...{ webUrl: tools.webUrl, branch: read.facts.defaultBranch.name },
    repository: { owner: read.facts.owner, name: read.facts.name },
  };
  const pasted: Pasted = { repository: home, number, login, origin, files, branch };
  if (asked.name === 'reviewed' && !tools.isDryRun) {
    const carried = carriedOf(changing, state.policy, done);
    // They stand where the lines are given: numbers of issues and of pull requests are never the same.
    const pull = home.id === read.facts.id ? number : 0;
    const at = { repository: read.facts.id, installation: home.installation, pull };
    if (carried.proposal === 'reviewed') await saveAttestations(tools.store, at, carried.items);
  }
  await pasteLines(tools, pasted);
  return { done: done.map(({ procedure }) => procedure.path), refusals };
}

function editOf({ asked, login }: Changing): EditAt {
  if (asked.name === 'reviewed') return reviewEdits(`@${login}`);
  return asked.name === 'retire' ? retireEdits : ownerEdits(asked.owner);
}

function carriedOf(changing: Changing, policy: PolicyInForce, done: readonly Entry[]): Carried {
  const { asked, login } = changing;
  if (asked.name === 'reviewed')
    return { proposal: 'reviewed', items: done.map((entry) => attestationOf(entry, changing, policy)) };
  const items = done.map(
    ({ procedure }): ProposedFor => ({
      ...{ path: procedure.path, by: `@${login}` },
      note: asked.name === 'retire' && maySay(changing) ? asked.note : '',
      owner: asked.name === 'approve-owner' ? asked.owner : null,
    }),
  );
  return { proposal: asked.name, items };
}

function attestationOf({ procedure }: Entry, changing: Changing, policy: PolicyInForce): AttestationRecord {
  const { asked, login } = changing;
  const { nextReviewOn } = reviewKeys(procedure, policy.settings.review, policy.today, `@${login}`);
  const said = asked.name === 'reviewed' ? asked : { how: null, note: '' };
  return {
    ...{ path: procedure.path, id: procedure.id, by: `@${login}`, on: policy.today, how: said.how },
    ...{ note: maySay(changing) ? said.note : '', contentHash: procedure.contentHash, nextReviewOn },
  };
}

/** What was said in a private repository is not told in a public one. */
function maySay({ home, read }: Changing): boolean {
  return home.id === read.facts.id || !home.isPrivate || read.facts.isPrivate;
}

function fromOf(changing: Changing): string | null {
  const { home, number, read } = changing;
  if (!maySay(changing)) return null;
  return home.id === read.facts.id ? `#${number}` : `${fullName(home)}#${number}`;
}

/** The place has its number, so that its key stays when it is renamed and names nothing. */
function keyOf({ home, number }: Changing): string {
  return `${home.id}#${number}`;
}
