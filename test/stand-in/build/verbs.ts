// test/stand-in/build: everything a test can make happen.
import type { MergeGroup } from '../events.ts';
import type { Changes } from '../git/write-commit.ts';
import type { CheckChange } from '../happen/check-runs.ts';
import type { MergeMethod, PullChange } from '../happen/pulls.ts';
import type {
  CheckRun,
  CodeownersError,
  Installation,
  Level,
  Permissions,
  Pull,
  Repository,
  Review,
  Team,
} from '../world.ts';

export type NewRepository = {
  readonly owner: string;
  readonly name: string;
  readonly visibility?: Repository['visibility'];
  readonly files?: Changes;
  readonly defaultBranch?: string;
};

export type NewTeam = {
  readonly organisation: string;
  readonly slug: string;
  readonly members?: readonly string[];
  readonly parent?: string;
  readonly privacy?: Team['privacy'];
  /** Full name → right. */
  readonly grants?: Readonly<Record<string, Level>>;
};

export type PullToOpen = {
  readonly repository: Repository;
  readonly base?: string;
  readonly head: string;
  /** The fork the head is in. */
  readonly from?: Repository;
  readonly title: string;
  readonly body?: string | null;
  readonly author: string;
  readonly draft?: boolean;
};

export type WorkBy = { readonly author: string; readonly message?: string; readonly committer?: string };

/** People are logins; the app's bot is `<slug>[bot]`. Everything tells the app, as GitHub would. */
export type Build = {
  readonly createRepository: (wanted: NewRepository) => Promise<Repository>;
  /** Commits on a branch and gives the commit; a branch that does not exist starts empty. */
  readonly commit: (repository: Repository, branch: string, changes: Changes, by: WorkBy) => Promise<string>;
  readonly createBranch: (
    repository: Repository,
    branch: string,
    options: { from?: string; by: string },
  ) => Promise<void>;
  /** Moves a branch anywhere, as a force push does. */
  readonly forcePush: (repository: Repository, branch: string, sha: string, by: string) => Promise<void>;
  readonly deleteBranch: (repository: Repository, branch: string, by: string) => Promise<void>;
  readonly changeRepository: (
    repository: Repository,
    change: { name?: string; isArchived?: boolean; visibility?: 'public' | 'private'; hasIssues?: boolean },
    by: string,
  ) => void;
  readonly deleteRepository: (repository: Repository, by: string) => Promise<void>;
  readonly fork: (repository: Repository, user: string) => Promise<Repository>;
  readonly openPull: (wanted: PullToOpen) => Promise<Pull>;
  /** Commits on the pull request's head branch. */
  readonly push: (pull: Pull, changes: Changes, by?: Partial<WorkBy>) => Promise<string>;
  readonly closePull: (pull: Pull, by: string) => Promise<void>;
  readonly reopenPull: (pull: Pull, by: string) => Promise<void>;
  readonly mergePull: (pull: Pull, by: string, method?: MergeMethod) => Promise<string>;
  /** Title, body, base or draft. */
  readonly editPull: (pull: Pull, change: PullChange, by: string) => Promise<void>;
  readonly review: (
    pull: Pull,
    by: string,
    state: Review['state'],
    options?: { body?: string; commit?: string },
  ) => Promise<Review>;
  readonly dismissReview: (review: Review, by: string) => Promise<void>;
  /** Its author changes its words. */
  readonly editReview: (review: Review, body: string) => Promise<void>;
  readonly mergeGroup: (pulls: readonly Pull[], by: string) => Promise<MergeGroup>;
  readonly destroyMergeGroup: (repository: Repository, group: MergeGroup, reason: string, by: string) => Promise<void>;
  readonly setTeam: (team: NewTeam) => Team;
  /** Where `by` is named, the app is told; so with each of these. */
  readonly removeTeam: (organisation: string, slug: string, by?: string) => void;
  readonly renameTeam: (organisation: string, slug: string, to: string, by?: string) => void;
  readonly joinTeam: (organisation: string, slug: string, login: string, by?: string) => void;
  readonly leaveTeam: (organisation: string, slug: string, login: string, by?: string) => void;
  /** Sets the status that says so. */
  readonly setBusy: (login: string, isBusy: boolean) => void;
  /** Of a person (a login) or a team (`@org/slug`). */
  readonly setPermission: (who: string, repository: Repository, level: Level, by?: string) => Promise<void>;
  readonly setMember: (organisation: string, login: string, role: 'member' | 'admin' | 'none', by?: string) => void;
  /** What GitHub says of CODEOWNERS at a commit or on a branch. */
  readonly setCodeownersErrors: (repository: Repository, ref: string, errors: readonly CodeownersError[]) => void;
  readonly installation: (account: string) => Installation;
  readonly setInstallation: (
    account: string,
    change: { permissions?: Permissions; repositories?: 'all' | readonly string[]; suspended?: boolean },
    by: string,
  ) => void;
  readonly install: (account: string, by: string) => void;
  readonly uninstall: (account: string, by: string) => void;
  readonly comment: (repository: Repository, number: number, by: string, body: string) => Promise<number>;
  readonly openIssue: (
    repository: Repository,
    by: string,
    issue: { title: string; body?: string; labels?: readonly string[] },
  ) => Promise<number>;
  readonly changeIssue: (
    repository: Repository,
    number: number,
    by: string,
    change: {
      title?: string;
      body?: string;
      state?: 'open' | 'closed';
      state_reason?: 'completed' | 'not_planned';
      labels?: readonly string[];
      assignees?: readonly string[];
    },
  ) => Promise<void>;
  readonly lockIssue: (repository: Repository, number: number, by: string, isLocked?: boolean) => Promise<void>;
  readonly deleteIssue: (repository: Repository, number: number, by: string) => Promise<void>;
  /** Gives its number there. */
  readonly transferIssue: (repository: Repository, number: number, to: Repository, by: string) => Promise<number>;
  /** A run as the app makes it; with `app`, one of another app's, whatever it calls itself. */
  readonly addCheckRun: (repository: Repository, headSha: string, change: CheckChange, app?: number) => CheckRun;
  readonly rerequest: (run: CheckRun, by: string) => void;
  readonly rerequestSuite: (run: CheckRun, by: string) => Promise<void>;
  readonly press: (run: CheckRun, identifier: string, by: string) => void;
  /** What a person's requests are authorised with. */
  readonly tokenOf: (login: string) => string;
  /** A code for `POST /app-manifests/{code}/conversions`. */
  readonly manifestCode: (manifest: Readonly<Record<string, unknown>>) => string;
};
