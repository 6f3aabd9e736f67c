// The catalog of the 300 texts: three repositories, with names that are easily mistaken for each other.

import { indexProcedures, type ProcedureIndex } from '../../../src/core/feedback/index-procedures.ts';
import { type KnownProcedure, procedureKey, type Rename } from '../../../src/core/feedback/known-procedure.ts';
import type { Ownership } from '../../../src/core/feedback/responsible.ts';

export const HERE = 'acme/ops';
export const FALLBACK = '@acme/ops-leads';

type Row = readonly [
  path: string,
  title: string,
  owner: string | null,
  more?: {
    readonly id?: string;
    readonly aliases?: readonly string[];
    readonly alerts?: readonly string[];
    readonly codeOwners?: readonly string[];
  },
];

const OPS: readonly Row[] = [
  [
    'runbooks/database/fail-over-postgres.md',
    'Fail over the orders database',
    '@acme/database',
    { id: 'db-1', alerts: ['PostgresPrimaryDown', 'PostgresReplicationLag'], aliases: ['docs/failover.md'] },
  ],
  ['runbooks/database/restore-from-backup.md', 'Restore a database from backup', '@acme/database', { id: 'db-2' }],
  [
    'runbooks/database/rotate-database-credentials.md',
    'Rotate database credentials',
    null,
    { codeOwners: ['@acme/database'] },
  ],
  [
    'runbooks/database/vacuum-a-large-table.md',
    'Vacuum a large table',
    '@acme/database',
    { id: 'db-12', alerts: ['PostgresTableBloat'] },
  ],
  [
    'runbooks/network/block-an-address.md',
    'Block an address at the edge',
    '@acme/network',
    { alerts: ['EdgeRequestFlood'] },
  ],
  ['runbooks/network/change-a-dns-record.md', 'Change a DNS record', '@acme/network'],
  [
    'runbooks/network/restart-the-vpn-gateway.md',
    'Restart the VPN gateway',
    '@acme/network',
    { aliases: ['vpn-restart'] },
  ],
  [
    'runbooks/platform/drain-a-kubernetes-node.md',
    'Drain a Kubernetes node',
    null,
    { codeOwners: ['@acme/platform'], alerts: ['KubeNodeNotReady'] },
  ],
  [
    'runbooks/platform/renew-a-certificate.md',
    'Renew a certificate',
    '@acme/platform',
    { alerts: ['CertificateExpiresSoon'] },
  ],
  [
    'runbooks/platform/clean-up-old-images.md',
    'Clean up old images',
    '@acme/platform',
    { alerts: ['RegistryDiskFull'] },
  ],
  [
    'runbooks/platform/clear-a-queue-backlog.md',
    'Clear a queue backlog',
    '@acme/platform',
    { alerts: ['QueueBacklog'] },
  ],
  [
    'runbooks/platform/scale-the-web-tier.md',
    'Scale the web tier',
    '@acme/platform',
    { alerts: ['Latency p99 above 2s'] },
  ],
  ['runbooks/mail/unblock-outgoing-mail.md', 'Unblock outgoing mail', '@acme/mail'],
  ['runbooks/mail/Verteiler prüfen.md', 'Verteiler prüfen', '@acme/mail'],
  ['runbooks/payments/refund-a-charge.md', 'Refund a charge', '@acme/payments', { id: 'pay-refund' }],
  [
    'runbooks/payments/pause-settlements.md',
    'Pause settlements',
    '@acme/payments',
    { alerts: ['SettlementMismatch', 'LedgerImbalance'] },
  ],
  ['runbooks/payments/replay-webhooks.md', 'Replay webhooks', '@acme/payments', { alerts: ['WebhookFailures'] }],
  ['runbooks/storage/grow-a-volume.md', 'Grow a volume', '@acme/storage', { alerts: ['DiskFull'] }],
  ['runbooks/storage/replace-a-disk.md', 'Replace a disk', '@acme/storage', { alerts: ['DiskFailed', 'RaidDegraded'] }],
  ['playbooks/call-an-incident.md', 'Call an incident', '@acme/incident-command'],
  ['playbooks/lose-a-data-centre.md', 'Lose a data centre', null],
  [
    'playbooks/suspect-a-leaked-secret.md',
    'Suspect a leaked secret',
    '@acme/incident-command',
    { alerts: ['SecretScanningHit'] },
  ],
  ['sop/hand-over-on-call.md', 'Hand over on-call', '@acme/sre', { id: 'sop-handover' }],
  ['sop/offboard-an-operator.md', 'Offboard an operator', '@acme/sre'],
  ['sop/onboard-an-operator.md', 'Onboard an operator', '@acme/people'],
  ['sop/障害対応.md', '障害対応の手順', '@acme/tokyo'],
];

const WEB: readonly Row[] = [
  ['runbooks/deploy-the-shop.md', 'Deploy the shop', '@acme/web', { id: 'deploy-shop' }],
  ['runbooks/roll-back-the-shop.md', 'Roll back the shop', '@acme/web', { alerts: ['ShopErrorRate'] }],
  ['runbooks/purge-the-cdn.md', 'Purge the CDN', '@acme/web'],
  ['runbooks/platform/renew-a-certificate.md', 'Renew the shop certificate', '@acme/web'],
];

const SECRET: readonly Row[] = [
  ['runbooks/open-the-vault.md', 'Open the vault', '@acme/vault', { alerts: ['VaultSealed'] }],
];

const rows = (repository: string, all: readonly Row[]) =>
  all.map(([path, title, owner, { id = path, aliases = [], alerts = [], codeOwners = [] } = {}]) => ({
    procedure: { repository, path, id, title, aliases, alerts },
    ownership: { declared: owner, codeOwners },
  }));

const ALL = [...rows(HERE, OPS), ...rows('acme/web', WEB), ...rows('acme/vault', SECRET)];

export const PROCEDURES: readonly KnownProcedure[] = ALL.map(({ procedure }) => procedure);
export const OWNERSHIP: ReadonlyMap<string, Ownership> = new Map(
  ALL.map(({ procedure, ownership }) => [procedureKey(procedure), ownership]),
);

export const RENAMES: readonly Rename[] = [
  { repository: HERE, from: 'runbooks/db/failover.md', to: 'runbooks/database/failover-postgres.md' },
  { repository: HERE, from: 'runbooks/database/failover-postgres.md', to: 'runbooks/database/fail-over-postgres.md' },
  { repository: HERE, from: 'ops/dns.md', to: 'runbooks/network/change-a-dns-record.md' },
  { repository: HERE, from: 'runbooks/k8s/drain-node.md', to: 'runbooks/platform/drain-a-kubernetes-node.md' },
  { repository: HERE, from: 'runbooks/gone.md', to: 'runbooks/gone-too.md' },
  { repository: 'acme/web', from: 'docs/release.md', to: 'runbooks/deploy-the-shop.md' },
];

/** All owners there are, and the fallback. */
export const RESOLVED: ReadonlySet<string> = new Set([
  FALLBACK,
  ...[...OWNERSHIP.values()].flatMap(({ declared, codeOwners }) => [declared ?? '', ...codeOwners]),
]);

/** Everything but acme/vault may be seen where the texts are filed. */
export const PLACE = { repository: HERE, visible: new Set([HERE, 'acme/web']) };

export const INDEX: ProcedureIndex = indexProcedures(PROCEDURES, RENAMES);
