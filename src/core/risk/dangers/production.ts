// core/risk/dangers: changes that reach production.
import { type Danger, danger } from '../danger.ts';

const HERE = /(?:^|[\s=/@:._,-])(?:prod|prd|production|live)(?:[\s./:_,;"'\d-]|$)/i;
const DOES = 'changes production';
const TRIED = / --(?:dry-?run(?!=none)|check|diff|noop|plan|what-?if|preview|help)\b| plan\b/;

/** The same line has to name production: looked for by `isProduction`. */
export const PRODUCTION_DANGERS: readonly Danger[] = [
  danger(
    'production',
    /^(?:kubectl|oc|k)$/,
    / (?:apply|create|patch|edit|replace|scale|set|label|annotate|cordon|drain|taint|delete|cp|autoscale|expose)\b| rollout (?:restart|undo|pause)\b/,
    DOES,
    TRIED,
  ),
  danger(
    'production',
    /^(?:helm3?|helmfile|argocd|flux|kapp|skaffold|kustomize)$/,
    / (?:install|upgrade|rollback|apply|sync|deploy|reconcile|set|suspend)\b/,
    DOES,
    TRIED,
  ),
  danger(
    'production',
    /^(?:terraform|tofu|terragrunt|pulumi|cdk|serverless|sls|sam|copilot)$/,
    / (?:apply|up|deploy|import|refresh|migrate)\b/,
    DOES,
    TRIED,
  ),
  danger(
    'production',
    /^(?:ansible|ansible-playbook|salt|puppet|chef-client|knife|cap|fab|eb|fly|flyctl|vercel|netlify|wrangler|firebase|dep|mina|kamal)$/,
    /./,
    DOES,
    new RegExp(`${TRIED.source}| --list-(?:hosts|tasks)\\b|-m (?:ping|setup)\\b| (?:status|logs|list|info|inspect)\\b`),
  ),
  danger(
    'production',
    /^(?:rails|rake|bundle|php|python3?|manage\.py|alembic|flyway|liquibase|npx|npm|yarn|make)$/,
    /\b(?:migrate|upgrade|deploy|db:\w+|release|rollback|update)\b/,
    DOES,
    TRIED,
  ),
  danger(
    'production',
    /^aws$/,
    / (?:update|put|modify|create|start|stop|reboot|reset|restore|failover|enable|disable|set|promote)-/,
    DOES,
    TRIED,
  ),
  danger(
    'production',
    /^(?:gcloud|az)$/,
    / (?:update|create|deploy|restart|reset|resize|stop|start|set|import|failover|promote-replica|patch)\b/,
    DOES,
    TRIED,
  ),
  danger(
    'production',
    /^(?:psql|mysql|mongosh?|cqlsh|sqlcmd|redis-cli)$/,
    /\b(?:UPDATE|INSERT|ALTER|DELETE|CREATE|SET|CONFIG SET)\b/,
    DOES,
  ),
  danger('production', /^(?:systemctl|service)$/, /\b(?:stop|restart|disable|mask)\b/, DOES),
  danger(
    'production',
    /^heroku$/,
    / (?:releases:rollback|rollback|ps:scale|config:set|config:unset|maintenance:on|restart|ps:restart|run)\b/,
    DOES,
  ),
];

/** Whether a line names production as where it acts. */
export function namesProduction(line: string): boolean {
  return HERE.test(line);
}
