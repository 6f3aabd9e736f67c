// core/policy: the schema of a configuration file: what may stand in it, what each key means, what holds where it is left out.
// It validates, makes `schema/config.schema.json` (scripts/write-schema.ts), and its descriptions are `docs/configuration.md`.
import { z } from 'zod';
import { RULE_IDS, type RuleId } from '../finding.ts';
import { METADATA_KEYS, type MetadataKey } from '../procedure/metadata-keys.ts';
import { DEFAULTS } from './config-defaults.ts';
import {
  calendarDate,
  count,
  days,
  dictionary,
  flag,
  form,
  globs,
  hours,
  interval,
  list,
  oneOf,
  owner,
  section,
  span,
  text,
  timeZone,
} from './config-values.ts';

/** What a change can do to a procedure, in the words of `approval.rules`. */
const CHANGE_KINDS = ['content', 'metadata', 'review', 'deletion', 'rename', 'hand-over'] as const;

const RISKS = ['low', 'medium', 'high', 'critical'] as const;

function byRisk<Value extends z.ZodType>(value: Value) {
  const optional = value.exactOptional();
  return { low: optional, medium: optional, high: optional, critical: optional };
}

const LEVEL = oneOf(['failure', 'warning', 'notice', 'off']).exactOptional();

/** The levels of rules, one property a rule, so that editors can complete them. */
const LEVELS = section(Object.fromEntries(RULE_IDS.map((id) => [id, LEVEL])) as Record<RuleId, typeof LEVEL>);

const NAMES = list(text(100)).exactOptional();

const procedures = section({
  include: globs()
    .prefault([...DEFAULTS.procedures.include])
    .describe('Globs of the files that are procedures, from the root of the repository.'),
  exclude: globs()
    .prefault([...DEFAULTS.procedures.exclude])
    .describe('Globs of files that are no procedures although `include` matches them.'),
  formats: dictionary(globs())
    .prefault(DEFAULTS.procedures.formats)
    .describe('Globs of procedures that are not Markdown, by the name of their format.'),
});

const metadata = section({
  aliases: section(Object.fromEntries(METADATA_KEYS.map((key) => [key, NAMES])) as Record<MetadataKey, typeof NAMES>)
    .prefault(DEFAULTS.metadata.aliases)
    .describe('Further names of a metadata key, in order of preference: `owner: [team]` reads `team:` as the owner.'),
  dates: oneOf(['iso', 'mdy'])
    .prefault(DEFAULTS.metadata.dates)
    .describe('`iso`: dates are `YYYY-MM-DD`. `mdy`: `M/D/YYYY` is accepted too.'),
});

const owners = section({
  map: dictionary(owner())
    .prefault(DEFAULTS.owners.map)
    .describe('What a name, an e-mail address or an entity reference in the `owner` key stands for.'),
  from: list(oneOf(['front-matter', 'codeowners', 'catalog-info']))
    .prefault([...DEFAULTS.owners.from])
    .describe(
      'Where an owner is looked for, in this order. CODEOWNERS counts where a specific rule names exactly one owner.',
    ),
  fallback: owner().exactOptional().describe('Who is told of procedures and feedback that nobody owns.'),
});

const review = section({
  default: interval()
    .prefault(DEFAULTS.review.default)
    .describe('How often a procedure is reviewed when nothing else says so.'),
  byRisk: section(byRisk(interval()))
    .prefault(DEFAULTS.review.byRisk)
    .describe(
      'How often by risk. A procedure without a risk counts as `medium`; a risk that is not named has `default`.',
    ),
  dueSoon: span()
    .prefault(DEFAULTS.review.dueSoon)
    .describe('How long before its due day a review is called due soon.'),
  spread: flag()
    .prefault(DEFAULTS.review.spread)
    .describe(
      'Spread the first reviews of undated procedures over one interval, and plan reviews that fall due together earlier, instead of asking for all at once.',
    ),
  escalateAfter: section({ ...byRisk(span()), default: span().prefault(DEFAULTS.review.escalateAfter.default) })
    .prefault(DEFAULTS.review.escalateAfter)
    .describe('How long after its due day an overdue review is escalated, by risk.'),
  timeZone: timeZone()
    .prefault(DEFAULTS.review.timeZone)
    .describe('The IANA time zone in which days begin. A review is overdue from the day after its due day.'),
  openOn: section({
    days: days().prefault(DEFAULTS.review.openOn.days).describe('Days such as `mon-thu` or `mon, wed, fri`.'),
    hours: hours()
      .prefault(DEFAULTS.review.openOn.hours)
      .describe('Whole hours such as `9-16`: from 9:00, until 16:00.'),
  })
    .prefault({})
    .describe('When issues are opened, in `timeZone`.'),
});

const issues = section({
  repository: form(/^[a-z\d](?:[a-z\d-]{0,38})\/[\w.-]{1,100}$/i, 'a repository such as "acme/ops-reviews"')
    .exactOptional()
    .describe('Where issues go instead of the repository of the procedure.'),
  assign: oneOf(['person', 'none'])
    .prefault(DEFAULTS.issues.assign)
    .describe(
      '`person`: assign someone who can act, chosen fairly, where the risk asks for it. `none`: mention the owner only.',
    ),
  perOwnerWeekly: count(0, 1000)
    .prefault(DEFAULTS.issues.perOwnerWeekly)
    .describe('New issues an owner gets in a week, over all repositories.'),
  perRun: count(0, 1000).prefault(DEFAULTS.issues.perRun).describe('New issues in one repository in one run.'),
  perDay: count(0, 10_000).prefault(DEFAULTS.issues.perDay).describe('New issues in the organisation in one day.'),
});

const approvalRule = section({
  when: section({
    risk: list(oneOf(RISKS)).exactOptional().describe('The risk of the procedure is one of these.'),
    change: list(oneOf(['standard', 'normal', 'emergency']))
      .exactOptional()
      .describe('Its change type is one of these.'),
    status: list(oneOf(['draft', 'active', 'deprecated', 'archived']))
      .exactOptional()
      .describe('Its status is one of these.'),
    files: globs().exactOptional().describe('Its path matches one of these globs.'),
    kind: list(oneOf(CHANGE_KINDS))
      .exactOptional()
      .describe(
        'The change is of one of these kinds. `metadata`: nothing but metadata changes; `review`: nothing but the review keys.',
      ),
    author: list(owner()).exactOptional().describe('Who opened the pull request is, or belongs to, one of these.'),
  })
    .prefault({})
    .describe(
      'The conditions, all of which have to hold, before or after the change. None: every change of a procedure.',
    ),
  from: list(owner()).min(1, { error: 'a list of at least one team or user' }).describe('Who may approve.'),
  count: count(1, 100).prefault(1).describe('How many of them have to.'),
});

const approval = section({
  rules: list(approvalRule)
    .prefault([])
    .describe('Who has to approve which change. Every rule whose conditions hold counts.'),
  board: owner().exactOptional().describe('The change board, which pre-approves `standard` changes.'),
  requestReviewers: count(0, 15).prefault(1).describe('How many reviews are requested at most.'),
});

const feedback = section({
  respondIn: section({
    dangerous: span().prefault(DEFAULTS.feedback.respondIn.dangerous),
    wrong: span().prefault(DEFAULTS.feedback.respondIn.wrong),
    unclear: span().prefault(DEFAULTS.feedback.respondIn.unclear),
    idea: span().prefault(DEFAULTS.feedback.respondIn.idea),
  })
    .prefault({})
    .describe('How soon the owner answers feedback, by its kind, before it is reminded of.'),
});

const LABEL = text(50); // GitHub's limit.

const labels = section({
  review: LABEL.prefault(DEFAULTS.labels.review),
  orphaned: LABEL.prefault(DEFAULTS.labels.orphaned),
  feedback: LABEL.prefault(DEFAULTS.labels.feedback),
  needsOwner: LABEL.prefault(DEFAULTS.labels.needsOwner),
  dangerous: LABEL.prefault(DEFAULTS.labels.dangerous),
  wrong: LABEL.prefault(DEFAULTS.labels.wrong),
  unclear: LABEL.prefault(DEFAULTS.labels.unclear),
  idea: LABEL.prefault(DEFAULTS.labels.idea),
  automate: LABEL.prefault(DEFAULTS.labels.automate),
});

const exception = section({
  files: globs().min(1, { error: 'a list of at least one glob' }).describe('Globs of the procedures it is for.'),
  rules: LEVELS.describe('Rule id → level, as in `rules`.'),
  until: calendarDate()
    .exactOptional()
    .describe('The last day it holds; afterwards it is a finding. Left out: it holds for good.'),
});

export const configSchema = section({
  $schema: text(1000).exactOptional().describe('The address of this schema, for editors.'),
  enabled: flag().prefault(DEFAULTS.enabled).describe('`false`: the app does nothing here.'),
  enforce: oneOf(['new', 'touched', 'off'])
    .prefault(DEFAULTS.enforce)
    .describe(
      'What makes a check fail. `new`: failures that the base does not have. `touched`: every failure of an affected procedure. `off`: nothing.',
    ),
  procedures: procedures.prefault({}).describe('What is a procedure.'),
  metadata: metadata.prefault({}).describe('How the metadata of procedures is read.'),
  defaults: z
    .record(z.string(), z.unknown(), { error: 'a mapping, one "key: value" a line' })
    .prefault({})
    .describe('Metadata that a procedure has where neither its file nor a `_procedures.yml` says otherwise.'),
  owners: owners.prefault({}).describe('Who owns a procedure.'),
  review: review.prefault({}).describe('When a procedure is reviewed.'),
  issues: issues.prefault({}).describe('The issues that are opened, and how many.'),
  approval: approval.exactOptional().describe('Who has to approve a change. Without this key nothing is checked.'),
  feedback: feedback.prefault({}).describe('Feedback about procedures.'),
  override: section({
    by: list(owner())
      .prefault([...DEFAULTS.override.by])
      .describe('Teams and users. None: the administrators of the repository.'),
  })
    .prefault({})
    .describe('Who may override a verdict.'),
  labels: labels.prefault({}).describe('The names of the labels on GitHub, by what they are on.'),
  dashboard: flag()
    .prefault(DEFAULTS.dashboard)
    .describe('Keep an issue with the state of every procedure of the repository.'),
  bots: section({
    allow: list(text(100))
      .prefault([...DEFAULTS.bots.allow])
      .describe('Logins of bots whose approvals, commands and feedback count.'),
  })
    .prefault({})
    .describe('What bots may do.'),
  rules: LEVELS.prefault(DEFAULTS.rules).describe('Rule id → level: `failure`, `warning`, `notice` or `off`.'),
  overrides: list(exception)
    .prefault([...DEFAULTS.overrides])
    .describe('Other levels for some procedures, for a time. Of several that match, the last one decides.'),
  locked: list(text(200))
    .prefault([])
    .describe('Organisation policy only: dotted keys that a repository may not change, such as `review.byRisk`.'),
  unlocked: list(text(200))
    .prefault([])
    .describe(
      'Organisation policy only: of `owners.fallback`, `approval` and `override`, what a repository may change all the same.',
    ),
});

/** A configuration after the schema: every key there, values read. */
export type ParsedConfig = z.output<typeof configSchema>;
