// core/risk/dangers: databases, queues and caches.
import { type Danger, danger } from '../danger.ts';

/** Statements, wherever they stand: in a file of SQL or behind `-c` and `-e`. */
export const SQL_DANGERS: readonly Danger[] = [
  danger(
    'data-loss',
    /./,
    /\bDROP\s+(?:TABLE|DATABASE|SCHEMA|KEYSPACE|USER|ROLE|VIEW|MATERIALIZED|TABLESPACE|PUBLICATION|SUBSCRIPTION|COLUMN|PARTITION|OWNED\s+BY)\b/i,
    'drops a table, a schema or an account',
  ),
  danger(
    'data-loss',
    /./,
    /\bALTER\s+TABLE\b[^;]*\bDROP\s+(?!CONSTRAINT|INDEX|DEFAULT|NOT\b)/i,
    'drops a column or a partition',
  ),
  danger(
    'data-loss',
    /./,
    /(?:^|[;\s"'])TRUNCATE\s+(?:TABLE\s+)?["'`\w]/i,
    'empties a table',
    /^truncate -|\btruncate -/,
  ),
  danger('data-loss', /./, /\bDELETE\s+FROM\s+[\w."`[\]]+(?![^;]*\bWHERE\b)/i, 'deletes every row of a table'),
  danger('data-loss', /./, /\bUPDATE\s+[\w."`[\]]+\s+SET\b(?![^;]*\bWHERE\b)/i, 'changes every row of a table'),
  danger(
    'permission',
    /./,
    /(?:^|[;\s"'])(?:GRANT|REVOKE)\s+[\w, ]+\s+(?:ON|TO|FROM)\s/i,
    'changes who may use the database',
  ),
  danger('permission', /./, /(?:^|[;\s"'])GRANT\s+["`][^"`;\n]+["`]\s+TO\s/i, 'changes who may use the database'),
  danger('permission', /./, /\b(?:ALTER|CREATE)\s+(?:USER|ROLE|LOGIN)\b/i, 'changes who may use the database'),
  danger(
    'data-loss',
    /./,
    /\b(?:PURGE\s+(?:BINARY|MASTER)\s+LOGS|RESET\s+(?:MASTER|SLAVE\s+ALL|REPLICA\s+ALL)|pg_drop_replication_slot)\b/i,
    'deletes what replication needs',
  ),
];

export const DATA_DANGERS: readonly Danger[] = [
  danger('data-loss', /^mysqladmin$/, / (?:drop|flush-hosts-all)\b/, 'drops a database'),
  danger('data-loss', /^pg_restore$/, / (?:--clean|-c)\b/, 'drops what it restores over'),
  danger('destruction', /^(?:pg_dropcluster|pg_resetxlog)$/, /./, 'destroys a database cluster'),
  danger(
    'data-loss',
    /^redis-cli$|^valkey-cli$/,
    /\b(?:FLUSHALL|FLUSHDB|DEBUG|CLUSTER RESET|SHUTDOWN NOSAVE)\b/i,
    'empties the store',
  ),
  danger('data-loss', /^redis-cli$|^valkey-cli$/, / (?:DEL|UNLINK) /, 'deletes keys of the store'),
  danger(
    'data-loss',
    /^mongo(?:sh)?$|^db\./,
    /dropDatabase\(|\.drop\(|dropUser\(|(?:deleteMany|remove)\(\s*(?:\{\s*\})?\s*\)/,
    'deletes documents',
  ),
  danger(
    'data-loss',
    /^rabbitmq(?:ctl|admin)$/,
    / (?:reset|force_reset|delete|delete_\w+|purge|purge_queue|forget_cluster_node)\b/,
    'deletes queues or messages',
  ),
  danger(
    'permission',
    /^rabbitmqctl$/,
    / (?:set_permissions|set_user_tags|add_user|clear_permissions)\b/,
    'changes who may use the broker',
  ),
  danger(
    'data-loss',
    /^kafka-(?:topics|configs|delete-records|consumer-groups|acls|streams-application-reset)(?:\.sh)?$/,
    / --delete\b|^kafka-delete-records|^kafka-streams|--reset-offsets\b.* --execute\b/,
    'deletes messages, or skips them',
  ),
  danger('permission', /^kafka-acls(?:\.sh)?$/, / --(?:add|remove)\b/, 'changes who may use the broker'),
  danger(
    'destruction',
    /^nodetool$/,
    / (?:decommission|removenode|assassinate|clearsnapshot)\b/,
    'takes a node or its backups away',
  ),
  danger('data-loss', /^(?:zkCli\.sh|zookeeper-shell(?:\.sh)?)$/, / (?:deleteall|rmr|delete)\b/, 'deletes stored keys'),
  danger(
    'data-loss',
    /^(?:influx|clickhouse-client|cockroach|curator_cli|restic|borg|duplicity|wal-g|pgbackrest|barman)$/,
    / (?:delete|forget|prune|delete_indices|stanza-delete|expire|remove-all-but-n-full|node decommission)\b/,
    'deletes data or backups',
    / --dry-?run\b| -n\b/,
  ),
  danger(
    'data-loss',
    /^(?:rails|rake|bundle|php|python3?|manage\.py|npx|alembic|flyway|liquibase)$/,
    /\b(?:db:(?:drop|reset|purge|schema:load|migrate:reset)|migrate:(?:fresh|reset|refresh)|flush --no-?input|manage\.py (?:flush|reset_db)|prisma migrate reset|db:migrate:undo:all|downgrade base)|^flyway clean|^liquibase drop/,
    'drops or empties the database',
  ),
];

/** What scripts and automation documents call, by the names of the calls. */
export const CALL_DANGERS: readonly Danger[] = [
  danger('irreversible', /./, /\baws:(?:deleteStack|deleteImage)\b/, 'deletes a cloud resource'),
  danger('irreversible', /./, /\bDesiredState\b["']?\s*:\s*["']?terminated\b/i, 'ends instances for good'),
  danger(
    'irreversible',
    /./,
    /\bapi\b["']?\s*:\s*["']?(?:Delete|Terminate|Purge|Deregister|Release|Remove|ScheduleKeyDeletion|BatchDelete)(?!Tags|Message\b)\w*/i,
    'deletes or ends a cloud resource',
  ),
  danger(
    'permission',
    /./,
    /\bapi\b["']?\s*:\s*["']?(?:(?:Attach|Detach|Put)\w*Policy|(?:Authorize|Revoke)SecurityGroup\w+|CreateAccessKey|AddUserToGroup|PutBucketAcl|PutPublicAccessBlock|ModifySnapshotAttribute|ModifyImageAttribute)\b/i,
    'changes who may do what in the account',
  ),
  danger(
    'irreversible',
    /./,
    /\.(?:delete|terminate|purge|deregister|release)_(?!tags\b|message)\w+\(/,
    'deletes or ends a cloud resource',
  ),
  danger(
    'permission',
    /./,
    /\.(?:attach|detach|put)_\w*policy\(|\.(?:authorize|revoke)_security_group_\w+\(/,
    'changes who may do what in the account',
  ),
  danger(
    'destruction',
    /./,
    /^(?:-\s*)?state\s*:\s*["']?absent\b|\bstate=absent\b/,
    'removes what is there',
    /\/tmp\//,
  ),
  danger('destruction', /./, /\b(?:shutil\.rmtree|os\.removedirs)\(/, 'deletes files and folders for good', /tmp/i),
];

/** An automation document by its name (`AWS-TerminateEC2Instance`). */
export const DOCUMENT_DANGER: Danger = danger(
  'irreversible',
  /./,
  /(?:^|[-_/.])(?:Delete|Terminate|Purge|Destroy|Deregister|Wipe|Drop)(?=[A-Z\d_.-]|$)|(?:^|[-_/])(?:delete|terminate|purge|destroy|wipe|drop)[-_]/,
  'deletes or ends what it is run on',
);
