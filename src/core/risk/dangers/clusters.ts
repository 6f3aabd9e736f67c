// core/risk/dangers: containers, clusters and infrastructure as code.
import { type Danger, danger } from '../danger.ts';

const KEPT =
  'ns|namespaces?|pvc?s?|persistentvolumes?|persistentvolumeclaims?|deploy(?:ments?)?|sts|statefulsets?|ds|daemonsets?|crds?|customresourcedefinitions?|secrets?|svc|services?|ing|ingress(?:es)?|nodes?|sa|serviceaccounts?|cm|configmaps?|all|storageclass(?:es)?|cronjobs?|netpols?|networkpolic(?:y|ies)';
const OPTIONS = '(?: -{1,2}[\\w-]+(?:[= ][^\\s-]\\S*)?)*';

export const CLUSTER_DANGERS: readonly Danger[] = [
  danger(
    'destruction',
    /^(?:kubectl|oc|k)$/,
    new RegExp(`^\\w+${OPTIONS} delete${OPTIONS} (?:${KEPT})(?:[ ,/.]|$)`, 'i'),
    'deletes resources of the cluster',
  ),
  danger(
    'destruction',
    /^(?:kubectl|oc|k)$/,
    / delete\b.* (?:--all\b|-A\b|-f |-k |--filename|--kustomize|-R\b)/,
    'deletes many resources of the cluster',
  ),
  danger(
    'destruction',
    /^(?:kubectl|oc|k)$/,
    / delete (?!po(?:ds?)?\b)[\w.]+ .*(?:-l |--selector)/,
    'deletes many resources of the cluster',
  ),
  danger('destruction', /^(?:kubectl|oc|k)$/, / replace\b.* --force\b/, 'deletes a resource and makes it anew'),
  danger(
    'permission',
    /^(?:kubectl|oc|k)$/,
    / (?:create|apply|edit|patch|delete|replace)\b.*\b(?:cluster)?role(?:binding)?s?\b/i,
    'changes who may do what in the cluster',
  ),
  danger('permission', /^(?:oc|kubectl)$/, /\badm policy (?:add|remove)-/, 'changes who may do what in the cluster'),
  danger('destruction', /^helm3?$/, / (?:uninstall|delete|del)\b/, 'uninstalls a release and what it made'),
  danger(
    'destruction',
    /^(?:kubeadm|k3s-uninstall\.sh|rke2-uninstall\.sh|k0s)$/,
    /^kubeadm reset|uninstall|^k0s reset/,
    'takes a node or a cluster apart',
  ),
  danger(
    'destruction',
    /^(?:eksctl|kops|kind|minikube|k3d|argocd|flux|velero|istioctl|talosctl|rancher|clusterctl)$/,
    / (?:delete|uninstall|uninstall|reset|purge)\b/,
    'deletes a cluster or what runs in it',
    /^(?:kind|minikube|k3d) /,
  ),
  danger(
    'data-loss',
    /^etcdctl$/,
    / (?:del|rm|rmdir|snapshot restore|member remove)\b/,
    'deletes or replaces state of the cluster',
  ),
  danger(
    'data-loss',
    /^(?:docker|podman)$/,
    / (?:system prune|volume (?:rm|remove|prune))\b/,
    'deletes data of containers',
    / volume (?:rm|remove)(?: [\w.-]*(?:cache|bundle|node_modules|gems)[\w.-]*)+$/,
  ),
  danger(
    'data-loss',
    /^(?:docker|podman|docker-compose|podman-compose)$/,
    /(?:compose| |-compose)\b.* down\b.* (?:-v|--volumes)\b/,
    'deletes data of containers',
  ),
  danger(
    'destruction',
    /^(?:terraform|tofu|terragrunt|pulumi|cdk|serverless|sls|sam|copilot|cdktf|vagrant)$/,
    / (?:run-all )?(?:destroy|remove|delete|down)\b/,
    'destroys infrastructure',
    /^vagrant |^\w+ (?:logout|plan)\b/,
  ),
  danger(
    'destruction',
    /^(?:terraform|tofu|terragrunt)$/,
    / apply\b.* -{1,2}(?:auto-approve|destroy|replace)\b/,
    'changes infrastructure without asking',
  ),
  danger('destruction', /^pulumi$/, / up\b.* (?:-y|--yes|--skip-preview)\b/, 'changes infrastructure without asking'),
  danger(
    'data-loss',
    /^(?:terraform|tofu|terragrunt)$/,
    / (?:state (?:rm|push|replace-provider)|workspace delete|taint|force-unlock)\b/,
    'changes the record of what exists',
  ),
  danger('destruction', /^nomad$/, / (?:job )?stop\b.* -purge\b| system gc\b/, 'removes a job for good'),
  danger('data-loss', /^consul$/, / kv delete\b.* -recurse\b| snapshot restore\b/, 'deletes or replaces stored keys'),
  danger(
    'data-loss',
    /^vault$/,
    / (?:delete|kv (?:delete|destroy|metadata delete)|secrets disable|auth disable|lease revoke|operator (?:seal|rekey|generate-root))\b/,
    'takes secrets away',
  ),
  danger(
    'permission',
    /^vault$/,
    / (?:policy (?:write|delete)|token create|write auth\/)/,
    'changes who may read secrets',
  ),
  danger(
    'irreversible',
    /^git$/,
    / push\b.* (?:-f|--force\S*|--mirror|--delete|-d|\+\S+:\S+)(?: |$)/,
    'rewrites or deletes a branch for everybody',
  ),
  danger('irreversible', /^git$/, / filter-(?:branch|repo)\b/, 'rewrites history'),
  danger(
    'irreversible',
    /^(?:gh|glab)$/,
    / (?:repo|release|secret|variable|run|project) delete\b/,
    'deletes what the forge keeps',
  ),
  danger('irreversible', /^(?:gh|curl)$/, /\bapi\b.* (?:-X|--method)[ =]?DELETE\b/i, 'deletes what the forge keeps'),
];
