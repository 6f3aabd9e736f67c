// core/risk/dangers: calls of cloud providers that cannot be taken back, or that change who may do what.
import { type Danger, danger } from '../danger.ts';

const AWS = String.raw`^aws(?: --[\w-]+(?:[= ][^\s-]\S*)?)* [a-z0-9-]+(?: --[\w-]+(?:[= ][^\s-]\S*)?)*`;
const DRY = / --dry-?run\b/;

export const CLOUD_DANGERS: readonly Danger[] = [
  danger(
    'irreversible',
    /^aws$/,
    new RegExp(
      `${AWS} (?:delete|terminate|purge|deregister|destroy|release|remove|schedule-key-deletion|batch-delete)(?:-|\\b)`,
    ),
    'deletes or ends a cloud resource',
    / (?:delete-message|remove-tags|delete-tags|remove-tags-from-resource|remove-permission|delete-message-batch)\b| --dry-?run\b/,
  ),
  danger('data-loss', /^aws$/, /^aws .*\bs3 (?:rm|rb)\b/, 'deletes stored objects', DRY),
  danger('data-loss', /^aws$/, /^aws .*\bs3 (?:sync|mv)\b.* --delete\b/, 'deletes stored objects', DRY),
  danger(
    'permission',
    /^aws$/,
    new RegExp(
      `${AWS} (?:(?:attach|detach|put|delete)-(?:user|role|group|bucket|key|repository|resource|queue|topic)-(?:policy|acl)|put-(?:key-policy|public-access-block|policy)|update-access-key|create-(?:access-key|login-profile|policy-version|role|policy)|update-assume-role-policy|add-(?:user-to-group|permission|role-to-instance-profile)|remove-permission|disable-key|admin-disable-user|admin-delete-user|deactivate-mfa-device|attach-policy|create-grant|create-account-assignment)\\b`,
    ),
    'changes who may do what in the account',
  ),
  danger(
    'permission',
    /^aws$/,
    new RegExp(`${AWS} (?:stop-logging|put-event-selectors|stop-configuration-recorder|update-trail)\\b`),
    'changes what the account records',
  ),
  danger(
    'permission',
    /^aws$/,
    new RegExp(`${AWS} (?:authorize|revoke)-security-group-(?:in|e)gress\\b`),
    'opens or closes a network',
    DRY,
  ),
  danger(
    'permission',
    /^aws$/,
    /\bmodify-(?:image|snapshot|db-snapshot)-attribute\b|put-bucket-(?:acl|policy)/,
    'shows data to other accounts',
  ),
  danger(
    'irreversible',
    /^aws$/,
    / (?:--no-deletion-protection|--skip-final-snapshot|--force-delete-without-recovery|--no-enable-termination-protection|--no-disable-api-termination)\b/,
    'takes a protection against deletion away',
  ),
  danger(
    'irreversible',
    /^(?:gcloud|az|doctl|openstack|oci|ibmcloud|linode-cli|hcloud|scw|yc|aliyun|flyctl|fly|eb|cf)$/,
    / (?:delete|destroy|terminate|purge|remove)\b/,
    'deletes a cloud resource',
    / (?:tags?|labels?|metadata|known_hosts|ssh-keys?|config|credential) (?:delete|remove)\b| remove-(?:tags|labels|metadata)\b/,
  ),
  danger(
    'permission',
    /^gcloud$/,
    / (?:add|remove|set)-iam-policy(?:-binding)?\b| iam (?:service-accounts keys create|roles (?:create|update))\b| firewall-rules (?:create|update)\b/,
    'changes who may do what in the project',
  ),
  danger(
    'permission',
    /^az$/,
    / (?:role assignment (?:create|delete)|role definition|ad (?:sp|app) (?:create|credential)|keyvault set-policy|network nsg rule create|storage account keys renew)\b/,
    'changes who may do what in the subscription',
  ),
  danger(
    'data-loss',
    /^(?:gsutil|mc|s3cmd|rclone|azcopy|b2|gcloud)$/,
    /^(?:gsutil|mc|s3cmd|b2)\b.* (?:rm|rb|del|remove|delete)\b|^rclone (?:delete|purge|sync)\b|^azcopy (?:rm|remove)\b|^gcloud storage rm\b|rsync\b.* (?:-\w*d\w*|--delete\S*)(?: |$)/,
    'deletes stored objects',
    DRY,
  ),
  danger('permission', /^gsutil$/, / (?:iam|acl|defacl) (?:ch|set)\b/, 'changes who may read stored objects'),
  danger('data-loss', /^bq$/, / rm\b/, 'deletes a table or a dataset'),
  danger(
    'irreversible',
    /^heroku$/,
    / (?:apps:destroy|destroy|pg:reset|pg:copy|addons:destroy|pipelines:destroy)\b/,
    'deletes an application or its data',
  ),
  danger(
    'irreversible',
    /^curl|^wget|^http$|^https$|^xh$/,
    /(?:-X|--request|--method)[ =]?DELETE\b|^https? DELETE\b|^xh DELETE\b/,
    'deletes what an API keeps',
  ),
];
